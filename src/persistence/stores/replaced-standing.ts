import type { Tx } from '../engine/database.js';
import { toText } from '../instants.js';
import { knowsTable } from './replaced-database.js';

/**
 * Takes over what was taken back or changed of weekly answers, absences, and a no to a date for which a weekly answer would
 * count: all that is a way out. `all`: also what is no longer there. A later end of weekly answers is a yes, and lost.
 * @returns how many.
 */
export async function carryStanding(
  tx: Tx,
  { from, since, all }: { from: string; since: string; all: boolean },
  now: number,
): Promise<number> {
  if (!(await knowsTable(tx, 'availability_weekly_answers'))) return 0;
  const at = toText(now);
  const changed: unknown[] = await tx.sql`
    UPDATE availability_weekly_answers SET status = r.status, counts_from = r.counts_from, updated_at = ${at}
    FROM replaced.availability_weekly_answers r
    WHERE r.user_id = availability_weekly_answers.user_id AND r.weekday = availability_weekly_answers.weekday
      AND r.status <> availability_weekly_answers.status AND r.updated_at >= ${since}
    RETURNING availability_weekly_answers.weekday`;
  const takenBack: unknown[] = all
    ? await tx.sql`
      DELETE FROM availability_weekly_answers WHERE NOT EXISTS
        (SELECT 1 FROM replaced.availability_weekly_answers r
         WHERE r.user_id = availability_weekly_answers.user_id AND r.weekday = availability_weekly_answers.weekday)
      RETURNING weekday`
    : [];
  // Who has no link any more has no weekly answers either.
  const unlinked: unknown[] = await tx.sql`
    DELETE FROM availability_weekly_answers WHERE user_id NOT IN (SELECT user_id FROM player_links)
    RETURNING weekday`;
  const away: unknown[] = await tx.sql`
    INSERT INTO availability_absences (user_id, away_from, away_until, created_at, updated_at)
    SELECT r.user_id, r.away_from, r.away_until, r.created_at, ${at} FROM replaced.availability_absences r
    WHERE r.away_until >= ${from} AND r.updated_at >= ${since} AND NOT EXISTS
      (SELECT 1 FROM availability_absences h
       WHERE h.user_id = r.user_id AND h.away_from = r.away_from AND h.away_until = r.away_until)
    ON CONFLICT (user_id) DO UPDATE SET
      away_from = excluded.away_from, away_until = excluded.away_until, updated_at = excluded.updated_at
    RETURNING user_id`;
  const declined: unknown[] = await tx.sql`
    INSERT OR IGNORE INTO availability_entries (id, user_id, user_name, entry_date, status, created_at, updated_at)
    SELECT r.id, r.user_id, r.user_name, r.entry_date, r.status, r.created_at, ${at}
    FROM replaced.availability_entries r
    WHERE r.entry_date >= ${from} AND r.status = 'NOT_PLAYING' AND r.updated_at >= ${since}
      AND EXISTS (SELECT 1 FROM availability_weekly_answers w WHERE w.user_id = r.user_id)
    RETURNING id`;
  return changed.length + takenBack.length + unlinked.length + away.length + declined.length;
}

/**
 * Ends conditions that were changed since, taken back, or met: without theirs nobody's answer turns. So it does those that no
 * answer goes with any more, and those of whoever has no player's link. `all`: also what is no longer there. Call it once
 * answers and links are carried over. @returns how many ended.
 */
export async function carryConditions(
  tx: Tx,
  { from, since, all }: { from: string; since: string; all: boolean },
): Promise<number> {
  const alone: unknown[] = await tx.sql`
    DELETE FROM availability_conditions WHERE entry_date >= ${from} AND (NOT EXISTS
      (SELECT 1 FROM availability_entries e
       WHERE e.user_id = availability_conditions.user_id AND e.entry_date = availability_conditions.entry_date
         AND e.status = CASE WHEN availability_conditions.turned_at IS NULL THEN 'MAYBE' ELSE 'LOOKING' END)
      OR (turned_at IS NULL AND user_id NOT IN (SELECT user_id FROM player_links)))
    RETURNING user_id`;
  if (!(await knowsTable(tx, 'availability_conditions'))) return alone.length;
  const changed: unknown[] = await tx.sql`
    DELETE FROM availability_conditions WHERE entry_date >= ${from} AND EXISTS
      (SELECT 1 FROM replaced.availability_conditions r
       WHERE r.user_id = availability_conditions.user_id AND r.entry_date = availability_conditions.entry_date
         AND (r.at_least <> availability_conditions.at_least OR r.turned_at IS NOT availability_conditions.turned_at)
         AND r.updated_at >= ${since})
    RETURNING user_id`;
  const takenBack: unknown[] = all
    ? await tx.sql`
      DELETE FROM availability_conditions WHERE entry_date >= ${from} AND NOT EXISTS
        (SELECT 1 FROM replaced.availability_conditions r
         WHERE r.user_id = availability_conditions.user_id AND r.entry_date = availability_conditions.entry_date)
      RETURNING user_id`
    : [];
  return alone.length + changed.length + takenBack.length;
}

/** Takes over who had themselves erased, as far as that is recorded: no import brings them back. */
export async function carryTombstones(tx: Tx): Promise<void> {
  if (!(await knowsTable(tx, 'erased_people'))) return;
  await tx.sql`
    INSERT OR IGNORE INTO erased_people (digest, key_mark, created_at)
    SELECT digest, key_mark, created_at FROM replaced.erased_people`;
}

/**
 * Takes over the addresses of calendars: those that work now go on working, and no other does. An address that has ended since
 * the backup is in neither. @returns how many.
 */
export async function carryCalendars(tx: Tx): Promise<number> {
  if (!(await knowsTable(tx, 'calendar_addresses'))) return 0;
  const rows: unknown[] = await tx.sql`
    INSERT OR IGNORE INTO calendar_addresses (user_id, token_digest, created_at)
    SELECT user_id, token_digest, created_at FROM replaced.calendar_addresses
    RETURNING user_id`;
  return rows.length;
}

/**
 * Ends standing campaigns that were removed since, or set anew: what was set anew is a yes, and lost. `all`: also those that
 * are no longer there. A later end of them is a yes, and lost, too. @returns how many ended.
 */
export async function carryStandingCampaigns(
  tx: Tx,
  { since, all }: { since: string; all: boolean },
): Promise<number> {
  if (!(await knowsTable(tx, 'availability_promotion_standing'))) return 0;
  const changed: unknown[] = await tx.sql`
    DELETE FROM availability_promotion_standing WHERE EXISTS
      (SELECT 1 FROM replaced.availability_promotion_standing r
       WHERE r.weekday = availability_promotion_standing.weekday AND r.updated_at >= ${since}
         AND (r.set_by <> availability_promotion_standing.set_by
           OR r.include_available <> availability_promotion_standing.include_available
           OR r.include_maybe <> availability_promotion_standing.include_maybe))
    RETURNING weekday`;
  const removed: unknown[] = all
    ? await tx.sql`
      DELETE FROM availability_promotion_standing WHERE weekday NOT IN
        (SELECT weekday FROM replaced.availability_promotion_standing) RETURNING weekday`
    : [];
  return changed.length + removed.length;
}
