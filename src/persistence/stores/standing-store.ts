import type { AvailabilityStatus } from '../../domain/availability.js';
import { addDays, daysBetween } from '../../domain/local-time.js';
import { type Weekday, WEEKDAYS, weekdayOf } from '../../domain/session-plan.js';
import {
  answerOn,
  type Away,
  type EffectiveAnswer,
  type Standing,
  type WeeklyAnswer,
  type WeeklyAnswers,
} from '../../domain/standing-answers.js';
import type { Tx, View } from '../engine/database.js';
import type { AbsenceRow } from '../entities/absence.js';
import type { WeeklyAnswerRow } from '../entities/weekly-answer.js';
import { toText } from '../instants.js';

/** A weekday as it is kept: 0 is Sunday. */
export function weekdayNumber(day: Weekday): number {
  return WEEKDAYS.indexOf(day);
}

/**
 * The number of a date's weekday, in SQL of both engines; `date`: SQL of a text such as `2026-03-10`. Sakamoto's rule, which
 * counts years from March on.
 */
function weekdayIn(date: string): string {
  const part = (from: number, length: number): string =>
    `CAST(substr(${date}, ${from}, ${length}) AS INTEGER)`;
  const year = `(${part(1, 4)} - CASE WHEN substr(${date}, 6, 2) < '03' THEN 1 ELSE 0 END)`;
  const month = `CAST(substr('032503514624', ${part(6, 2)}, 1) AS INTEGER)`;
  return `((${year} + ${year} / 4 - ${year} / 100 + ${year} / 400 + ${month} + ${part(9, 2)}) % 7)`;
}

/**
 * Whether row `w` of `availability_weekly_answers` is its person's answer for a date, as `effectiveAnswer` of the domain
 * decides; `date`: SQL that names the date.
 */
export function weeklyCountsOn(date: string): string {
  return `w.weekday = ${weekdayIn(date)} AND w.counts_from <= ${date} AND w.counts_until >= ${date}
    AND NOT EXISTS (SELECT 1 FROM availability_entries x WHERE x.user_id = w.user_id AND x.entry_date = ${date})
    AND NOT EXISTS (SELECT 1 FROM availability_absences b
      WHERE b.user_id = w.user_id AND b.away_from <= ${date} AND b.away_until >= ${date})`;
}

/**
 * Everybody's answers on the dates of `day(date)`, a table that the statement begins with: those they said, and for the
 * others their weekly ones, which `weekly` marks by a 1.
 */
export const ANSWERS_OF_DAY = `(
  SELECT day.date, e.id, e.user_id, e.user_name, e.status, e.created_at, 0 AS weekly
    FROM day JOIN availability_entries e ON e.entry_date = day.date
  UNION ALL
  SELECT day.date, w.user_id, w.user_id, w.user_name, w.status, w.created_at, 1
    FROM day JOIN availability_weekly_answers w ON ${weeklyCountsOn('day.date')})`;

/** How many dates a statement is prepared for: with these few, whatever stretch is asked for finds one that is kept. */
const STRETCHES = [1, 15, 62, 180];
/** Takes the place of a date where there are fewer: nobody said anything about it. */
const NO_DATE = '0001-01-01';

/** The table `day(date)` of the dates between two (both included), as the beginning of a statement, and its parameters. */
export function daysBetweenIn(
  from: string,
  to: string,
): { readonly table: string; readonly parameters: readonly string[] } {
  const dates = Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => addDays(from, index));
  const size = STRETCHES.find((stretch) => stretch >= dates.length) ?? dates.length;
  const rows = Array.from({ length: size }, () => '(CAST(? AS TEXT))').join(', ');
  const parameters = Array.from({ length: size }, (_, index) => dates[index] ?? NO_DATE);
  return { table: `WITH day(date) AS (VALUES ${rows})`, parameters };
}

