import {
  type Allowed,
  allowedBy,
  CONSENTS,
  CONSENTS_TO,
  type ConsentTo,
  isAllowed,
  withConsent,
} from '../domain/consent.js';
import type { Matter } from '../domain/ways-out.js';
import type { PreferredChannel } from '../domain/channel-choice.js';
import { languageFor } from '../domain/languages.js';
import { CHANGES } from '../domain/limits.js';
import { parseWallTime } from '../domain/local-time.js';
import { isCap, MOST_CALLS_PER_WEEK } from '../domain/cap.js';
import type { QuietHours } from '../domain/person.js';
import { ok, refuse, type Result } from '../domain/refusal.js';
import { timezoneNamed } from '../domain/time-zone.js';
import { appendAudit } from '../persistence/stores/audit-store.js';
import type { Tx } from '../persistence/engine/database.js';
import {
  CALLS_COUNT_ANEW,
  defaultPreferences,
  findPreferences,
  type Preferences,
  rememberDmChannel,
  savePreferences,
} from '../persistence/stores/preference-store.js';
import { requireMember } from './authorise.js';
import type { Actor, DirectMessageHindrance, ServiceContext } from './context.js';
import { arrivalOf, stillWanted } from './said-since.js';

/** What a person may change; what is left out stays as it is. */
export interface PreferenceChanges extends Partial<Allowed> {
  readonly preferredChannel?: PreferredChannel;
  readonly discordDms?: boolean;
  /** Wall times as typed; both empty: none. */
  readonly quietHours?: { readonly start: string; readonly end: string } | null;
  readonly readySound?: boolean;
  /** As typed; `null` or nothing typed: no zone of their own, the deployment's holds. */
  readonly timezone?: string | null;
  /** How many calls they want a week at most; `null`: as many as there are. */
  readonly callsPerWeek?: number | null;
  /** The language they choose (BCP 47); left out: see `languageFor`. */
  readonly locale?: string;
}

/** A person's preferences after a change. */
export interface UpdatedPreferences {
  readonly preferences: Preferences;
  /** They want Discord messages, but no direct message with them could be opened: why. */
  readonly dmHindrance: DirectMessageHindrance | null;
}

/**
 * A member's own preferences; the defaults call nobody. People with saved ones see them even while Discord
 * can't confirm membership: the way out is in them.
 */
export async function showPreferences(context: ServiceContext, actor: Actor): Promise<Result<Preferences>> {
  const member = await requireMember(context, actor);
  if (member.ok) return ok(await current(context.database.view, actor));
  if (member.refusal.code !== 'directory_unavailable') return member;
  const kept = await findPreferences(context.database.view, actor.userId);
  return kept ? ok(kept) : member;
}

/**
 * Changes a member's preferences. After opting in, the person's direct message is opened at once, so that
 * nine o'clock brings no burst of new ones.
 */
export async function updatePreferences(
  context: ServiceContext,
  actor: Actor,
  changes: PreferenceChanges,
): Promise<Result<UpdatedPreferences>> {
  const arrival = arrivalOf(context, actor);
  const may = await mayChange(context, { ...actor, cameIn: arrival }, changes);
  if (!may.ok) return may;
  const checked = check(context, changes);
  if (!checked.ok) return checked;
  const now = context.clock.now();
  const retryInMs = await context.limits.waitMs(CHANGES, actor.userId);
  const kept = await context.database.withTransaction(async (tx): Promise<Result<Kept>> => {
    const saved = await findPreferences(tx, actor.userId);
    const before = saved ?? defaultPreferences(actor.locale);
    // A no that had to wait found no consent to take back: one that there is by now was given later.
    const waited = saved !== null && isNo(changes) && may.value === 'asked';
    const said = waited ? named({ discordDms: checked.value.discordDms }) : checked.value;
    const locale = changes.locale ?? languageFor(before.locale, actor.locale);
    const after: Preferences = { ...before, ...(said as Checked), locale };
    const changed = CONSENTS_TO.filter((to) => isAllowed(after, to) !== isAllowed(before, to));
    const given = changed.filter((to) => isAllowed(after, to));
    const begun: Matter[] = given.map(consent);
    if (after.discordDms && !before.discordDms) begun.push('direct messages');
    const wanted = await stillWanted(context, actor.userId, begun, arrival);
    // Whoever is forgotten by now gets nothing anyway.
    if (!wanted.ok) return isNo(changes) ? ok({ preferences: before, hasGiven: false }) : wanted;
    if (given.length > 0 && retryInMs > 0) return refuse({ code: 'changed_too_often', retryInMs });
    await context.waysOut.note(actor.userId, endedBy(changes), arrival);
    const own = changed.reduce((person, to) => withConsent(person, to, given.includes(to) ? now : null), {
      ...after,
      unansweredQuestions: 0,
      ...CALLS_COUNT_ANEW,
    });
    await savePreferences(tx, actor.userId, own, now);
    for (const to of changed) {
      const action = given.includes(to) ? CONSENTS[to].given : CONSENTS[to].withdrawn;
      await appendAudit(
        tx,
        { userId: actor.userId, action, actorId: actor.userId, metadata: { how: 'preferences' } },
        now,
      );
    }
    return ok({ preferences: own, hasGiven: given.length > 0 });
  });
  if (!kept.ok) return kept;
  const { preferences, hasGiven } = kept.value;
  if (hasGiven) await context.limits.take(CHANGES, actor.userId);
  const allowed = allowedBy(preferences);
  context.events.emit({ type: 'preferences_changed', userId: actor.userId, allowed });
  const wantsDm = allowed.length > 0 && preferences.discordDms;
  if (!wantsDm || preferences.dmChannelId) return ok({ preferences, dmHindrance: null });
  const opened = await context.directMessages.open(actor.userId);
  if (typeof opened === 'string') return ok({ preferences, dmHindrance: opened });
  const { channelId: dmChannelId } = opened;
  await context.database.withTransaction((tx) => rememberDmChannel(tx, actor.userId, dmChannelId, now));
  return ok({ preferences: { ...preferences, dmChannelId }, dmHindrance: null });
}

