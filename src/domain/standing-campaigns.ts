import { clockOn, reminderMoment, type SessionTimes, sessionStart } from './evening.js';
import { localDate, wallTime } from './local-time.js';
import { isRenewalDue } from './standing-answers.js';

const MINUTE = 60_000;

/** So long before the pings go out promoters are told that they will. */
export const TOLD_BEFORE_MS = 30 * MINUTE;
/** So long at least a promoter who is told has to say no. */
export const VETO_MS = 10 * MINUTE;
/** So long before they go out the campaign is made, so that its reminder is still to come. */
export const MADE_BEFORE_MS = MINUTE;
/** From this hour on (by the clocks of the community) promoters are told that a standing campaign lapses, or has. */
export const NOTICE_HOUR = 12;

/** What a standing campaign asks for every week on its weekday, in the name of the promoter who set it. */
export interface StandingWish {
  /** A Discord id. */
  readonly setBy: string;
  readonly includeAvailable: boolean;
  readonly includeMaybe: boolean;
}

/** The standing campaign of a weekday. */
export interface StandingCampaign extends StandingWish {
  /** The last date (`YYYY-MM-DD`) it counts for, unless a promoter keeps it. */
  readonly until: string;
}

/** The moments of a date on which a standing campaign may go out; all in milliseconds. */
export interface GoingOut {
  /** From then on promoters are told. */
  readonly tellFrom: number;
  /** From then on nobody who is told would have time to say no. */
  readonly tellUntil: number;
  /** When the first message leaves. */
  readonly at: number;
  readonly startAt: number;
}

/** Why a standing campaign that promoters were told of does not go out. */
export const NOT_OUT_REASONS = [
  'stopped',
  'changed',
  'taken',
  'switched_off',
  'nobody_told',
  'too_few',
  'nobody_to_call',
  'no_session',
  'too_late',
  'left',
  'may_not',
  'restored',
] as const;
export type NotOutReason = (typeof NOT_OUT_REASONS)[number];

/**
 * What promoters are told: that it goes out, that it does not after all, that all of them lapse soon or have, and that those
 * of somebody have ended who has left the server, or may not promote any more.
 */
export const STANDING_NOTICES = ['proposal', 'not_out', 'near_lapse', 'lapsed', 'left', 'may_not'] as const;
export type StandingNotice = (typeof STANDING_NOTICES)[number];

/** What Discord and the player's link say of whoever set it. `unknown`: nothing now. */
export type Setter = 'may' | 'may_not' | 'left' | 'unknown';

/** A standing campaign that promoters are being told of, and that nobody has stopped. */
export interface Proposal extends StandingWish {
  /** When promoters were told that it goes out (ms). */
  readonly at: number;
}

/** Everything the decision about a date goes by. */
export interface StandingSituation {
  readonly date: string;
  /** `null`: there is no session that day. */
  readonly goingOut: GoingOut | null;
  /** That of the date's weekday; `null`: there is none. */
  readonly standing: StandingCampaign | null;
  readonly proposal: Proposal | null;
  /** It went out, or will not. */
  readonly isSettled: boolean;
  /** A promoter has planned the evening already, or has called it off. */
  readonly isTaken: boolean;
  /** A restore does not know what became of it. */
  readonly isLost: boolean;
  /** Messages are paused or switched off. */
  readonly isSwitchedOff: boolean;
  readonly looking: number;
  /** So many have to be looking for a game. */
  readonly threshold: number;
  /** So many promoters surely have the message that it goes out. */
  readonly told: number;
  readonly setter: Setter;
}

/** What is done about a date now. */
export type StandingDecision =
  | { readonly kind: 'nothing' }
  /** Promoters are told that it goes out. */
  | { readonly kind: 'propose' }
  /** The campaign is made. */
  | { readonly kind: 'make' }
  /** Promoters were told, and it does not go out. */
  | { readonly kind: 'drop'; readonly reason: NotOutReason }
  /** Whoever set it may not promote any more: everything they have set ends, and a proposal with it. */
  | { readonly kind: 'end'; readonly reason: 'left' | 'may_not' };

