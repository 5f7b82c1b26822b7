import { addDays, instantOf, localDate, wallTime } from './local-time.js';

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

/** How long before the session people are reminded, unless somebody set another time: in minutes. */
const REMINDED_BEFORE_MINUTES = 15;

/** The reminder's wall time (`HH:MM:SS`) where nobody set one: a quarter of an hour before the start (`HH:MM:SS`). */
export function usualReminder(startTime: string): string {
  const [hours = 0, minutes = 0, seconds = 0] = startTime.split(':').map(Number);
  const minuteOfDay = (hours * 60 + minutes - REMINDED_BEFORE_MINUTES + 1_440) % 1_440;
  return [Math.floor(minuteOfDay / 60), minuteOfDay % 60, seconds]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

/** An evening in words, for whoever runs Muster: "reminder 20:45, start 21:00 in Europe/Ljubljana; it is 16:14 there now". */
export function eveningInWords({ reminderTime, startTime, timezone }: SessionTimes, now: number): string {
  const short = (time: string): string => time.replace(/^(\d\d:\d\d):00$/, '$1');
  const times = `reminder ${short(reminderTime)}, start ${short(startTime)} in ${timezone}`;
  return `${times}; it is ${wallTime(now, timezone)} there now`;
}

function isInNight(time: string): boolean {
  return time < NIGHT_ENDS;
}
