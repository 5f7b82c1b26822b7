import type { CampaignSchedule, LedgerKind } from './campaign.js';
import { asksToCome, JOB_TYPES, type JobType, kindOf } from './message-kinds.js';
import { clockFrom, clockOn, eveningAt, reminderMoment, type SessionTimes, sessionStart } from './evening.js';
import { ok, refuse, type Result } from './refusal.js';

const MINUTE = 60_000;

const SUMMARY_AFTER_FOLLOW_UP = 15 * MINUTE;

/** The moment a campaign is asked for (ms), and the session's times. */
export interface CampaignMoments extends SessionTimes {
  readonly now: number;
  /** From the end of the start job to the follow-up; `null`: there is none. */
  readonly followUpDelayMs: number | null;
  /** A start of its own (HH:MM or HH:MM:SS) in place of the planned one. */
  readonly ownStart?: string | null;
}

/** How far ahead a start of one's own has to be at least, in milliseconds. */
export const LEAST_AHEAD_MS = 2 * MINUTE;

/**
 * Derives tonight's moments from wall times, so that 21:00 is 21:00 on both sides of a clock change. The date is
 * the evening's ({@link eveningAt}). `reminderAt` is `null` when its moment has come or passed, and when a clock change would
 * push it to the start or beyond. From the start on: refused with `after_start`; a day the plan has no session on, with
 * `no_session`, unless there is an own start, which has to be {@link LEAST_AHEAD_MS} ahead.
 */
export function planCampaign({
  now,
  followUpDelayMs,
  ownStart = null,
  ...session
}: CampaignMoments): Result<CampaignSchedule> {
  const { timezone } = session;
  // Which evening a start of one's own is of, it says itself: half past midnight belongs to the one before.
  const date = eveningAt(now, ownStart === null ? session : { timezone, startTime: ownStart });
  const clock = ownStart === null ? clockOn(date, session) : clockFrom(ownStart, date, session);
  if (!clock) return refuse({ code: 'no_session', date });
  const startAt = sessionStart(date, { timezone, ...clock });
  if (ownStart !== null && startAt < now + LEAST_AHEAD_MS) return refuse({ code: 'start_too_near', startAt });
  if (now >= startAt) return refuse({ code: 'after_start', startAt });
  const reminderAt = reminderMoment(date, { timezone, ...clock });
  const stillToCome = now < reminderAt && reminderAt < startAt;
  const followUpAt = followUpDelayMs === null ? null : startAt + followUpDelayMs;
  return ok({
    date,
    timezone,
    reminderMoment: reminderAt,
    reminderAt: stillToCome ? reminderAt : null,
    startAt,
    followUpAt,
  });
}

/**
 * The instant (ms) from which a message of this kind is no longer worth sending, for a session that starts at
 * `startAt` (ms).
 */
export function lastUsefulMoment(jobType: JobType, startAt: number): number {
  return startAt + kindOf(jobType).usefulForMs;
}

/** The instant (ms) from which nobody is asked to come any more to a session that starts at `startAt` (ms). */
export function lastCallMoment(startAt: number): number {
  return Math.max(...JOB_TYPES.filter(asksToCome).map((jobType) => lastUsefulMoment(jobType, startAt)));
}

/**
 * How many of `people` get no turn before `expiresAt` (ms), the last useful moment, if calls leave evenly at
 * `perSecond` from `from` (ms) on.
 */
export function tooLateFor(
  people: number,
  perSecond: number,
  { from, expiresAt }: { readonly from: number; readonly expiresAt: number },
): number {
  const turns = Math.ceil(((expiresAt - from) * perSecond) / 1000);
  return Math.max(0, people - Math.max(0, turns));
}

/**
 * The instant (ms) from which no message of a job's row leaves: the job's last useful moment, or for a
 * follow-up's summary a while after its last nudge.
 */
export function lastMomentOf(kind: LedgerKind, { expiresAt }: { readonly expiresAt: number }): number {
  return kind === 'summary' ? expiresAt + SUMMARY_AFTER_FOLLOW_UP : expiresAt;
}

/**
 * Minutes from `now` until `instant` (both ms), rounded to the nearest whole one, negative once it is over. Never 0
 * while the instant is still ahead: "in 0 minutes" reads as too late.
 */
export function minutesUntil(instant: number, now: number): number {
  const minutes = Math.round((instant - now) / MINUTE);
  if (instant > now) return Math.max(1, minutes);
  return minutes === 0 ? 0 : minutes; // Math.round gives -0 just after the instant
}
