import { addDays, instantOf, localDate, wallTime } from './local-time.js';
import {
  isInNight,
  reminderBefore,
  type SessionClock,
  type SessionPlan,
  shortTime,
  weekdayOf,
} from './session-plan.js';

const MINUTE = 60_000;

/** How long after its start anything about a session is worth saying, in ms: the last useful moment of a follow-up. */
export const EVENING_GOES_ON_MS = 45 * MINUTE;

/** The deployment's zone (IANA) and the session's wall time (`HH:MM` or `HH:MM:SS`). */
export interface SessionTime {
  readonly timezone: string;
  readonly startTime: string;
  /** Where there is one it says which days have a session, and when; `startTime` is then that of no day. */
  readonly plan?: SessionPlan | null;
  /** The starts campaigns have of their own. */
  readonly ownStarts?: { on(date: string): number | null };
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
  const last = Math.max(plannedStart(before, session) ?? 0, session.ownStarts?.on(before) ?? 0);
  return now < last + EVENING_GOES_ON_MS ? before : date;
}

/** When the session of an evening is planned to start (ms); `null`: there is none that day. */
export function plannedStart(evening: string, session: SessionTime): number | null {
  const { plan, startTime, timezone } = session;
  const planned = plan ? plan[weekdayOf(evening)] : { startTime };
  return planned ? sessionStart(evening, { startTime: planned.startTime, timezone }) : null;
}

/** When the session of an evening starts (ms): at the moment a campaign has of its own, else as it is planned. */
export function startOn(evening: string, session: SessionTime): number | null {
  return session.ownStarts?.on(evening) ?? plannedStart(evening, session);
}

/** When the session of an evening that the plan has one for starts (ms); `null`: it has none, whatever a campaign does. */
export function plannedSessionOn(evening: string, session: SessionTime): number | null {
  return plannedStart(evening, session) === null ? null : startOn(evening, session);
}

/** By which clocks the session of an evening is planned; `null`: there is none that day. */
export function clockOn(evening: string, session: SessionTimes): SessionClock | null {
  const { plan, startTime, reminderTime } = session;
  if (!plan) return { startTime, reminderTime };
  const planned = plan[weekdayOf(evening)];
  if (!planned) return null;
  return {
    startTime: planned.startTime,
    reminderTime: planned.reminderTime ?? reminderBefore(planned.startTime, session),
  };
}

/**
 * By which clocks an evening's session is when it starts at `startTime` instead: the reminder comes as long before it as
 * the plan has it that day, or where there is no session, as on any other day.
 */
export function clockFrom(startTime: string, evening: string, session: SessionTimes): SessionClock {
  return { startTime, reminderTime: reminderBefore(startTime, clockOn(evening, session) ?? session) };
}

/** The instant (ms) at which the session of an evening starts: before {@link NIGHT_ENDS}, in the night after its date. */
export function sessionStart(
  evening: string,
  { startTime, timezone }: Pick<SessionTime, 'startTime' | 'timezone'>,
): number {
  return instantOf(isInNight(startTime) ? addDays(evening, 1) : evening, startTime, timezone);
}

/** The instant (ms) at which a day's board is posted by itself. */
export function boardMoment(
  date: string,
  { boardTime, timezone }: { readonly boardTime: string; readonly timezone: string },
): number {
  return instantOf(date, boardTime, timezone);
}

/** The instant (ms) of an evening's reminder: in the night after its date only where the session is, too. */
export function reminderMoment(
  evening: string,
  { reminderTime, startTime, timezone }: Pick<SessionTimes, 'reminderTime' | 'startTime' | 'timezone'>,
): number {
  const isAfterMidnight = isInNight(startTime) && isInNight(reminderTime);
  return instantOf(isAfterMidnight ? addDays(evening, 1) : evening, reminderTime, timezone);
}

/** An evening in words, for whoever runs Muster: "reminder 20:45, start 21:00 in Europe/Ljubljana; it is 16:14 there now". */
export function eveningInWords(session: SessionTimes, now: number): string {
  const { timezone } = session;
  const clock = clockOn(eveningAt(now, session), session);
  const times = clock
    ? `reminder ${shortTime(clock.reminderTime)}, start ${shortTime(clock.startTime)} in ${timezone}`
    : `no session today in ${timezone}`;
  return `${times}; it is ${wallTime(now, timezone)} there now`;
}
