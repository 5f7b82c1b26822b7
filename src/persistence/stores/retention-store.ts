import type { Tx } from '../engine/database.js';
import { toText } from '../instants.js';
import { writeState } from './system-state-store.js';

/** From when on things stay. */
export interface RetentionLimits {
  /** A local date: campaigns and availability before it go. */
  readonly beforeDate: string;
  /** An instant (ms): lines of the append-only logs that are older go. */
  readonly horizon: number;
  /** An instant (ms), no later: what somebody's own limit or weekly answers look back on stays from then on. */
  readonly weekHorizon: number;
}

/**
 * Deletes some of what is older than the limits: finished campaigns with all that belongs to them,
 * availability (and what was imported of it), weekly answers, standing campaigns and absences that are over, answers, boards, audit lines; and, of any age, expired sessions, codes and link tokens. About `most` rows, so
 * that no transaction is long: call it in one after the other until it deletes fewer. The next run goes on
 * where one stopped.
 * @returns how many rows went.
 */
export async function deleteOld(tx: Tx, limits: RetentionLimits, now: number, most: number): Promise<number> {
  const { beforeDate } = limits;
  const [horizon, weekHorizon, at] = [toText(limits.horizon), toText(limits.weekHorizon), toText(now)];
  await writeState(tx, 'retention_horizon', horizon, now);
  let left = most;
  const some = async (deleteUpTo: (limit: number) => Promise<unknown[]>): Promise<void> => {
    if (left > 0) left -= (await deleteUpTo(left)).length;
  };
  while (left > 0) {
    const id = await oldCampaign(tx, beforeDate, horizon);
    const before = left;
    if (id === null) break;
    await some((limit) => deleteFromLog(tx, id, horizon, limit));
    await some((limit) => deleteFromLedger(tx, id, weekHorizon, limit));
    await some((limit) => deleteRecipients(tx, id, limit));
    // The campaign goes with its last row; until then we find it again.
    await some(() => deleteCampaign(tx, id));
    // Lines from before the clock was set back keep it for now.
    if (left === before) break;
  }
  await some(
    (limit) => tx.sql`
    DELETE FROM availability_entries WHERE id IN
      (SELECT id FROM availability_entries WHERE entry_date < ${beforeDate} LIMIT ${limit}) RETURNING id`,
  );
  await some(
    (limit) => tx.sql`
    DELETE FROM availability_conditions WHERE (user_id, entry_date) IN
      (SELECT user_id, entry_date FROM availability_conditions
       WHERE entry_date < ${beforeDate} LIMIT ${limit}) RETURNING user_id`,
  );
  await some(
    (limit) => tx.sql`
    DELETE FROM availability_weekly_answers WHERE (user_id, weekday) IN
      (SELECT user_id, weekday FROM availability_weekly_answers
       WHERE counts_until < ${beforeDate} LIMIT ${limit}) RETURNING user_id`,
  );
  await some(
    (limit) => tx.sql`
    DELETE FROM availability_promotion_standing WHERE weekday IN
      (SELECT weekday FROM availability_promotion_standing
       WHERE counts_until < ${beforeDate} LIMIT ${limit}) RETURNING weekday`,
  );
  await some(
    (limit) => tx.sql`
    DELETE FROM availability_promotion_proposals WHERE campaign_date IN
      (SELECT campaign_date FROM availability_promotion_proposals
       WHERE campaign_date < ${beforeDate} LIMIT ${limit}) RETURNING campaign_date`,
  );
  await some(
    (limit) => tx.sql`
    DELETE FROM availability_absences WHERE user_id IN
      (SELECT user_id FROM availability_absences WHERE away_until < ${beforeDate} LIMIT ${limit}) RETURNING user_id`,
  );
  await some(
    (limit) => tx.sql`
    DELETE FROM availability_promotion_answers WHERE (user_id, answer_date) IN
      (SELECT user_id, answer_date FROM availability_promotion_answers
       WHERE answer_date < ${beforeDate} LIMIT ${limit}) RETURNING user_id`,
  );
  await some(
    (limit) => tx.sql`
    DELETE FROM availability_boards WHERE message_id IN
      (SELECT message_id FROM availability_boards WHERE entry_date < ${beforeDate} LIMIT ${limit}) RETURNING message_id`,
  );
  await some(
    (limit) => tx.sql`
    DELETE FROM imported_items WHERE (user_id, item) IN
      (SELECT user_id, item FROM imported_items
       WHERE item >= 'entry:' AND item < ${`entry:${beforeDate}`} LIMIT ${limit}) RETURNING user_id`,
  );
  await some(
    (limit) => tx.sql`
    DELETE FROM account_link_audit_log WHERE id IN
      (SELECT id FROM account_link_audit_log WHERE created_at < ${horizon} LIMIT ${limit}) RETURNING id`,
  );
  await some(
    (limit) => tx.sql`
    DELETE FROM settings_audit_log WHERE id IN
      (SELECT id FROM settings_audit_log WHERE created_at < ${horizon} LIMIT ${limit}) RETURNING id`,
  );
  await some(
    (limit) => tx.sql`
    DELETE FROM player_proofs WHERE user_id IN
      (SELECT user_id FROM player_proofs WHERE expires_at < ${at} LIMIT ${limit}) RETURNING user_id`,
  );
  await some(
    (limit) => tx.sql`
    DELETE FROM sessions WHERE id_hash IN
      (SELECT id_hash FROM sessions WHERE expires_at < ${at} LIMIT ${limit}) RETURNING id_hash`,
  );
  await some((limit) => deleteLostGuards(tx, { horizon, weekHorizon }, limit));
  await some(
    () => tx.sql`
    DELETE FROM system_state
    WHERE ((key LIKE 'lost:%' OR key LIKE 'reached:%') AND value < ${horizon}
        AND (key NOT LIKE 'reached:STANDING_%' OR value < ${weekHorizon}))
      OR (key LIKE 'untold:%' AND created_at < ${horizon}) RETURNING key`,
  );
  await some((limit) => deleteOldLinkTokens(tx, at, limit));
  return most - left;
}