/** What somebody says about weekdays, and when they are away. */
export async function findStanding(view: View, userId: string): Promise<Standing> {
  const rows: WeeklyAnswerRow[] = await view.sql`
    SELECT * FROM availability_weekly_answers WHERE user_id = ${userId}`;
  const [absence]: AbsenceRow[] = await view.sql`
    SELECT * FROM availability_absences WHERE user_id = ${userId}`;
  const week = rows.map((row): [Weekday, WeeklyAnswer] => [
    WEEKDAYS[row.weekday] ?? 'sun',
    { status: row.status, from: row.counts_from, until: row.counts_until },
  ]);
  const away = absence ? { from: absence.away_from, until: absence.away_until } : null;
  return { week: Object.fromEntries(week), away };
}

/** A person's answer for a date. */
export async function answerFor(view: View, userId: string, date: string): Promise<EffectiveAnswer> {
  const [entry]: { status: AvailabilityStatus }[] = await view.sql`
    SELECT status FROM availability_entries WHERE user_id = ${userId} AND entry_date = ${date}`;
  return answerOn(date, { said: entry?.status ?? null, ...(await findStanding(view, userId)) });
}

/** Keeps what somebody says about weekdays, in place of what they said; each keeps the moment since when it says so. */
export async function saveWeek(
  tx: Tx,
  userId: string,
  userName: string,
  week: WeeklyAnswers,
  now: number,
): Promise<void> {
  const at = toText(now);
  for (const day of WEEKDAYS) {
    const answer = week[day];
    const weekday = weekdayNumber(day);
    if (!answer) {
      await tx.sql`
        DELETE FROM availability_weekly_answers WHERE user_id = ${userId} AND weekday = ${weekday}`;
      continue;
    }
    const { status, from, until } = answer;
    await tx.sql`
      INSERT INTO availability_weekly_answers
        (user_id, weekday, user_name, status, counts_from, counts_until, created_at, updated_at)
      VALUES (${userId}, ${weekday}, ${userName}, ${status}, ${from}, ${until}, ${at}, ${at})
      ON CONFLICT (user_id, weekday) DO UPDATE SET user_name = excluded.user_name, status = excluded.status,
        counts_from = excluded.counts_from, counts_until = excluded.counts_until, updated_at =
        CASE WHEN availability_weekly_answers.status = excluded.status
          AND availability_weekly_answers.counts_from = excluded.counts_from
          THEN availability_weekly_answers.updated_at ELSE excluded.updated_at END`;
  }
}

/** The name under which somebody has an answer for the weekday of a date, whether it counts or not; `null`: they have none. */
export async function nameInWeek(view: View, userId: string, date: string): Promise<string | null> {
  const rows: { user_name: string }[] = await view.sql`
    SELECT user_name FROM availability_weekly_answers
    WHERE user_id = ${userId} AND weekday = ${weekdayNumber(weekdayOf(date))}`;
  return rows[0]?.user_name ?? null;
}

/** Takes back what somebody says about weekdays. @returns whether there was anything. */
export async function clearWeekdays(tx: Tx, userId: string, days: readonly Weekday[]): Promise<boolean> {
  if (days.length === 0) return false;
  const rows: unknown[] = await tx.sql`
    DELETE FROM availability_weekly_answers
    WHERE user_id = ${userId} AND weekday IN (${() => days.map(weekdayNumber)}) RETURNING weekday`;
  return rows.length > 0;
}

/** Keeps when somebody is away, in place of what was kept; `null`: they are not. */
export async function saveAway(tx: Tx, userId: string, away: Away | null, now: number): Promise<void> {
  if (!away) {
    await tx.sql`DELETE FROM availability_absences WHERE user_id = ${userId}`;
    return;
  }
  const at = toText(now);
  await tx.sql`
    INSERT INTO availability_absences (user_id, away_from, away_until, created_at, updated_at)
    VALUES (${userId}, ${away.from}, ${away.until}, ${at}, ${at})
    ON CONFLICT (user_id) DO UPDATE
    SET away_from = excluded.away_from, away_until = excluded.away_until, updated_at = excluded.updated_at`;
}
