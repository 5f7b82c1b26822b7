import { asksToCome, JOB_TYPES, type JobType, kindOf } from './message-kinds.js';
import type { Tidings } from './ready.js';
import { STANDING_NOTICES, type StandingNotice } from './standing-campaigns.js';

const CHANNEL_PREFIX = 'channel:';

/** Where the keys of the evening's questions begin and end, in the order of texts. */
export const QUESTION_KEYS = { from: 'ASK:', before: 'ASK;' } as const;

/** Where the keys of what promoters' campaigns send begin and end, in the order of texts. */
export const PROMOTION_KEYS = { from: 'PROMOTE:', before: 'PROMOTE;' } as const;

/**
 * Names the moment somebody is called for, whatever the channel and the campaign; a person has one ledger row per key.
 * `date` is the campaign's local date, `YYYY-MM-DD`.
 */
export function eventKey(jobType: JobType, date: string): string {
  const { phase, of } = kindOf(jobType);
  return of === 'promotion' ? `PROMOTE:${phase}:${date}` : `${phase}:${date}`;
}

/** Where the keys of messages that ask somebody to come begin, up to their date, and end, in the order of texts. */
export const CALL_KEYS: readonly { readonly from: string; readonly before: string }[] = JOB_TYPES.filter(
  asksToCome,
).map((jobType) => {
  const phase = `${PROMOTION_KEYS.from}${kindOf(jobType).phase}`;
  return { from: `${phase}:`, before: `${phase};` };
});

/** Whether a key is of a message that asks somebody to come. */
export function isCallKey(key: string): boolean {
  return CALL_KEYS.some(({ from }) => key.startsWith(from));
}

/** The "user" in ledger and log when a message is posted in a Discord channel and not sent to a person. */
export function channelAsUser(channelId: string): string {
  return `${CHANNEL_PREFIX}${channelId}`;
}

/** The channel's id behind {@link channelAsUser}; `null` for a person. */
export function channelOfUser(userId: string): string | null {
  return userId.startsWith(CHANNEL_PREFIX) ? userId.slice(CHANNEL_PREFIX.length) : null;
}

/** The ledger key of the summary of a campaign's follow-up, beside the channel it is posted in. */
export function summaryKey(campaignId: string): string {
  return `SUMMARY:${campaignId}`;
}

const BOARD_PHASE = 'BOARD';

/** The ledger key of a day's board that is posted by itself, beside its channel. */
export function boardKey(date: string): string {
  return `${BOARD_PHASE}:${date}`;
}

export function isBoardKey(eventKey: string): boolean {
  return eventKey.startsWith(`${BOARD_PHASE}:`);
}

/** People are told that it is ready under the key of the post. */
const TIDINGS_PHASE: Readonly<Record<Tidings, string>> = {
  ready: kindOf('ready').phase,
  one_short: 'ONE_SHORT',
};

/** The ledger key of what a date's session is told of once, beside the channel it is posted in. */
export function tidingsKey(tidings: Tidings, date: string): string {
  return `${TIDINGS_PHASE[tidings]}:${date}`;
}

export function isTidingsKey(eventKey: string): boolean {
  return Object.values(TIDINGS_PHASE).some((phase) => eventKey.startsWith(`${phase}:`));
}

const MINIMUM_PREFIX = 'MINIMUM:';

/** The ledger key of the question to a campaign's promoter whether it goes on with too few. */
export function minimumKey(campaignId: string): string {
  return `${MINIMUM_PREFIX}${campaignId}`;
}

export function isMinimumKey(eventKey: string): boolean {
  return eventKey.startsWith(MINIMUM_PREFIX);
}

/** What promoters are told of standing campaigns, each once for its date. */
const STANDING_PHASES = {
  proposal: 'STANDING',
  not_out: 'STANDING_OFF',
  near_lapse: 'STANDING_ENDS',
  lapsed: 'STANDING_LAPSED',
  left: 'STANDING_LEFT',
  may_not: 'STANDING_ROLE',
} as const satisfies Readonly<Record<StandingNotice, string>>;

/** The ledger key of what a promoter is told of standing campaigns: of a date, or that they end with it. */
export function standingKey(notice: StandingNotice, date: string): string {
  return `${STANDING_PHASES[notice]}:${date}`;
}

/** What a ledger key tells of standing campaigns, and of which date; `null`: it is another key. */
export function standingNoticeOf(
  eventKey: string,
): { readonly notice: StandingNotice; readonly date: string } | null {
  const [phase, date = ''] = eventKey.split(':');
  const notice = STANDING_NOTICES.find((each) => STANDING_PHASES[each] === phase);
  return notice ? { notice, date } : null;
}

/** The ledger key of a dry run's job, which takes nobody's place on the evening. */
export function dryRunKey(campaignId: string, jobType: JobType): string {
  return `DRY:${campaignId}:${kindOf(jobType).phase}`;
}
