import { type ChannelType, LINKABLE_CHANNELS, type LinkableChannel } from '../domain/channel-choice.js';
import { ok, refuse, type Result } from '../domain/refusal.js';
import { contactOf } from '../persistence/stores/channel-link-store.js';
import {
  defaultPreferences,
  findPreferences,
  type Preferences,
} from '../persistence/stores/preference-store.js';
import type { Actor, DirectMessageHindrance, ServiceContext } from './context.js';
import { arrivalOf } from './said-since.js';
import {
  mayChange,
  type PreferenceChanges,
  showPreferences,
  updatePreferences,
} from './update-preferences.js';

/** A person's preferences for display outside Discord, with masked contacts. */
export interface OwnPreferences {
  readonly preferences: Preferences;
  /** The zone of people who have named none. */
  readonly serverTimezone: string;
  /** When people are asked whether they play (HH:MM:SS); `null`: nobody is. */
  readonly questionTime: string | null;
  /** `null` where nothing is linked. */
  readonly masked: Readonly<Record<LinkableChannel, string | null>>;
  /** Whether contacts can be sealed here, and so channels linked. */
  readonly encryptionEnabled: boolean;
  /** The channels that are set up here. */
  readonly channels: ReadonlySet<ChannelType>;
  /** They want Discord messages, but no direct message with them could be opened: why. */
  readonly dmHindrance: DirectMessageHindrance | null;
}

/** What somebody fills in elsewhere than on Discord. */
export interface FilledIn extends PreferenceChanges {
  /** The channels for which a handle was named at all, even an empty one. */
  readonly handles: readonly LinkableChannel[];
}

/** A member's own preferences. */
export async function ownPreferences(context: ServiceContext, actor: Actor): Promise<Result<OwnPreferences>> {
  const shown = await showPreferences(context, actor);
  return shown.ok ? ok(await withContacts(context, actor, shown.value, null)) : shown;
}

/** What is kept of somebody, whoever they are by now: for who takes something back. */
export async function keptPreferences(context: ServiceContext, actor: Actor): Promise<OwnPreferences> {
  const kept = await findPreferences(context.database.view, actor.userId);
  return withContacts(context, actor, kept ?? defaultPreferences(actor.locale), null);
}

/**
 * Changes the preferences a member names. A handle is refused: people link a channel from its own side. Their
 * language stays the one from Discord.
 */
export async function fillInPreferences(
  context: ServiceContext,
  actor: Actor,
  { handles: [handle], ...changes }: FilledIn,
): Promise<Result<OwnPreferences>> {
  const cameIn = arrivalOf(context, actor);
  if (handle) {
    const may = await mayChange(context, actor, changes);
    return may.ok ? refuse({ code: 'handle_typed', channel: handle }) : may;
  }
  const before = await findPreferences(context.database.view, actor.userId);
  const asKnown = { ...actor, cameIn, locale: before?.locale ?? actor.locale };
  const updated = await updatePreferences(context, asKnown, changes);
  if (!updated.ok) return updated;
  return ok(await withContacts(context, actor, updated.value.preferences, updated.value.dmHindrance));
}

async function withContacts(
  { database, contacts, settings, channels }: ServiceContext,
  { userId }: Actor,
  preferences: Preferences,
  dmHindrance: DirectMessageHindrance | null,
): Promise<OwnPreferences> {
  const masked: Record<LinkableChannel, string | null> = { telegram: null, signal: null };
  for (const channel of LINKABLE_CHANNELS) {
    const kept = await contactOf(database.view, userId, channel);
    if (kept) masked[channel] = contacts.masked(channel, kept.sealed);
  }
  return {
    preferences,
    serverTimezone: settings.timezone,
    questionTime: settings.questionTime ?? null,
    masked,
    encryptionEnabled: contacts.enabled,
    channels,
    dmHindrance,
  };
}
