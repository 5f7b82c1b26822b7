import type { AvailabilityStatus } from './availability.js';
import { addDays, daysBetween } from './local-time.js';
import { type Weekday, WEEKDAYS, weekdayOf } from './session-plan.js';

/** What somebody may say about a weekday for good. Nobody looks for a game on evenings they have not thought of. */
export const WEEKLY_STATUSES = ['AVAILABLE', 'MAYBE'] as const satisfies readonly AvailabilityStatus[];
export type WeeklyStatus = (typeof WEEKLY_STATUSES)[number];

/** Weekdays as a week is shown. */
export const WEEK: readonly Weekday[] = [...WEEKDAYS.slice(1), ...WEEKDAYS.slice(0, 1)];

/** For so many days weekly answers count, the day they were given or kept among them: eight weeks. */
export const WEEKLY_DAYS = 56;
/** In their last days, so many, their person is asked whether to keep them. */
export const RENEWAL_DAYS = 7;

/** What somebody says about a weekday, and the dates (`YYYY-MM-DD`, both included) between which it counts. */
export interface WeeklyAnswer {
  readonly status: WeeklyStatus;
  readonly from: string;
  readonly until: string;
}

/** What somebody says about the weekdays. All of it lapses together. */
export type WeeklyAnswers = Readonly<Partial<Record<Weekday, WeeklyAnswer>>>;

/** The dates (`YYYY-MM-DD`, both included) between which somebody is away. */
export interface Away {
  readonly from: string;
  readonly until: string;
}

/** What somebody says for longer than a date: about weekdays, lapsed or not, and when they are away. */
export interface Standing {
  readonly week: WeeklyAnswers;
  readonly away: Away | null;
}

/** What somebody has said that matters on a date. */
export interface SaidOfDate {
  /** About the date itself; `null`: nothing. */
  readonly said: AvailabilityStatus | null;
  /** About its weekday; `null`: nothing. */
  readonly weekly: WeeklyAnswer | null;
  readonly away: Away | null;
}

/** What somebody's answer for a date is, and where it comes from. */
export type EffectiveAnswer =
  | { readonly origin: 'said'; readonly status: AvailabilityStatus }
  | { readonly origin: 'weekly'; readonly status: WeeklyStatus }
  | { readonly origin: 'away' | 'none'; readonly status: null };

/**
 * The answer of somebody for a date: what they said about it; else nothing while they are away; else what they say about
 * its weekday, as long as that counts. The stores count by the same rule in SQL, and are held to this by a property.
 */
export function effectiveAnswer(date: string, { said, weekly, away }: SaidOfDate): EffectiveAnswer {
  if (said !== null) return { origin: 'said', status: said };
  if (away && isWithin(date, away)) return { origin: 'away', status: null };
  return weekly && isWithin(date, weekly)
    ? { origin: 'weekly', status: weekly.status }
    : { origin: 'none', status: null };
}

/** {@link effectiveAnswer} of a whole week's answers. */
export function answerOn(
  date: string,
  { said, week, away }: Standing & Pick<SaidOfDate, 'said'>,
): EffectiveAnswer {
  return effectiveAnswer(date, { said, weekly: week[weekdayOf(date)] ?? null, away });
}

/** What is said about weekdays: a status, or that nothing is any more. */
export type WeeklyChanges = Readonly<Partial<Record<Weekday, WeeklyStatus | null>>>;

/**
 * The week after changes on a day. Whoever says something new looks at all of it, so all of it counts for eight weeks from
 * that day, and without any change it is kept; what is only taken back leaves the rest as it is. A weekday that says the same
 * again keeps the day it began.
 */
export function changedWeek(week: WeeklyAnswers, changes: WeeklyChanges, today: string): WeeklyAnswers {
  const isOut = Object.keys(changes).length > 0 && isTakenBack(changes);
  const after = WEEK.flatMap((day): [Weekday, WeeklyAnswer][] => {
    const had = inForce(week[day], today);
    const status = changes[day] === undefined ? had?.status : changes[day];
    if (status == null) return [];
    const from = had?.status === status ? had.from : today;
    return [[day, { status, from, until: isOut && had ? had.until : weeklyUntil(today) }]];
  });
  return Object.fromEntries(after);
}

/** Whether changes only take something back: then they are a way out. */
export function isTakenBack(changes: WeeklyChanges): boolean {
  return Object.values(changes).every((status) => status === null);
}

/** The last date on which weekly answers count that are given or kept on a day. */
export function weeklyUntil(today: string): string {
  return addDays(today, WEEKLY_DAYS - 1);
}

/** The last date on which somebody's weekly answers count; `null`: they have none, or those have lapsed before a day. */
export function endOfWeekly(week: WeeklyAnswers, today: string): string | null {
  const ends = Object.values(week).map(({ until }) => until);
  const end = ends.sort().at(-1);
  return end === undefined || end < today ? null : end;
}

/** Whether weekly answers that count until a date are to be kept or let go, on a day of their last week. */
export function isRenewalDue(until: string | null, today: string): boolean {
  if (until === null) return false;
  const left = daysBetween(today, until);
  return left >= 0 && left < RENEWAL_DAYS;
}

/**
 * Whether somebody who wants to be asked is asked whether they play on a date: who has said nothing about it and is not away;
 * and once in the last week of their weekly answers, even where one of these counts that day. `lastAsked`: the date they were
 * asked about last; `null`: none.
 */
export function isToBeAsked(date: string, of: SaidOfDate, lastAsked: string | null): boolean {
  const { origin } = effectiveAnswer(date, of);
  if (origin !== 'weekly') return origin === 'none';
  const until = of.weekly?.until ?? null;
  if (until === null || !isRenewalDue(until, date)) return false;
  return lastAsked === null || lastAsked >= date || lastAsked < lastWeekFrom(until);
}

/** The first day of the last week of answers that count until a date. */
export function lastWeekFrom(until: string): string {
  return addDays(until, 1 - RENEWAL_DAYS);
}

function inForce(answer: WeeklyAnswer | undefined, today: string): WeeklyAnswer | null {
  return answer && answer.until >= today ? answer : null;
}

function isWithin(date: string, { from, until }: { readonly from: string; readonly until: string }): boolean {
  return from <= date && date <= until;
}
