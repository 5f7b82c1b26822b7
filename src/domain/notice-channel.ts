import {
  type ChannelTargets,
  channelOrder,
  type ChannelType,
  type PreferredChannel,
} from './channel-choice.js';
import type { Allowed } from './consent.js';
import { ok, refuse, type Result } from './refusal.js';

/** What decides whether somebody gets questions and ready notices, and by which channel. */
export interface NoticeState extends Pick<Allowed, 'allowQuestions' | 'allowReadyNotices'> {
  readonly preferredChannel: PreferredChannel;
  /** Telegram and Signal: linked. Discord: direct messages are wanted. */
  readonly targets: ChannelTargets;
  /** The channels that are set up. */
  readonly configured: ReadonlySet<ChannelType>;
}

/** What somebody says of both notices and of channels; what is left out they said nothing about. */
export interface NoticeWishes {
  readonly questions?: boolean | undefined;
  readonly ready?: boolean | undefined;
  readonly channels: Readonly<Partial<Record<ChannelType, boolean | undefined>>>;
}

/** What has to change for it. */
export interface NoticeChanges extends Partial<Pick<Allowed, 'allowQuestions' | 'allowReadyNotices'>> {
  readonly preferredChannel?: ChannelType;
  readonly discordDms?: true;
}

/** The channel that brings somebody their questions and ready notices first; `null`: none come, or none can. */
export function noticeChannel(state: NoticeState): ChannelType | null {
  return state.allowQuestions || state.allowReadyNotices ? carrierOf(state) : null;
}

/**
 * Translates switches for each channel into consents and the choice of one channel, for that is what there is:
 *
 * - The channel that brings the notices is on, and no other.
 * - To turn on another one makes it the first choice; where no notice was on, it gives consent to those that were not said no to.
 * - To turn the one off that brings them ends both, whatever else is said. Whoever only says no is never refused.
 * - What is said as it is already says nothing: forms send all they have.
 */
export function noticeChanges(state: NoticeState, wishes: NoticeWishes): Result<NoticeChanges> {
  const { channels } = wishes;
  const on = namedOn(channels);
  if (on.length > 1) return refuse({ code: 'one_channel' });
  const shown = noticeChannel(state);
  const [chosen] = on;
  if (chosen !== undefined && chosen !== shown) return chosenAnew(state, wishes, chosen);
  const carrier = carrierOf(state);
  if (carrier === null || channels[carrier] !== false) return ok(said(wishes));
  if (shown === null && (wishes.questions || wishes.ready))
    return refuse({ code: 'no_channel_on', channel: carrier });
  return ok({ allowQuestions: false, allowReadyNotices: false });
}

function chosenAnew(state: NoticeState, wishes: NoticeWishes, chosen: ChannelType): Result<NoticeChanges> {
  if (chosen !== 'discord' && !state.targets[chosen])
    return refuse({ code: 'channel_not_linked', channel: chosen });
  const reached = { ...state, targets: { ...state.targets, [chosen]: true } };
  const begins = !state.allowQuestions && !state.allowReadyNotices;
  const { questions = true, ready = true } = wishes;
  return ok({
    ...(begins ? { allowQuestions: questions, allowReadyNotices: ready } : said(wishes)),
    ...(chosen === 'discord' && { discordDms: true as const }),
    ...(carrierOf(reached) !== chosen && { preferredChannel: chosen }),
  });
}

function said({ questions, ready }: NoticeWishes): NoticeChanges {
  return {
    ...(questions !== undefined && { allowQuestions: questions }),
    ...(ready !== undefined && { allowReadyNotices: ready }),
  };
}

function namedOn(channels: NoticeWishes['channels']): ChannelType[] {
  return (Object.keys(channels) as ChannelType[]).filter((channel) => channels[channel]);
}

function carrierOf({ preferredChannel, targets, configured }: NoticeState): ChannelType | null {
  return channelOrder(preferredChannel, targets, configured)[0] ?? null;
}
