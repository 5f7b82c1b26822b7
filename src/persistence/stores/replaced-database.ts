import { type CampaignJob, ERASED_PREFIX } from '../../domain/campaign.js';
import { CONSENTS, CONSENTS_TO } from '../../domain/consent.js';
import { channelAsUser, QUESTION_KEYS } from '../../domain/event-key.js';
import { SYSTEM } from '../../domain/system-campaigns.js';
import type { Connection } from '../engine/connection.js';
import type { Tx } from '../engine/database.js';
import type { CampaignJobRow } from '../entities/campaign-job.js';
import { toText } from '../instants.js';
import { noteEndOfYes } from './answer-store.js';
import { CALL_OFF } from './campaign-store.js';
import { toJob } from './job-store.js';

/*
 * The database that a restore replaces, attached as `replaced` to the one that takes its place. Nothing here
 * writes to it.
 */

/** How far we can trust a database. */
export type Soundness = 'sound' | 'damaged' | 'unreadable';

/** Attaches a database for reading. Call it outside transactions. */
export async function attachReplaced(connection: Connection, path: string): Promise<Soundness> {
  try {
    await connection.sql`ATTACH DATABASE ${path} AS replaced`;
  } catch {
    return 'unreadable';
  }
  try {
    await connection.sql`SELECT user_id FROM replaced.subscription_preferences LIMIT 1`;
  } catch {
    await connection.sql`DETACH DATABASE replaced`;
    return 'unreadable';
  }
  return (await isSound(connection)) ? 'sound' : 'damaged';
}

/** SQLite reports some damage in an answer, and some by failing. */
async function isSound(connection: Connection): Promise<boolean> {
  try {
    const [found] = await connection.sql<{ quick_check: string }>`PRAGMA replaced.quick_check(1)`;
    return found?.quick_check === 'ok';
  } catch {
    return false;
  }
}

/**
 * When (as text) the replaced database was itself restored, losing the time this one is from: the two share a
 * past, but neither knows what the other does. `null`: never.
 */
export async function partedAt(tx: Tx, backupAt: number): Promise<string | null> {
  const at = toText(backupAt);
  const rows: { key: string }[] = await tx.sql`
    SELECT key FROM replaced.system_state
    WHERE key LIKE 'restored:%' AND value < ${at} AND key >= ${`restored:${at}`} ORDER BY key DESC LIMIT 1`;
  return rows[0]?.key.slice('restored:'.length) ?? null;
}

/** Whether the replaced database shares a past with this one, and is not another or a new one. */
export async function sharesPast(tx: Tx): Promise<boolean> {
  const rows: unknown[] = await tx.sql`
    SELECT 1 AS found FROM account_link_audit_log a
      JOIN replaced.account_link_audit_log r ON r.id = a.id AND r.created_at = a.created_at
    UNION ALL SELECT 1 FROM availability_promotion_campaigns c
      JOIN replaced.availability_promotion_campaigns r ON r.id = c.id
    UNION ALL SELECT 1 FROM subscription_preferences p
      JOIN replaced.subscription_preferences r ON r.user_id = p.user_id AND r.created_at = p.created_at
    UNION ALL SELECT 1 FROM player_links l
      JOIN replaced.player_links r ON r.user_id = l.user_id AND r.created_at = l.created_at
    LIMIT 1`;
  return rows.length > 0;
}

/** People certainly erased since: a stand-in now holds what was theirs. */
export async function renamedSince(tx: Tx): Promise<string[]> {
  const rows: { user_id: string }[] = await tx.sql`
    SELECT h.user_id AS user_id FROM availability_promotion_recipients h
      JOIN replaced.availability_promotion_recipients r ON r.id = h.id
      WHERE r.user_id LIKE ${`${ERASED_PREFIX}%`} AND h.user_id NOT LIKE ${`${ERASED_PREFIX}%`}
    UNION SELECT h.user_id FROM account_link_audit_log h
      JOIN replaced.account_link_audit_log r ON r.id = h.id AND r.created_at = h.created_at
      WHERE r.user_id LIKE ${`${ERASED_PREFIX}%`} AND h.user_id NOT LIKE ${`${ERASED_PREFIX}%`}
    ORDER BY user_id`;
  return rows.map(({ user_id }) => user_id);
}