/**
 * A campaign that is old and over, and whose last log line may go. Checking every line would read them all
 * again for every few rows that go.
 */
async function oldCampaign(tx: Tx, beforeDate: string, horizon: string): Promise<string | null> {
  const rows: { id: string }[] = await tx.sql`
    SELECT c.id FROM availability_promotion_campaigns c
    WHERE c.campaign_date < ${beforeDate}
      AND NOT EXISTS (SELECT 1 FROM availability_promotion_jobs j
        WHERE j.campaign_id = c.id AND j.status IN ('pending', 'running'))
      AND COALESCE((SELECT l.created_at FROM availability_promotion_send_logs l
        WHERE l.campaign_id = c.id ORDER BY l.id DESC LIMIT 1), '') < ${horizon}
    ORDER BY c.campaign_date LIMIT 1`;
  return rows[0]?.id ?? null;
}

async function deleteFromLog(tx: Tx, id: string, horizon: string, limit: number): Promise<unknown[]> {
  return tx.sql`
    DELETE FROM availability_promotion_send_logs WHERE id IN
      (SELECT id FROM availability_promotion_send_logs WHERE campaign_id = ${id} AND created_at < ${horizon}
       LIMIT ${limit}) RETURNING id`;
}

/** Of a row `n` of the ledger: its person has a limit of their own, or weekly answers of whose end they are told once in a week. */
const LOOKED_BACK_ON = `(n.user_id IN (SELECT user_id FROM subscription_preferences WHERE max_calls_per_week IS NOT NULL)
  OR n.user_id IN (SELECT user_id FROM availability_weekly_answers))`;

/** What is looked back on outlives its campaign, and goes with {@link deleteLostGuards}. */
async function deleteFromLedger(tx: Tx, id: string, weekHorizon: string, limit: number): Promise<unknown[]> {
  return tx.sql`
    DELETE FROM notifications_ledger WHERE id IN
      (SELECT n.id FROM notifications_ledger n WHERE n.campaign_id = ${id}
         AND (n.first_attempt_at < ${weekHorizon} OR NOT ${() => LOOKED_BACK_ON})
       LIMIT ${limit}) RETURNING id`;
}

async function deleteRecipients(tx: Tx, id: string, limit: number): Promise<unknown[]> {
  return tx.sql`
    DELETE FROM availability_promotion_recipients WHERE id IN
      (SELECT id FROM availability_promotion_recipients WHERE campaign_id = ${id} LIMIT ${limit}) RETURNING id`;
}

async function deleteCampaign(tx: Tx, id: string): Promise<unknown[]> {
  const kept: unknown[] = await tx.sql`
    SELECT 1 FROM availability_promotion_send_logs WHERE campaign_id = ${id} LIMIT 1`;
  if (kept.length > 0) return [];
  return [
    ...(await tx.sql`
      DELETE FROM availability_promotion_turnouts WHERE campaign_id = ${id} RETURNING campaign_id`),
    ...(await tx.sql`
      DELETE FROM availability_promotion_jobs WHERE campaign_id = ${id} RETURNING id`),
    ...(await tx.sql`
      DELETE FROM availability_promotion_campaigns WHERE id = ${id} RETURNING id`),
    ...(await tx.sql`
      DELETE FROM system_state WHERE key IN (${`progress:${id}`}, ${`dropped_out:${id}`}) RETURNING key`),
  ];
}

/**
 * Deletes guards that go with no campaign: a restore has lost it, or it was older than they. It reads their campaigns'
 * ids off the index, one step for each, and not off the guards.
 */
async function deleteLostGuards(
  tx: Tx,
  { horizon, weekHorizon }: { readonly horizon: string; readonly weekHorizon: string },
  limit: number,
): Promise<unknown[]> {
  return tx.sql`
    DELETE FROM notifications_ledger WHERE id IN (
      WITH RECURSIVE guarded(id) AS (
        SELECT MIN(campaign_id) FROM notifications_ledger
        UNION ALL
        SELECT (SELECT MIN(n.campaign_id) FROM notifications_ledger n WHERE n.campaign_id > guarded.id)
        FROM guarded WHERE guarded.id IS NOT NULL)
      SELECT n.id FROM guarded JOIN notifications_ledger n ON n.campaign_id = guarded.id
      WHERE n.created_at < ${horizon} AND (n.first_attempt_at < ${weekHorizon} OR NOT ${() => LOOKED_BACK_ON})
        AND NOT EXISTS (SELECT 1 FROM availability_promotion_campaigns c WHERE c.id = guarded.id)
      LIMIT ${limit}) RETURNING id`;
}

/** An unused token leaves no trace but a link that was confirmed before. */
async function deleteOldLinkTokens(tx: Tx, at: string, limit: number): Promise<unknown[]> {
  await tx.sql`
    UPDATE availability_channel_links SET token_hash = NULL, expires_at = NULL
    WHERE expires_at < ${at} AND verified_at IS NOT NULL`;
  return tx.sql`
    DELETE FROM availability_channel_links WHERE (user_id, channel_type) IN
      (SELECT user_id, channel_type FROM availability_channel_links
       WHERE verified_at IS NULL AND (token_hash IS NULL OR expires_at < ${at}) LIMIT ${limit}) RETURNING user_id`;
}
