import type { Tx } from './database.js';
import { toText } from './instants.js';
import { writeState } from './system-state-store.js';

/**
 * Deletes what is older than `beforeDate` (a local date) and, for the append-only logs, than `horizon` (an instant):
 * finished campaigns with everything that belongs to them, availability, old audit lines; and, however new, sessions,
 * codes and link tokens that are good no more.
 * @returns how many rows went.
 */
export async function deleteOld(
  tx: Tx,
  limits: { beforeDate: string; horizon: number },
  now: number,
): Promise<number> {
  const horizon = toText(limits.horizon);
  await writeState(tx, 'retention_horizon', horizon, now);
  const campaigns: { id: string }[] = await tx.sql`
    SELECT c.id FROM availability_promotion_campaigns c
    WHERE c.campaign_date < ${limits.beforeDate}
      AND NOT EXISTS (SELECT 1 FROM availability_promotion_jobs j
        WHERE j.campaign_id = c.id AND j.status IN ('pending', 'running'))
      AND NOT EXISTS (SELECT 1 FROM availability_promotion_send_logs l
        WHERE l.campaign_id = c.id AND l.created_at >= ${horizon})`;
  let deleted = 0;
  const count = async (rows: Promise<unknown[]>): Promise<void> => {
    deleted += (await rows).length;
  };
  for (const { id } of campaigns) {
    await count(tx.sql`DELETE FROM availability_promotion_send_logs WHERE campaign_id = ${id} RETURNING id`);
    await count(tx.sql`DELETE FROM notifications_ledger WHERE campaign_id = ${id} RETURNING id`);
    await count(tx.sql`DELETE FROM availability_promotion_recipients WHERE campaign_id = ${id} RETURNING id`);
    await count(
      tx.sql`DELETE FROM availability_promotion_turnouts WHERE campaign_id = ${id} RETURNING campaign_id`,
    );
    await count(tx.sql`DELETE FROM availability_promotion_jobs WHERE campaign_id = ${id} RETURNING id`);
    await count(tx.sql`DELETE FROM availability_promotion_campaigns WHERE id = ${id} RETURNING id`);
    await count(tx.sql`DELETE FROM system_state WHERE key = ${`progress:${id}`} RETURNING key`);
  }
  await count(tx.sql`DELETE FROM availability_entries WHERE entry_date < ${limits.beforeDate} RETURNING id`);
  await count(tx.sql`DELETE FROM account_link_audit_log WHERE created_at < ${horizon} RETURNING id`);
  await count(tx.sql`DELETE FROM player_proofs WHERE expires_at < ${toText(now)} RETURNING user_id`);
  await count(tx.sql`DELETE FROM sessions WHERE expires_at < ${toText(now)} RETURNING id_hash`);
  // Guards of campaigns that a restore has lost: there is no campaign to go with.
  await count(tx.sql`
    DELETE FROM notifications_ledger WHERE created_at < ${horizon}
      AND NOT EXISTS (SELECT 1 FROM availability_promotion_campaigns c
        WHERE c.id = notifications_ledger.campaign_id) RETURNING id`);
  await count(tx.sql`
    DELETE FROM system_state WHERE key LIKE 'lost:%' AND value < ${horizon} RETURNING key`);
  return deleted + (await deleteOldLinkTokens(tx, now));
}

/** Who asked for a token and never used it leaves no trace but a link that was confirmed before. */
async function deleteOldLinkTokens(tx: Tx, now: number): Promise<number> {
  const at = toText(now);
  await tx.sql`
    UPDATE availability_channel_links SET token_hash = NULL, expires_at = NULL
    WHERE expires_at < ${at} AND verified_at IS NOT NULL`;
  const rows: unknown[] = await tx.sql`
    DELETE FROM availability_channel_links
    WHERE verified_at IS NULL AND (token_hash IS NULL OR expires_at < ${at}) RETURNING user_id`;
  return rows.length;
}
