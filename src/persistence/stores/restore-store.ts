import type { Tx, View } from '../engine/database.js';
import { fromNullableText, toText } from '../instants.js';

/**
 * Ends every session and calendar address, and makes link tokens and game codes worthless: a person who signed out
 * since must not be signed in again, an address that ended must not live again, nor a used token work again.
 */
export async function endWhatWasTemporary(tx: Tx, now: number): Promise<void> {
  await tx.sql`DELETE FROM sessions`;
  await tx.sql`DELETE FROM calendar_addresses`;
  await tx.sql`DELETE FROM player_proofs`;
  await tx.sql`
    UPDATE availability_channel_links SET token_hash = NULL, expires_at = NULL, updated_at = ${toText(now)}
    WHERE token_hash IS NOT NULL`;
}

/** The newest instant (ms) in a database; `null` where nothing ever happened. */
export async function newestInstant(view: View): Promise<number | null> {
  const [row]: { at: string | null }[] = await view.sql`
    SELECT MAX(at) AS at FROM (
      SELECT MAX(updated_at) AS at FROM availability_promotion_jobs
      UNION ALL SELECT MAX(updated_at) FROM availability_promotion_campaigns
      UNION ALL SELECT MAX(updated_at) FROM notifications_ledger
      UNION ALL SELECT MAX(created_at) FROM availability_promotion_send_logs
      UNION ALL SELECT MAX(created_at) FROM account_link_audit_log
      UNION ALL SELECT MAX(updated_at) FROM subscription_preferences
      UNION ALL SELECT MAX(updated_at) FROM availability_entries
      UNION ALL SELECT MAX(updated_at) FROM availability_weekly_answers
      UNION ALL SELECT MAX(updated_at) FROM availability_absences
      UNION ALL SELECT MAX(updated_at) FROM availability_conditions
      UNION ALL SELECT MAX(updated_at) FROM availability_promotion_standing
      UNION ALL SELECT MAX(updated_at) FROM availability_promotion_proposals
      UNION ALL SELECT MAX(updated_at) FROM system_state) newest`;
  return fromNullableText(row?.at ?? null);
}
