import { addDays, instantOf, localDate } from './local-time.js';

const MINUTE = 60_000;

/** How long after its start anything about a session is worth saying, in ms: the last useful moment of a follow-up. */
export const EVENING_GOES_ON_MS = 45 * MINUTE;

/** By this time nobody still means yesterday's evening; an earlier session belongs to the date before. */
export const NIGHT_ENDS = '06:00';

/** The deployment's zone (IANA) and the session's wall time (`HH:MM` or `HH:MM:SS`). */
export interface SessionTime {
  readonly timezone: string;
  readonly startTime: string;
}

/** The same, with the reminder's wall time. */
export interface SessionTimes extends SessionTime {
  readonly reminderTime: string;
}

/**
 * The date (`YYYY-MM-DD`) that "today" and "tonight" mean at `now` (ms): of the evening that still runs, else
 * of the calendar. A player at 00:30 on "Friday night" signs up for Friday; until three quarters of an hour
 * after the start, today is that Friday, before and after midnight.
 *
 * Every door asks here, so that all of them mean the same evening.
 */
export function eveningAt(now: number, session: SessionTime): string {
  const date = localDate(now, session.timezone);
  const before = addDays(date, -1);
  return now < sessionStart(before, session) + EVENING_GOES_ON_MS ? before : date;
}

/** The instant (ms) at which the session of an evening starts: before {@link NIGHT_ENDS}, in the night after its date. */
export function sessionStart(evening: string, { startTime, timezone }: SessionTime): number {
  return instantOf(isInNight(startTime) ? addDays(evening, 1) : evening, startTime, timezone);
}

/** The instant (ms) of an evening's reminder: in the night after its date only where the session is, too. */
export function reminderMoment(evening: string, { reminderTime, startTime, timezone }: SessionTimes): number {
  const isAfterMidnight = isInNight(startTime) && isInNight(reminderTime);
  return instantOf(isAfterMidnight ? addDays(evening, 1) : evening, reminderTime, timezone);
}

/** Whether an evening's reminder comes before its session, if no clock changes in between. */
export function isBeforeStart(reminderTime: string, startTime: string): boolean {
  if (!isInNight(startTime)) return reminderTime < startTime;
  return !isInNight(reminderTime) || reminderTime < startTime;
}

function isInNight(time: string): boolean {
  return time < NIGHT_ENDS;
}
