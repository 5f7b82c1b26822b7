import type { AvailabilityStatus } from '../../domain/availability.js';
import { calledName, type PlayerLinkPolicy } from '../../domain/player-link.js';
import type { Tx, View } from '../engine/database.js';
import type { AvailabilityEntryRow } from '../entities/availability-entry.js';
import { toText } from '../instants.js';
import { answerAgrees } from './answer-store.js';
import { saveCondition } from './condition-store.js';
import { countAnew } from './preference-store.js';
import { ANSWERS_OF_DAY, daysBetweenIn, nameInWeek, weeklyCountsOn } from './standing-store.js';

/** What a person said about one date. */
export interface AvailabilityEntry {
  readonly userId: string;
  readonly userName: string;
  readonly date: string;
  readonly status: AvailabilityStatus;
}

/** A person's answer for a date, as the others see it. */
export interface DaysAnswer extends AvailabilityEntry {
  /** It is their answer for that weekday: about the date they have said nothing. */
  readonly weekly: boolean;
}

/** A row of {@link ANSWERS_OF_DAY}, with a name in the game. */
interface AnswerRow {
  date: string;
  user_id: string;
  user_name: string;
  player_name: string | null;
  status: AvailabilityStatus;
  weekly: number | string;
}

function toAnswer(row: AnswerRow): DaysAnswer {
  const userName = calledName(row.player_name, row.user_name);
  return {
    userId: row.user_id,
    userName,
    date: row.date,
    status: row.status,
    weekly: Number(row.weekly) === 1,
  };
}

function toEntry(row: AvailabilityEntryRow): AvailabilityEntry {
  return { userId: row.user_id, userName: row.user_name, date: row.entry_date, status: row.status };
}

/**
 * Records what a person says about a date, over what they said before, a condition included; their answer for that evening
 * agrees with it. Only a first entry takes `id`; one that says the same again keeps its moment, for by that others came
 * before or after it.
 */
export async function saveAvailability(
  tx: Tx,
  entry: AvailabilityEntry & { readonly id: string; readonly atLeast?: number | null },
  now: number,
): Promise<void> {
  const at = toText(now);
  await tx.sql`
    INSERT INTO availability_entries (id, user_id, user_name, entry_date, status, created_at, updated_at)
    VALUES (${entry.id}, ${entry.userId}, ${entry.userName}, ${entry.date}, ${entry.status}, ${at}, ${at})
    ON CONFLICT (user_id, entry_date)
    DO UPDATE SET status = excluded.status, user_name = excluded.user_name, updated_at =
      CASE WHEN availability_entries.status = excluded.status
        THEN availability_entries.updated_at ELSE excluded.updated_at END`;
  await saveCondition(tx, { userId: entry.userId, date: entry.date, atLeast: entry.atLeast ?? null }, now);
  await countAnew(tx, entry.userId, now);
  await answerAgrees(tx, entry, now);
}

/**
 * Turns a person's answer about a date into a no, under the name it has; a weekly one, too, which would count again the
 * moment nothing is said. `id`: for the entry that is missing then.
 * @returns whether they had an answer.
 */
export async function declineEntry(
  tx: Tx,
  no: { readonly id: string; readonly userId: string; readonly date: string },
  now: number,
): Promise<boolean> {
  const { id, userId, date } = no;
  const rows: unknown[] = await tx.sql`
    UPDATE availability_entries SET status = 'NOT_PLAYING', updated_at = ${toText(now)}
    WHERE user_id = ${userId} AND entry_date = ${date} RETURNING id`;
  if (rows.length > 0) {
    await saveCondition(tx, { userId, date, atLeast: null }, now);
    await countAnew(tx, userId, now);
    await answerAgrees(tx, { userId, date, status: 'NOT_PLAYING' }, now);
    return true;
  }
  const userName = await nameInWeek(tx, userId, date);
  if (userName === null) return false;
  await saveAvailability(tx, { id, userId, userName, date, status: 'NOT_PLAYING' }, now);
  return true;
}

/** Takes back what a person said about a date, and their answer for it. @returns whether there was an entry to clear. */
export async function clearAvailability(tx: Tx, userId: string, date: string, now: number): Promise<boolean> {
  const rows: unknown[] = await tx.sql`
    DELETE FROM availability_entries WHERE user_id = ${userId} AND entry_date = ${date} RETURNING id`;
  await saveCondition(tx, { userId, date, atLeast: null }, now);
  await answerAgrees(tx, { userId, date, status: null }, now);
  return rows.length > 0;
}

