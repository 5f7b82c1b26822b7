import { type ChannelType, type LinkableChannel } from '../domain/channel-choice.js';
import {
  noticeChannel,
  noticeChanges,
  type NoticeState,
  type NoticeWishes,
} from '../domain/notice-channel.js';
import { SOUND_PAUSE_SECONDS } from '../domain/ready.js';
import { ok, refuse, type Result } from '../domain/refusal.js';
import { linkThatCounts, requireLinked } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';
import {
  type FilledIn,
  fillInPreferences,
  keptPreferences,
  type OwnPreferences,
  ownPreferences,
} from './own-preferences.js';
import { arrivalOf } from './said-since.js';

/** A person's preferences, and what they come to for questions and ready notices. */
export interface NoticeSettings {
  readonly own: OwnPreferences;
  /** The channel that brings them; `null`: none come, or none can. */
  readonly channel: ChannelType | null;
  /** Whether a channel is confirmed as theirs. Discord always is: it is what they sign in with. */
  readonly verified: Readonly<Record<ChannelType, boolean>>;
}

/** What somebody fills in where each channel has a switch; what is left out stays as it is. */
export interface NoticeSettingsSaid extends NoticeWishes {
  readonly readySound?: boolean | undefined;
  /** How long is between two sounds, in seconds. */
  readonly soundPauseSeconds?: number | undefined;
  readonly timezone?: string | null | undefined;
  /** The channel that an address was typed for. */
  readonly typedFor?: LinkableChannel | undefined;
}

/** A linked member's own settings. They find their way out while Discord gives no answer, too. */
export async function noticeSettings(context: ServiceContext, actor: Actor): Promise<Result<NoticeSettings>> {
  const own = await ownPreferences(context, actor);
  if (!own.ok) return own;
  const link = await linkThatCounts(context, context.database.view, actor.userId);
  return link.ok ? ok(settingsOf(own.value)) : link;
}

/**
 * Changes what a linked member names, by {@link fillInPreferences} and its rules, and nothing where something of it is not
 * right. Whoever only says no need not be linked and waits for nothing, though their form says again what is so already.
 */
export async function changeNoticeSettings(
  context: ServiceContext,
  actor: Actor,
  said: NoticeSettingsSaid,
): Promise<Result<NoticeSettings>> {
  const asker = { ...actor, cameIn: arrivalOf(context, actor) };
  let own = await keptPreferences(context, asker);
  if (!isOnlyNo(withoutWhatIsSo(said, own))) {
    const linked = await requireLinked(context, asker);
    if (!linked.ok) return linked;
    // What was so may have been taken back meanwhile.
    own = await keptPreferences(context, asker);
  }
  const news = withoutWhatIsSo(said, own);
  if (news.soundPauseSeconds !== undefined)
    return refuse({ code: 'sound_once', seconds: SOUND_PAUSE_SECONDS });
  const translated = noticeChanges(stateOf(own), news);
  if (!translated.ok) return translated;
  const { readySound, timezone, typedFor } = news;
  const changes: Omit<FilledIn, 'handles'> = {
    ...translated.value,
    ...(readySound !== undefined && { readySound }),
    ...(timezone !== undefined && { timezone }),
  };
  const handles = typedFor === undefined ? [] : [typedFor];
  if (handles.length + Object.keys(changes).length === 0) return ok(settingsOf(own));
  const changed = await fillInPreferences(context, asker, { ...changes, handles });
  return changed.ok ? ok(settingsOf(changed.value)) : changed;
}

/** What of it is new: a form sends all it has. A no is kept, for it ends what is under way elsewhere, too. */
function withoutWhatIsSo(said: NoticeSettingsSaid, own: OwnPreferences): NoticeSettingsSaid {
  const { preferences } = own;
  const shown = settingsOf(own).channel;
  const yes = (value: boolean | undefined, isSo: boolean) => (value && isSo ? undefined : value);
  const channels = Object.entries(said.channels).map(
    ([channel, value]) => [channel, yes(value, channel === shown)] as const,
  );
  return {
    questions: yes(said.questions, preferences.allowQuestions),
    ready: yes(said.ready, preferences.allowReadyNotices),
    channels: Object.fromEntries(channels),
    readySound: yes(said.readySound, preferences.readySound),
    soundPauseSeconds: said.soundPauseSeconds === SOUND_PAUSE_SECONDS ? undefined : said.soundPauseSeconds,
    timezone: said.timezone === preferences.timezone ? undefined : said.timezone,
    typedFor: said.typedFor,
  };
}

function isOnlyNo(said: NoticeSettingsSaid): boolean {
  const { channels, questions, ready, readySound, soundPauseSeconds, timezone, typedFor } = said;
  const switches = [questions, ready, readySound, ...Object.values(channels)];
  const hasMore = [soundPauseSeconds, timezone, typedFor].some((value) => value !== undefined);
  return !hasMore && switches.includes(false) && !switches.includes(true);
}

function settingsOf(own: OwnPreferences): NoticeSettings {
  const { masked } = own;
  const verified = { discord: true, telegram: masked.telegram !== null, signal: masked.signal !== null };
  return { own, verified, channel: noticeChannel(stateOf(own)) };
}

function stateOf({ preferences, masked, channels }: OwnPreferences): NoticeState {
  const { allowQuestions, allowReadyNotices, preferredChannel, discordDms } = preferences;
  const targets = {
    discord: discordDms,
    telegram: masked.telegram !== null,
    signal: masked.signal !== null,
  };
  return { allowQuestions, allowReadyNotices, preferredChannel, targets, configured: channels };
}
