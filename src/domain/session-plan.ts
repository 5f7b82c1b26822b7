/** Clocks show this when nobody still means yesterday's evening: a session before it belongs to the date before. */
export const NIGHT_ENDS = '06:00';

/** As a plan names them, in the order of `Date.getUTCDay`. */
export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** When a session starts and its reminder comes, by the clocks on the wall (HH:MM or HH:MM:SS). */
export interface SessionClock {
  readonly startTime: string;
  readonly reminderTime: string;
}

/** What a plan says of a day; a reminder of `null` comes as long before the start as on any other day. */
export type PlannedSession = Pick<SessionClock, 'startTime'> & { readonly reminderTime: string | null };

/** The days that have a session; the others have none. */
export type SessionPlan = Readonly<Partial<Record<Weekday, PlannedSession>>>;

const SECONDS_A_DAY = 24 * 60 * 60;

/** The weekday of a date (`YYYY-MM-DD`). */
export function weekdayOf(date: string): Weekday {
  return WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? 'sun';
}

/** Whether an evening's reminder comes before its session, by clocks that nobody changes meanwhile. */
export function isBeforeStart(reminderTime: string, startTime: string): boolean {
  if (!isInNight(startTime)) return reminderTime < startTime;
  return !isInNight(reminderTime) || reminderTime < startTime;
}

/** Whether a session at this time belongs to the evening before it. */
export function isInNight(time: string): boolean {
  return time < NIGHT_ENDS;
}

/**
 * The reminder's time for a session that starts at `startTime`: as long before it as `usual` has it, but not before the
 * evening's date begins, or, for a session after midnight, before its night has ended.
 */
export function reminderBefore(startTime: string, usual: SessionClock): string {
  // Before a session that is not in the night, a reminder at two is of the morning of its date.
  const reminder = isInNight(usual.startTime) ? secondsOf(usual.reminderTime) : ofDay(usual.reminderTime);
  const lead = secondsOf(usual.startTime) - reminder;
  const earliest = isInNight(startTime) ? ofDay(NIGHT_ENDS) : 0;
  return clockAt(Math.max(earliest, secondsOf(startTime) - lead));
}

/** The reminder's time where nobody set one: a quarter of an hour before the start. */
export function usualReminder(startTime: string): string {
  return reminderBefore(startTime, { startTime: '21:00:00', reminderTime: '20:45:00' });
}

/** Seconds from the start of the evening's date; what is in the night comes after the rest of the day. */
function secondsOf(time: string): number {
  return isInNight(time) ? ofDay(time) + SECONDS_A_DAY : ofDay(time);
}

function ofDay(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * 60 + seconds;
}

function clockAt(seconds: number): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  const left = seconds % SECONDS_A_DAY;
  return [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60].map(two).join(':');
}

/** A time of day as people write it: without its seconds where there are none. */
export function shortTime(time: string): string {
  return time.replace(/^(\d\d:\d\d):00$/, '$1');
}
