import { daysAfter } from '../format.js';

/** How many days back the page shows what people said. */
export const DAYS_BACK = 31;
/** How many days ahead the page shows, and takes answers for. */
export const DAYS_AHEAD = 90;

/** The days the months show, both included; dates are `YYYY-MM-DD`. */
export interface Range {
  readonly from: string;
  readonly to: string;
}

/** What the months reach over, seen from `today`. */
export function rangeAround(today: string): Range {
  return { from: daysAfter(today, -DAYS_BACK), to: daysAfter(today, DAYS_AHEAD) };
}

/** The month of a date: `YYYY-MM`. */
export function monthOf(date: string): string {
  return date.slice(0, 'YYYY-MM'.length);
}

/** The month so many months after another, both as `YYYY-MM`. */
export function monthsAfter(month: string, months: number): string {
  const moment = new Date(`${month}-01T12:00:00.000Z`);
  moment.setUTCMonth(moment.getUTCMonth() + months);
  return monthOf(moment.toISOString());
}

/**
 * The weeks of a month, seven days each, as calendars show them: `null` where a day is of another month. `firstWeekday` is the day
 * a week begins with; 0 is Sunday.
 */
export function weeksOf(month: string, firstWeekday: number): (string | null)[][] {
  const first = `${month}-01`;
  const before = (new Date(`${first}T12:00:00.000Z`).getUTCDay() - firstWeekday + 7) % 7;
  const weeks: (string | null)[][] = [];
  for (let day = daysAfter(first, -before); monthOf(day) <= month; day = daysAfter(day, 7)) {
    weeks.push(
      Array.from({ length: 7 }, (_, index) => daysAfter(day, index)).map((date) =>
        monthOf(date) === month ? date : null,
      ),
    );
  }
  return weeks;
}