const NOTHING = { kind: 'nothing' } as const;

/** When the pings of a date go out and promoters are told of them; `null`: there is no session. */
export function goingOutOn(date: string, session: SessionTimes): GoingOut | null {
  const clock = clockOn(date, session);
  if (!clock) return null;
  const { timezone } = session;
  const startAt = sessionStart(date, { timezone, ...clock });
  // Where a change of the clocks takes the reminder away, the start message is the first.
  const at = Math.min(reminderMoment(date, { timezone, ...clock }), startAt);
  return { tellFrom: at - TOLD_BEFORE_MS, tellUntil: at - VETO_MS, at, startAt };
}

/**
 * What is done about a date's standing campaign at a moment (ms). Whoever asks again and again, at whatever moments, proposes
 * and makes it at most once, as long as they put on record what it says.
 */
export function decideStanding(now: number, situation: StandingSituation): StandingDecision {
  if (situation.isSettled) return NOTHING;
  return situation.proposal ? proposed(now, situation, situation.proposal) : unproposed(now, situation);
}

/** Whether a standing campaign counts for a date. */
export function countsFor(date: string, standing: StandingCampaign | null): standing is StandingCampaign {
  return standing !== null && date <= standing.until;
}

/** Whether promoters are to be told now that standing campaigns end with a date, if nobody keeps them. */
export function isLapseNear(now: number, until: string, timezone: string): boolean {
  const today = localDate(now, timezone);
  return isNoticeTime(now, timezone) && isRenewalDue(until, today);
}

/** Whether standing campaigns that counted until a date are over, and promoters may be told so. */
export function hasLapsed(now: number, until: string, timezone: string): boolean {
  return isNoticeTime(now, timezone) && localDate(now, timezone) > until;
}

function unproposed(now: number, situation: StandingSituation): StandingDecision {
  const { date, goingOut, standing, isTaken, isLost, isSwitchedOff, looking, threshold, setter } = situation;
  if (!goingOut || !countsFor(date, standing) || isTaken || isLost || isSwitchedOff) return NOTHING;
  if (now < goingOut.tellFrom || now >= goingOut.tellUntil) return NOTHING;
  if (setter === 'left' || setter === 'may_not') return { kind: 'end', reason: setter };
  return setter === 'may' && looking >= threshold ? { kind: 'propose' } : NOTHING;
}

function proposed(now: number, situation: StandingSituation, proposal: Proposal): StandingDecision {
  const { goingOut, standing, isTaken, isSwitchedOff, looking, threshold, told, setter } = situation;
  const drop = (reason: NotOutReason): StandingDecision => ({ kind: 'drop', reason });
  if (situation.isLost) return drop('restored');
  if (!goingOut) return drop('no_session');
  if (now >= goingOut.startAt) return drop('too_late');
  if (!isSameWish(standing, proposal)) return drop('changed');
  if (isTaken) return drop('taken');
  // Never before the moment that promoters were told.
  if (now < Math.max(proposal.at, goingOut.at) - MADE_BEFORE_MS) return NOTHING;
  if (isSwitchedOff) return drop('switched_off');
  if (told === 0) return drop('nobody_told');
  if (looking < threshold) return drop('too_few');
  if (setter === 'left' || setter === 'may_not') return { kind: 'end', reason: setter };
  return setter === 'may' ? { kind: 'make' } : NOTHING;
}

function isSameWish(standing: StandingCampaign | null, wish: StandingWish): boolean {
  return (
    standing !== null &&
    standing.setBy === wish.setBy &&
    standing.includeAvailable === wish.includeAvailable &&
    standing.includeMaybe === wish.includeMaybe
  );
}

function isNoticeTime(now: number, timezone: string): boolean {
  return Number(wallTime(now, timezone).slice(0, 2)) >= NOTICE_HOUR;
}