/**
 * People who are gone: nothing of theirs is left, or they came back and began anew. In a database that knows
 * all this one does, they were erased. People who only took back all they ever said are among them; we owe
 * them no less.
 */
export async function goneSince(tx: Tx): Promise<string[]> {
  const rows: { user_id: string }[] = await tx.sql`
    WITH here AS (
      SELECT user_id FROM availability_entries
      UNION SELECT user_id FROM player_links
      UNION SELECT user_id FROM subscription_preferences
      UNION SELECT user_id FROM availability_channel_links
      UNION SELECT user_id FROM availability_promotion_recipients
      UNION SELECT user_id FROM availability_promotion_send_logs
      UNION SELECT user_id FROM notifications_ledger
      UNION SELECT user_id FROM account_link_audit_log
      UNION SELECT actor_id FROM account_link_audit_log
      UNION SELECT initiated_by FROM availability_promotion_campaigns),
    there AS (
      SELECT user_id FROM replaced.availability_entries
      UNION SELECT user_id FROM replaced.player_links
      UNION SELECT user_id FROM replaced.subscription_preferences
      UNION SELECT user_id FROM replaced.availability_channel_links
      UNION SELECT user_id FROM replaced.availability_promotion_recipients
      UNION SELECT user_id FROM replaced.availability_promotion_send_logs
      UNION SELECT user_id FROM replaced.notifications_ledger
      UNION SELECT user_id FROM replaced.account_link_audit_log
      UNION SELECT actor_id FROM replaced.account_link_audit_log
      UNION SELECT initiated_by FROM replaced.availability_promotion_campaigns),
    anew AS (
      SELECT h.user_id FROM subscription_preferences h
        JOIN replaced.subscription_preferences r ON r.user_id = h.user_id AND r.created_at <> h.created_at)
    SELECT user_id FROM here
    WHERE user_id NOT LIKE ${`${ERASED_PREFIX}%`} AND user_id NOT LIKE 'digest:%'
      AND user_id NOT LIKE ${channelAsUser('%')} AND user_id <> ${SYSTEM}
      AND (user_id NOT IN (SELECT user_id FROM there) OR user_id IN (SELECT user_id FROM anew))
    ORDER BY user_id`;
  return rows.map(({ user_id }) => user_id);
}

/** Takes over every opt-out; here and below, only changes since an instant (as text). @returns of how many people. */
export async function carryOptOuts(tx: Tx, since: string, now: number): Promise<number> {
  const optedOut = new Set<string>();
  for (const to of CONSENTS_TO) {
    const column = (): string => CONSENTS[to].column;
    const sinceColumn = (): string => CONSENTS[to].sinceColumn;
    // What a release did not ask nobody could say no to.
    if (!(await knowsPreference(tx, column()))) continue;
    const rows: { user_id: string }[] = await tx.sql`
      UPDATE subscription_preferences SET ${column} = 0, ${sinceColumn} = NULL, updated_at = ${toText(now)}
      WHERE ${column} = 1 AND user_id IN
        (SELECT user_id FROM replaced.subscription_preferences
         WHERE ${column} = 0 AND updated_at >= ${since})
      RETURNING user_id`;
    for (const { user_id: userId } of rows) optedOut.add(userId);
  }
  return optedOut.size;
}

/** Takes over quiet hours, and that Discord messages are off. @returns how many changes. */
export async function carryRestraints(tx: Tx, since: string, now: number): Promise<number> {
  const silent: unknown[] = await tx.sql`
    UPDATE subscription_preferences SET discord_dms = 0, updated_at = ${toText(now)}
    WHERE discord_dms = 1 AND user_id IN
      (SELECT user_id FROM replaced.subscription_preferences
       WHERE discord_dms = 0 AND updated_at >= ${since})
    RETURNING user_id`;
  const quiet: unknown[] = await tx.sql`
    UPDATE subscription_preferences SET quiet_hours_start = r.quiet_hours_start,
      quiet_hours_end = r.quiet_hours_end, timezone = r.timezone, updated_at = ${toText(now)}
    FROM replaced.subscription_preferences r
    WHERE r.user_id = subscription_preferences.user_id AND r.updated_at >= ${since}
      AND r.quiet_hours_start IS NOT NULL AND r.quiet_hours_end IS NOT NULL
      AND (r.quiet_hours_start, r.quiet_hours_end, r.timezone) IS NOT
        (subscription_preferences.quiet_hours_start, subscription_preferences.quiet_hours_end,
         subscription_preferences.timezone)
    RETURNING subscription_preferences.user_id`;
  return silent.length + quiet.length;
}

