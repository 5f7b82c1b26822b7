import { addDays, daysBetween, isLocalDate } from '../domain/local-time.js';
import { ok, refuse, type Result } from '../domain/refusal.js';
import type { Weekday } from '../domain/session-plan.js';
import { WEEK } from '../domain/standing-answers.js';
import { LANGUAGES } from './languages.js';
import { plainSmallLetters } from './plain-letters.js';
import type { NamedDay, TypedWords, WordsFor } from './texts/typed.js';

/** Which of the days that somebody can mean is taken: the next one, or the last one. Today is both. */
export type Toward = 'next' | 'last';

const DOTTED_DATE = /^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})$/;
/** `28 November`, `Saturday, 28. November 2026`, `November 28th`. */
const SPOKEN_DATE =
  /^(?:(\p{L}+)\.?,? +)?(?:(\d{1,2})(?:\.|st|nd|rd|th)? +(\p{L}+)|(\p{L}+) +(\d{1,2})(?:st|nd|rd|th)?)\.?,?(?: +(\d{4}))?$/u;
const DAYS_AHEAD: Readonly<Record<NamedDay, number>> = { yesterday: -1, today: 0, tomorrow: 1 };
/** Leap days are the rarest of days: from one to the next it is eight years at most. */
const MOST_YEARS = 8;

const DAY_NAMES = numbered((typed) =>
  (['yesterday', 'today', 'tomorrow'] as const).map((day) => [typed.days[day], DAYS_AHEAD[day]]),
);
/** From Monday, which is 0. */
const WEEKDAYS = numbered(({ weekdays }) => weekdays.map((names, index) => [names, index]));
/** What joins the last of several. */
const AND: ReadonlySet<string> = new Set([...LANGUAGES.values()].flatMap(({ typed }) => typed.and));
/** From January, which is 1. */
const MONTHS = numbered(({ months }) => months.map((names, index) => [names, index + 1]));

/**
 * Reads a date as people give it, in any case, with or without marks on letters and spaces around it: `YYYY-MM-DD`, `31.12.2026`, `31 December` with or
 * without weekday and year, and what a language calls today, tomorrow, yesterday and the weekdays. What can be several
 * days is the nearest of them `toward` the next or the last. Nothing given means `today`. Anything else is refused with
 * `invalid_date`; whether the date is past is not asked.
 */
export function parseDateInput(
  input: string | undefined,
  today: string,
  toward: Toward = 'next',
): Result<string> {
  if (input === undefined) return ok(today);
  const text = plainSmallLetters(input).trim();
  const date = namedDay(text, today, toward) ?? spokenDate(text, today, toward) ?? writtenDate(text);
  return isLocalDate(date) ? ok(date) : refuse({ code: 'invalid_date', input });
}

/**
 * Reads weekdays as people list them: what a language calls them, whole or short, with spaces, commas or words such as "and"
 * between; from Monday on, each once. Anything else is refused with `invalid_weekdays`, and so is nothing.
 */
export function parseWeekdaysInput(input: string): Result<Weekday[]> {
  const words = plainSmallLetters(input)
    .split(/[\s,;/+&]+/)
    .map((word) => word.replace(/\.$/, ''))
    .filter((word) => word !== '' && !AND.has(word));
  const named = words.map((word) => WEEKDAYS.get(word));
  return words.length === 0 || named.includes(undefined)
    ? refuse({ code: 'invalid_weekdays', input })
    : ok(WEEK.filter((_, index) => named.includes(index)));
}

function namedDay(text: string, today: string, toward: Toward): string | null {
  const days = DAY_NAMES.get(text);
  if (days !== undefined) return addDays(today, days);
  const weekday = WEEKDAYS.get(text.replace(/\.$/, ''));
  if (weekday === undefined) return null;
  const ahead = (weekday - weekdayOf(today) + 7) % 7;
  return addDays(today, toward === 'last' && ahead > 0 ? ahead - 7 : ahead);
}

function spokenDate(text: string, today: string, toward: Toward): string | null {
  const [match, weekday, day = '', month = '', monthFirst = month, dayLast = day, year] =
    SPOKEN_DATE.exec(text) ?? [];
  const monthNumber = MONTHS.get(monthFirst);
  if (match === undefined || monthNumber === undefined) return null;
  if (weekday !== undefined && !WEEKDAYS.has(weekday)) return null;
  const inYear = (of: number): string =>
    `${String(of)}-${String(monthNumber).padStart(2, '0')}-${dayLast.padStart(2, '0')}`;
  const thisYear = Number(today.slice(0, 4));
  const years = year
    ? [Number(year)]
    : Array.from({ length: MOST_YEARS + 1 }, (_, n) => thisYear + (toward === 'next' ? n : -n));
  const isToward = (date: string): boolean =>
    year !== undefined || (toward === 'next' ? daysBetween(today, date) >= 0 : daysBetween(date, today) >= 0);
  const date = years.map(inYear).find((each) => isLocalDate(each) && isToward(each));
  if (date === undefined) return null;
  // A weekday that is not the day's own is a slip, and which of the two was meant nobody can tell.
  return weekday === undefined || weekdayOf(date) === WEEKDAYS.get(weekday) ? date : null;
}

function writtenDate(text: string): string {
  const [, day = '', month = '', year = ''] = DOTTED_DATE.exec(text) ?? [];
  return year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text;
}

/** From Monday, which is 0. */
function weekdayOf(date: string): number {
  return (new Date(`${date}T00:00:00.000Z`).getUTCDay() + 6) % 7;
}

/** Words by what they stand for, in every language; the first language with a word says what it means. */
function numbered(
  of: (typed: TypedWords) => readonly (readonly [WordsFor, number])[],
): ReadonlyMap<string, number> {
  return new Map(
    [...LANGUAGES.values()]
      .flatMap(({ typed }) =>
        of(typed).flatMap(([names, number]) =>
          names.map((name): [string, number] => [plainSmallLetters(name), number]),
        ),
      )
      .reverse(),
  );
}
