import type { Conditional } from '../../domain/conditional.js';
import type { Tx, View } from '../engine/database.js';
import type { ConditionRow } from '../entities/condition.js';
import { toText } from '../instants.js';

/** A condition as it is kept, met or not. */
export interface KeptCondition {
  readonly date: string;
  readonly atLeast: number;
  readonly hasTurned: boolean;
}

/** Keeps a person's condition for a date; `null`: they make none (any more). */
export async function saveCondition(
  tx: Tx,
  {
    userId,
    date,
    atLeast,
  }: { readonly userId: string; readonly date: string; readonly atLeast: number | null },
  now: number,
): Promise<void> {
  if (atLeast === null) {
    await tx.sql`DELETE FROM availability_conditions WHERE user_id = ${userId} AND entry_date = ${date}`;
    return;
  }
  const at = toText(now);
  await tx.sql`
    INSERT INTO availability_conditions (user_id, entry_date, at_least, turned_at, created_at, updated_at)
    VALUES (${userId}, ${date}, ${atLeast}, ${null}, ${at}, ${at})
    ON CONFLICT (user_id, entry_date) DO UPDATE
    SET at_least = excluded.at_least, turned_at = NULL, updated_at = excluded.updated_at`;
}

/** Who says maybe on a date with a condition that has not been met. */
export async function openConditions(tx: Tx, date: string): Promise<Conditional[]> {
  const rows: { user_id: string; at_least: number | string }[] = await tx.sql`
    SELECT c.user_id, c.at_least FROM availability_conditions c
    JOIN availability_entries e ON e.user_id = c.user_id AND e.entry_date = c.entry_date AND e.status = 'MAYBE'
    WHERE c.entry_date = ${date} AND c.turned_at IS NULL ORDER BY c.user_id`;
  return rows.map((row) => ({ userId: row.user_id, atLeast: Number(row.at_least) }));
}

/** A person's condition is met: their answer turns into a yes. */
export async function turn(tx: Tx, userId: string, date: string, now: number): Promise<void> {
  const at = toText(now);
  await tx.sql`
    UPDATE availability_entries SET status = 'LOOKING', updated_at = ${at}
    WHERE user_id = ${userId} AND entry_date = ${date}`;
  await tx.sql`
    UPDATE availability_conditions SET turned_at = ${at}, updated_at = ${at}
    WHERE user_id = ${userId} AND entry_date = ${date}`;
}

/** From how many players on a person is in on a date; `null`: they made no condition, or it is met. */
export async function openConditionOf(view: View, userId: string, date: string): Promise<number | null> {
  const rows: { at_least: number | string }[] = await view.sql`
    SELECT at_least FROM availability_conditions
    WHERE user_id = ${userId} AND entry_date = ${date} AND turned_at IS NULL`;
  return rows[0] ? Number(rows[0].at_least) : null;
}

/** Drops whatever a person's answers wait for: they stay what they are. */
export async function dropConditions(tx: Tx, userId: string): Promise<void> {
  await tx.sql`DELETE FROM availability_conditions WHERE user_id = ${userId} AND turned_at IS NULL`;
}

/** Whether a person's answer for a date has turned by itself, and stands. */
export async function hasTurned(view: View, userId: string, date: string): Promise<boolean> {
  const rows: unknown[] = await view.sql`
    SELECT 1 FROM availability_conditions
    WHERE user_id = ${userId} AND entry_date = ${date} AND turned_at IS NOT NULL`;
  return rows.length > 0;
}

/** Whose answer for a date has turned by itself. */
export async function turnedOn(view: View, date: string): Promise<ReadonlySet<string>> {
  const rows: { user_id: string }[] = await view.sql`
    SELECT user_id FROM availability_conditions WHERE entry_date = ${date} AND turned_at IS NOT NULL`;
  return new Set(rows.map((row) => row.user_id));
}

/** A person's own conditions from a date on, soonest first. */
export async function conditionsOf(view: View, userId: string, from: string): Promise<KeptCondition[]> {
  const rows: ConditionRow[] = await view.sql`
    SELECT * FROM availability_conditions WHERE user_id = ${userId} AND entry_date >= ${from} ORDER BY entry_date`;
  return rows.map((row) => ({
    date: row.entry_date,
    atLeast: row.at_least,
    hasTurned: row.turned_at !== null,
  }));
}