/** Takes over links that differ from ours: released, or to another address. @returns how many. */
export async function carryContacts(tx: Tx, since: string, now: number): Promise<number> {
  const at = toText(now);
  let changed = 0;
  // Without Signal accounts we learn them again.
  const accountsKnown = await knowsPreference(tx, 'signal_account_digest');
  for (const channel of ['telegram', 'signal'] as const) {
    const handle = () => `${channel}_handle_encrypted`;
    const addressed = [handle(), `${channel}_digest`];
    const columns = channel === 'signal' ? [...addressed, 'signal_account_digest'] : addressed;
    const cleared = () => columns.map((column) => `${column} = NULL`).join();
    const taken = () =>
      (accountsKnown ? columns : addressed).map((column) => `${column} = r.${column}`).join();
    const rows: { user_id: string; released: number }[] = await tx.sql`
      SELECT h.user_id, r.${handle} IS NULL AS released FROM subscription_preferences h
      JOIN replaced.subscription_preferences r ON r.user_id = h.user_id
      WHERE h.${handle} IS NOT NULL AND r.${handle} IS NOT h.${handle} AND r.updated_at >= ${since}`;
    for (const { user_id: userId } of rows) {
      await tx.sql`UPDATE subscription_preferences SET ${cleared}, updated_at = ${at} WHERE user_id = ${userId}`;
    }
    for (const { user_id: userId, released } of rows) {
      // Addresses may have changed hands; nobody gets one that would serve two accounts.
      await (released
        ? tx.sql`UPDATE availability_channel_links SET verified_at = NULL, updated_at = ${at}
            WHERE user_id = ${userId} AND channel_type = ${channel}`
        : tx.sql`UPDATE OR IGNORE subscription_preferences SET ${taken}
            FROM replaced.subscription_preferences r
            WHERE r.user_id = ${userId} AND subscription_preferences.user_id = ${userId}`);
    }
    changed += rows.length;
  }
  return changed;
}

/** Whether the replaced database's release knows something about people's preferences. */
export async function knowsPreference(tx: Tx, column: string): Promise<boolean> {
  const rows: unknown[] = await tx.sql`
    SELECT name FROM pragma_table_info('subscription_preferences', 'replaced') WHERE name = ${column}`;
  return rows.length > 0;
}

/** Takes over answers for the date `from` and later; `all`: also removed ones. @returns how many. */
export async function carryAvailability(
  tx: Tx,
  { from, since, all }: { from: string; since: string; all: boolean },
  now: number,
): Promise<number> {
  const said: unknown[] = await tx.sql`
    UPDATE availability_entries SET status = r.status, updated_at = ${toText(now)}
    FROM replaced.availability_entries r
    WHERE r.user_id = availability_entries.user_id AND r.entry_date = availability_entries.entry_date
      AND availability_entries.entry_date >= ${from} AND r.status <> availability_entries.status
      AND r.updated_at >= ${since}
    RETURNING availability_entries.id`;
  if (!all) return said.length;
  const cleared: unknown[] = await tx.sql`
    DELETE FROM availability_entries WHERE entry_date >= ${from} AND NOT EXISTS
      (SELECT 1 FROM replaced.availability_entries r
       WHERE r.user_id = availability_entries.user_id AND r.entry_date = availability_entries.entry_date)
    RETURNING id`;
  return said.length + cleared.length;
}

/**
 * Takes over what people answered for the evening `from` and later: a change of mind, and whoever wants no nudge (yet); `all`:
 * also what they took back. A yes that only the replaced database has is lost with the rest. @returns how many.
 */
