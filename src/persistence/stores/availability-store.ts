import type { AvailabilityStatus } from '../../domain/availability.js';
import { calledName, type PlayerLinkPolicy } from '../../domain/player-link.js';
import type { Tx, View } from '../engine/database.js';
import type { AvailabilityEntryRow } from '../entities/availability-entry.js';
import { toText } from '../instants.js';
import { answerAgrees } from './answer-store.js';
import { countQuestionsAnew } from './preference-store.js';

/** What a person said about one date. */
export interface AvailabilityEntry {
  readonly userId: string;
  readonly userName: string;
  readonly date: string;
  readonly status: AvailabilityStatus;
}

function toEntry(row: AvailabilityEntryRow & { player_name?: string | null }): AvailabilityEntry {
  const userName = calledName(row.player_name ?? null, row.user_name);
  return { userId: row.user_id, userName, date: row.entry_date, status: row.status };
}

/**
 * Records what a person says about a date, over what they said before; their answer for that evening agrees with it. Only a
 * first entry takes `id`; one that says the same again keeps its moment, for by that others came before or after it.
 */
export async function saveAvailability(
  tx: Tx,
  entry: AvailabilityEntry & { id: string },
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
  await countQuestionsAnew(tx, entry.userId, now);
  await answerAgrees(tx, entry, now);
}

/** Turns a person's answer about a date into a no, under the name it has. @returns whether there was one. */
export async function declineEntry(tx: Tx, userId: string, date: string, now: number): Promise<boolean> {
  const rows: unknown[] = await tx.sql`
    UPDATE availability_entries SET status = 'NOT_PLAYING', updated_at = ${toText(now)}
    WHERE user_id = ${userId} AND entry_date = ${date} RETURNING id`;
  if (rows.length === 0) return false;
  await countQuestionsAnew(tx, userId, now);
  await answerAgrees(tx, { userId, date, status: 'NOT_PLAYING' }, now);
  return true;
}

/** Takes back what a person said about a date, and their answer for it. @returns whether there was an entry to clear. */
export async function clearAvailability(tx: Tx, userId: string, date: string, now: number): Promise<boolean> {
  const rows: unknown[] = await tx.sql`
    DELETE FROM availability_entries WHERE user_id = ${userId} AND entry_date = ${date} RETURNING id`;
  await answerAgrees(tx, { userId, date, status: null }, now);
  return rows.length > 0;
}

/** Everybody's entries of a date, in the order they were first made; named by links that count. */
export async function availabilityOn(
  view: View,
  date: string,
  policy: PlayerLinkPolicy,
): Promise<AvailabilityEntry[]> {
  const rows: (AvailabilityEntryRow & { player_name: string | null })[] = await view.sql`
    SELECT e.*, k.player_name FROM availability_entries e
    LEFT JOIN player_links k ON k.user_id = e.user_id AND (${policy} = 'self' OR k.verified_at IS NOT NULL)
    WHERE e.entry_date = ${date} ORDER BY e.created_at, e.id`;
  return rows.map(toEntry);
}

/** A person's own entries from a date on, soonest first. */
export async function availabilityOf(view: View, userId: string, from: string): Promise<AvailabilityEntry[]> {
  const rows: AvailabilityEntryRow[] = await view.sql`
    SELECT * FROM availability_entries WHERE user_id = ${userId} AND entry_date >= ${from} ORDER BY entry_date`;
  return rows.map(toEntry);
}

/** The number of each answer, for every date between two (both included) that has any. */
export async function countsBetween(
  view: View,
  from: string,
  to: string,
): Promise<Map<string, Partial<Record<AvailabilityStatus, number>>>> {
  const rows: { entry_date: string; status: AvailabilityStatus; count: number | string }[] = await view.sql`
    SELECT entry_date, status, COUNT(*) AS count FROM availability_entries
    WHERE entry_date >= ${from} AND entry_date <= ${to} GROUP BY entry_date, status`;
  const counts = new Map<string, Partial<Record<AvailabilityStatus, number>>>();
  for (const { entry_date, status, count } of rows) {
    counts.set(entry_date, { ...counts.get(entry_date), [status]: Number(count) });
  }
  return counts;
}

/** How many want to play on a date. */
export async function lookingOn(view: View, date: string): Promise<number> {
  const [row]: { count: number | string }[] = await view.sql`
    SELECT COUNT(*) AS count FROM availability_entries WHERE entry_date = ${date} AND status = 'LOOKING'`;
  return Number(row?.count ?? 0);
}

/** Who wants to play on a date, and since when (as text), in the order they said so. */
export async function lookersOn(view: View, date: string): Promise<{ userId: string; since: string }[]> {
  const rows: { user_id: string; updated_at: string }[] = await view.sql`
    SELECT user_id, updated_at FROM availability_entries
    WHERE entry_date = ${date} AND status = 'LOOKING' ORDER BY updated_at, id`;
  return rows.map((row) => ({ userId: row.user_id, since: row.updated_at }));
}

/** Everybody's entries between two dates (both included), in the order they were first made. */
export async function availabilityBetween(
  view: View,
  from: string,
  to: string,
  policy: PlayerLinkPolicy,
): Promise<AvailabilityEntry[]> {
  const rows: (AvailabilityEntryRow & { player_name: string | null })[] = await view.sql`
    SELECT e.*, k.player_name FROM availability_entries e
    LEFT JOIN player_links k ON k.user_id = e.user_id AND (${policy} = 'self' OR k.verified_at IS NOT NULL)
    WHERE e.entry_date >= ${from} AND e.entry_date <= ${to} ORDER BY e.created_at, e.id`;
  return rows.map(toEntry);
}
