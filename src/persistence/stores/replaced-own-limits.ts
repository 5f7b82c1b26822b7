import type { Tx } from '../engine/database.js';
import { toText } from '../instants.js';
import { knowsPreference } from './replaced-database.js';

/**
 * Takes over how many calls a week people want at most, where they named a number since an instant (as text). That they want no
 * limit any more is lost with every yes. @returns of how many people.
 */
export async function carryCaps(tx: Tx, since: string, now: number): Promise<number> {
  if (!(await knowsPreference(tx, 'max_calls_per_week'))) return 0;
  const rows: unknown[] = await tx.sql`
    UPDATE subscription_preferences SET max_calls_per_week = r.max_calls_per_week, updated_at = ${toText(now)}
    FROM replaced.subscription_preferences r
    WHERE r.user_id = subscription_preferences.user_id AND r.updated_at >= ${since}
      AND r.max_calls_per_week IS NOT NULL
      AND r.max_calls_per_week IS NOT subscription_preferences.max_calls_per_week
    RETURNING subscription_preferences.user_id`;
  return rows.length;
}

/**
 * Takes over when people last gave a sign of life, whether they were asked if they still want calls, and whose rest, of whoever is
 * the same person in both; after a time that the replaced database lost itself, only what it learnt since (as text). Everybody
 * else counts anew, for nobody knows better.
 */
export async function carrySignsOfLife(tx: Tx, since: string): Promise<void> {
  if (!(await knowsPreference(tx, 'calls_counted_from'))) return;
  await tx.sql`
    UPDATE subscription_preferences
    SET calls_counted_from = COALESCE(r.calls_counted_from, r.created_at), calls_asked_at = r.calls_asked_at,
      calls_rest_since = r.calls_rest_since
    FROM replaced.subscription_preferences r
    WHERE r.user_id = subscription_preferences.user_id AND r.created_at = subscription_preferences.created_at
      AND (COALESCE(r.calls_counted_from, '') >= ${since} OR COALESCE(r.calls_asked_at, '') >= ${since})`;
}