export async function carryAnswers(
  tx: Tx,
  { from, since, all }: { from: string; since: string; all: boolean },
  now: number,
): Promise<number> {
  if (!(await knowsTable(tx, 'availability_promotion_answers'))) return 0;
  const at = toText(now);
  const yes: { user_id: string; answer_date: string }[] = await tx.sql`
    SELECT user_id, answer_date FROM availability_promotion_answers
    WHERE answer_date >= ${from} AND answer IN ('COMING', 'LATE')`;
  const said: unknown[] = await tx.sql`
    INSERT INTO availability_promotion_answers
      (user_id, answer_date, answer, late_until, channel_type, campaign_id, created_at, updated_at)
    SELECT r.user_id, r.answer_date, r.answer, r.late_until, r.channel_type, r.campaign_id, r.created_at, ${at}
    FROM replaced.availability_promotion_answers r
    LEFT JOIN availability_promotion_answers h ON h.user_id = r.user_id AND h.answer_date = r.answer_date
    WHERE r.answer_date >= ${from} AND r.updated_at >= ${since}
      AND r.user_id NOT LIKE ${`${ERASED_PREFIX}%`}
      AND (h.answer IS NOT NULL OR r.answer <> 'COMING')
      AND (h.answer IS NOT r.answer OR h.late_until IS NOT r.late_until)
    ON CONFLICT (user_id, answer_date) DO UPDATE SET answer = excluded.answer, late_until = excluded.late_until,
      channel_type = excluded.channel_type, campaign_id = excluded.campaign_id, updated_at = excluded.updated_at
    RETURNING user_id`;
  const takenBack = all ? await takeBackAnswers(tx, from) : [];
  for (const { user_id: userId, answer_date: date } of yes) await noteEndOfYes(tx, userId, date, now);
  return said.length + takenBack.length;
}

/** Removes answers that the replaced database does not have. */
function takeBackAnswers(tx: Tx, from: string): Promise<unknown[]> {
  return tx.sql`
    DELETE FROM availability_promotion_answers WHERE answer_date >= ${from} AND NOT EXISTS
      (SELECT 1 FROM replaced.availability_promotion_answers r
       WHERE r.user_id = availability_promotion_answers.user_id
         AND r.answer_date = availability_promotion_answers.answer_date)
    RETURNING user_id`;
}

/** A campaign that was cancelled since. */
export interface CancelledSince {
  readonly id: string;
  readonly slotFreed: boolean;
  /** Only its follow-up: the start had gone out. */
  readonly followUpOnly: boolean;
}

/** Campaigns cancelled since, entirely or in what was left of them. */
export async function cancelledSince(tx: Tx): Promise<CancelledSince[]> {
  const rows: { id: string; freed: number; whole: number }[] = await tx.sql`
    SELECT c.id, r.slot_freed_at IS NOT NULL AS freed, r.cancelled_at IS NOT NULL AS whole
    FROM availability_promotion_campaigns c
    JOIN replaced.availability_promotion_campaigns r ON r.id = c.id
    WHERE c.cancelled_at IS NULL AND (r.cancelled_at IS NOT NULL OR EXISTS
      (SELECT 1 FROM availability_promotion_jobs j JOIN replaced.availability_promotion_jobs k ON k.id = j.id
       WHERE j.campaign_id = c.id AND j.status IN ('pending', 'running') AND k.status = 'cancelled'))
    ORDER BY c.id`;
  return rows.map(({ id, freed, whole }) => ({
    id,
    slotFreed: Boolean(freed),
    followUpOnly: !whole,
  }));
}

/** Takes over that campaigns were called off since. @returns the jobs that tell people so. */
export async function carryCallOffs(tx: Tx, now: number): Promise<CampaignJob[]> {
  const rows: CampaignJobRow[] = await tx.sql`
    INSERT OR IGNORE INTO availability_promotion_jobs
      (id, campaign_id, job_type, run_at, next_run_at, expires_at, status, attempts, created_at, updated_at)
    SELECT r.id, r.campaign_id, r.job_type, r.run_at, r.run_at, r.expires_at, 'pending', 0, r.created_at, ${toText(now)}
    FROM replaced.availability_promotion_jobs r
    JOIN availability_promotion_campaigns c ON c.id = r.campaign_id
    WHERE r.job_type = ${CALL_OFF} AND NOT EXISTS
      (SELECT 1 FROM availability_promotion_jobs h WHERE h.campaign_id = c.id AND h.job_type = ${CALL_OFF})
    RETURNING *`;
  return rows.map(toJob);
}