/**
 * Members may, and everybody who only wants fewer messages than they agreed to: that is done at once. Who has agreed to
 * none is asked about, and may all the same while Discord gives no answer.
 */
export async function mayChange(
  context: ServiceContext,
  actor: Actor,
  changes: PreferenceChanges,
): Promise<Result<'at once' | 'asked'>> {
  if (isNo(changes)) {
    await context.waysOut.note(actor.userId, endedBy(changes), arrivalOf(context, actor));
    if (await findPreferences(context.database.view, actor.userId)) return ok('at once');
  }
  const member = await requireMember(context, actor);
  if (member.ok) return ok('asked');
  return isNo(changes) && member.refusal.code === 'directory_unavailable' ? ok('asked') : member;
}

/** Whether it asks for nothing but to hear less of us: a way out. */
export function isNo(changes: PreferenceChanges): boolean {
  const wanted = Object.values(named(changes));
  return wanted.length > 0 && wanted.every((value) => value === false);
}

async function current(view: Tx, actor: Actor): Promise<Preferences> {
  return (await findPreferences(view, actor.userId)) ?? defaultPreferences(actor.locale);
}

interface Kept {
  readonly preferences: Preferences;
  readonly hasGiven: boolean;
}

function consent(to: ConsentTo): Matter {
  return `consent ${to}`;
}

/** What is said no to. */
function endedBy(changes: PreferenceChanges): Matter[] {
  const consents = CONSENTS_TO.filter((to) => changes[CONSENTS[to].field] === false).map(consent);
  return changes.discordDms === false ? [...consents, 'direct messages'] : consents;
}

type Checked = Partial<
  Allowed &
    Pick<
      Preferences,
      'preferredChannel' | 'discordDms' | 'quietHours' | 'readySound' | 'timezone' | 'callsPerWeek' | 'locale'
    >
>;

function check(context: ServiceContext, changes: PreferenceChanges): Result<Checked> {
  const { preferredChannel } = changes;
  if (preferredChannel && preferredChannel !== 'any' && !context.channels.has(preferredChannel)) {
    return refuse({ code: 'channel_not_configured', channel: preferredChannel });
  }
  const { quietHours, timezone, ...rest } = changes;
  const { callsPerWeek } = rest;
  if (callsPerWeek != null && !isCap(callsPerWeek))
    return refuse({ code: 'invalid_cap', most: MOST_CALLS_PER_WEEK });
  const typed = timezone?.trim() === '' ? null : timezone;
  const zone = typed == null ? typed : timezoneNamed(typed);
  if (typed != null && zone === null) return refuse({ code: 'invalid_timezone', input: typed });
  const hours = quietHours === undefined ? ok(undefined) : checkQuietHours(quietHours);
  if (!hours.ok) return hours;
  return ok(named({ ...rest, timezone: zone, quietHours: hours.value }));
}

/** Without what is undefined: spread over the preferences, it would wipe what was not meant to change. */
function named<T extends object>(changes: T): T {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as T;
}

function checkQuietHours(input: { start: string; end: string } | null): Result<QuietHours | null> {
  const [start, end] = [input?.start.trim() ?? '', input?.end.trim() ?? ''];
  if (start === '' && end === '') return ok(null);
  if (start === '' || end === '') return refuse({ code: 'quiet_hours_incomplete' });
  for (const time of [start, end]) {
    if (parseWallTime(time) === null) return refuse({ code: 'invalid_time', input: time });
  }
  return ok({ start: parseWallTime(start) as string, end: parseWallTime(end) as string });
}