/** Everybody's answers for a date, weekly ones last, in the order they were first given; named by links that count. */
export async function availabilityOn(
  view: View,
  date: string,
  policy: PlayerLinkPolicy,
): Promise<DaysAnswer[]> {
  return availabilityBetween(view, date, date, policy);
}

/** A person's own entries from a date on, soonest first: what they said about dates. */
export async function availabilityOf(view: View, userId: string, from: string): Promise<AvailabilityEntry[]> {
  const rows: AvailabilityEntryRow[] = await view.sql`
    SELECT * FROM availability_entries WHERE user_id = ${userId} AND entry_date >= ${from} ORDER BY entry_date`;
  return rows.map(toEntry);
}

/** What a person said about a date; `null`: nothing. */
export async function saidOn(view: View, userId: string, date: string): Promise<AvailabilityStatus | null> {
  const rows: { status: AvailabilityStatus }[] = await view.sql`
    SELECT status FROM availability_entries WHERE user_id = ${userId} AND entry_date = ${date}`;
  return rows[0]?.status ?? null;
}

/** The number of each answer, for every date between two (both included) that has any. */
export async function countsBetween(
  view: View,
  from: string,
  to: string,
): Promise<Map<string, Partial<Record<AvailabilityStatus, number>>>> {
  type Counted = { entry_date: string; status: AvailabilityStatus; count: number | string };
  const said: Counted[] = await view.sql`
    SELECT entry_date, status, COUNT(*) AS count FROM availability_entries
    WHERE entry_date >= ${from} AND entry_date <= ${to} GROUP BY entry_date, status`;
  const days = daysBetweenIn(from, to);
  const weekly: Counted[] = await view.query(
    `${days.table} SELECT day.date AS entry_date, w.status, COUNT(*) AS count
     FROM day JOIN availability_weekly_answers w ON ${weeklyCountsOn('day.date')} GROUP BY day.date, w.status`,
    days.parameters,
  );
  const counts = new Map<string, Partial<Record<AvailabilityStatus, number>>>();
  for (const { entry_date: date, status, count } of [...said, ...weekly]) {
    const before = counts.get(date);
    counts.set(date, { ...before, [status]: (before?.[status] ?? 0) + Number(count) });
  }
  return counts;
}

/** How many want to play on a date. Nobody says so by a weekday, so what was said about the date is all there is. */
export function lookingOn(view: View, date: string): Promise<number> {
  return sayingOn(view, date, 'LOOKING');
}

/** How many have said no to a date. As {@link lookingOn}, nobody does so by a weekday. */
export function refusalsOn(view: View, date: string): Promise<number> {
  return sayingOn(view, date, 'NOT_PLAYING');
}

async function sayingOn(view: View, date: string, status: AvailabilityStatus): Promise<number> {
  const [row]: { count: number | string }[] = await view.sql`
    SELECT COUNT(*) AS count FROM availability_entries WHERE entry_date = ${date} AND status = ${status}`;
  return Number(row?.count ?? 0);
}

/** Who wants to play on a date, and since when (as text), in the order they said so. */
export async function lookersOn(view: View, date: string): Promise<{ userId: string; since: string }[]> {
  const rows: { user_id: string; updated_at: string }[] = await view.sql`
    SELECT user_id, updated_at FROM availability_entries
    WHERE entry_date = ${date} AND status = 'LOOKING' ORDER BY updated_at, id`;
  return rows.map((row) => ({ userId: row.user_id, since: row.updated_at }));
}

/** Everybody's answers between two dates (both included), weekly ones last, in the order they were first given. */
export async function availabilityBetween(
  view: View,
  from: string,
  to: string,
  policy: PlayerLinkPolicy,
): Promise<DaysAnswer[]> {
  const days = daysBetweenIn(from, to);
  const rows: AnswerRow[] = await view.query(
    `${days.table} SELECT s.*, k.player_name FROM ${ANSWERS_OF_DAY} s
     LEFT JOIN player_links k ON k.user_id = s.user_id AND (? = 'self' OR k.verified_at IS NOT NULL)
     ORDER BY s.weekly, s.created_at, s.id`,
    [...days.parameters, policy],
  );
  return rows.map(toAnswer);
}