/** Releases player links whose release only the replaced audit log has. @returns how many. */
export async function carryUnlinks(tx: Tx, since: string): Promise<number> {
  const rows: unknown[] = await tx.sql`
    DELETE FROM player_links WHERE user_id IN
      (SELECT r.user_id FROM replaced.account_link_audit_log r
       WHERE r.action = 'player_unlinked' AND r.created_at >= ${since}
         AND NOT EXISTS (SELECT 1 FROM account_link_audit_log h
           WHERE h.id = r.id AND h.created_at = r.created_at))
    RETURNING user_id`;
  return rows.length;
}

/**
 * Takes over what admins have set since an instant (as text) on; `all`: also what they took back. What an evening is like
 * is as they last said, and a right they took away stays away. @returns how many settings changed.
 */
export async function carrySettings(
  tx: Tx,
  { since, all }: { since: string; all: boolean },
  now: number,
): Promise<number> {
  if (!(await knowsTable(tx, 'settings'))) return 0;
  const at = toText(now);
  const set: { key: string; value: string; updated_by: string }[] = await tx.sql`
    SELECT r.key, r.value, r.updated_by FROM replaced.settings r LEFT JOIN settings h ON h.key = r.key
    WHERE r.updated_at >= ${since} AND h.value IS NOT r.value`;
  for (const { key, value, updated_by: by } of set) {
    await tx.sql`
      INSERT INTO settings_audit_log (key, old_value, new_value, actor_id, created_at)
      VALUES (${key}, (SELECT value FROM settings WHERE key = ${key}), ${value}, ${by}, ${at})`;
    await tx.sql`
      INSERT INTO settings (key, value, updated_by, created_at, updated_at)
      VALUES (${key}, ${value}, ${by}, ${at}, ${at})
      ON CONFLICT (key) DO UPDATE
      SET value = excluded.value, updated_by = excluded.updated_by, updated_at = excluded.updated_at`;
  }
  if (!all) return set.length;
  const takenBack: unknown[] = await tx.sql`
    DELETE FROM settings WHERE key NOT IN (SELECT key FROM replaced.settings) RETURNING key`;
  return set.length + takenBack.length;
}

/** Whether the replaced database is of a release that has a table. */
export async function knowsTable(tx: Tx, name: string): Promise<boolean> {
  const rows: unknown[] = await tx.sql`
    SELECT name FROM replaced.sqlite_master WHERE type = 'table' AND name = ${name}`;
  return rows.length > 0;
}

/** Takes over a pause of promotions. @returns whether it is new. */
export async function carryPause(tx: Tx): Promise<boolean> {
  const rows: unknown[] = await tx.sql`
    INSERT OR IGNORE INTO system_state (key, value, created_at, updated_at)
    SELECT key, value, created_at, updated_at FROM replaced.system_state WHERE key = 'promotions_paused'
    RETURNING key`;
  return rows.length > 0;
}

/**
 * Takes over the guards of event keys from an instant on: calls and questions, nothing of a dry run. Open rows become
 * `unknown`: nobody will settle them. @returns how many.
 */
export async function carryLedger(tx: Tx, since: number, now: number): Promise<number> {
  const rows: unknown[] = await tx.sql`
    INSERT OR IGNORE INTO notifications_ledger
      (id, kind, user_id, event_key, campaign_id, job_id, recipient_id, state, channel_type, attempts, nonce,
       first_attempt_at, ambiguous_since, next_attempt_at, owner, message_id, error_code, created_at, updated_at)
    SELECT id, 'call', user_id, event_key, campaign_id, job_id, recipient_id,
      CASE WHEN state IN ('sending', 'retry') THEN 'unknown' ELSE state END, channel_type, attempts, nonce,
      first_attempt_at, ambiguous_since, NULL, owner, message_id, error_code, created_at, ${toText(now)}
    FROM replaced.notifications_ledger
    WHERE (event_key LIKE 'PROMOTE:%' OR event_key LIKE ${`${QUESTION_KEYS.from}%`}) AND created_at >= ${toText(since)}
    RETURNING id`;
  return rows.length;
}
