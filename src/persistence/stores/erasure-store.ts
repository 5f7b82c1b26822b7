import { ERASED_PREFIX } from '../../domain/campaign.js';
import type { Tx } from '../engine/database.js';
import { toText } from '../instants.js';
import { clearState, forgetInUntold } from './system-state-store.js';

/** A digest of an erased person's id, and the mark of its key. */
interface Tombstone {
  readonly digest: string;
  readonly keyMark: string;
}

/**
 * Removes what a person told us and renames what must stay: history goes to a random stand-in, the ledger's
 * rows of `guardedDates` to a keyed digest, so that nobody calls them twice if they come back today. A tombstone stays, so that
 * no import brings them back. What they answered is to be taken back before, for that leaves a line.
 */
export async function erase(
  tx: Tx,
  person: {
    userId: string;
    standIn: string;
    digest: string;
    tombstone: Tombstone;
    guardedDates: readonly string[];
  },
  now: number,
): Promise<void> {
  const { userId, standIn, digest, tombstone, guardedDates } = person;
  await tx.sql`
    INSERT INTO erased_people (digest, key_mark, created_at)
    VALUES (${tombstone.digest}, ${tombstone.keyMark}, ${toText(now)}) ON CONFLICT (digest) DO NOTHING`;
  await tx.sql`DELETE FROM imported_items WHERE user_id = ${userId}`;
  await tx.sql`DELETE FROM availability_entries WHERE user_id = ${userId}`;
  await tx.sql`DELETE FROM availability_weekly_answers WHERE user_id = ${userId}`;
  await tx.sql`DELETE FROM availability_conditions WHERE user_id = ${userId}`;
  await tx.sql`DELETE FROM availability_absences WHERE user_id = ${userId}`;
  await tx.sql`DELETE FROM availability_promotion_answers WHERE user_id = ${userId}`;
  await tx.sql`DELETE FROM subscription_preferences WHERE user_id = ${userId}`;
  await tx.sql`DELETE FROM availability_channel_links WHERE user_id = ${userId}`;
  await tx.sql`DELETE FROM player_links WHERE user_id = ${userId}`;
  await tx.sql`DELETE FROM player_proofs WHERE user_id = ${userId}`;
  await tx.sql`DELETE FROM calendar_addresses WHERE user_id = ${userId}`;
  await tx.sql`DELETE FROM sessions WHERE user_id = ${userId}`;
  await tx.sql`DELETE FROM availability_promotion_standing WHERE set_by = ${userId}`;
  await tx.sql`
    UPDATE availability_promotion_proposals SET set_by = ${standIn} WHERE set_by = ${userId}`;
  await tx.sql`
    UPDATE availability_promotion_proposals SET ended_by = ${standIn} WHERE ended_by = ${userId}`;
  for (const date of guardedDates) {
    await tx.sql`
      UPDATE notifications_ledger SET user_id = ${digest}
      WHERE user_id = ${userId} AND event_key LIKE ${`%:${date}`}`;
  }
  await tx.sql`UPDATE notifications_ledger SET user_id = ${standIn} WHERE user_id = ${userId}`;
  await tx.sql`
    UPDATE availability_promotion_recipients SET user_id = ${standIn}, display_name = ''
    WHERE user_id = ${userId}`;
  await tx.sql`UPDATE availability_promotion_send_logs SET user_id = ${standIn} WHERE user_id = ${userId}`;
  await tx.sql`UPDATE account_link_audit_log SET user_id = ${standIn} WHERE user_id = ${userId}`;
  await tx.sql`UPDATE account_link_audit_log SET actor_id = ${standIn} WHERE actor_id = ${userId}`;
  await tx.sql`UPDATE settings SET updated_by = ${standIn} WHERE updated_by = ${userId}`;
  await tx.sql`UPDATE settings_audit_log SET actor_id = ${standIn} WHERE actor_id = ${userId}`;
  await tx.sql`
    UPDATE system_state SET value = ${standIn} WHERE key = 'promotions_paused' AND value = ${userId}`;
  await forgetInUntold(tx, userId);
  // The place of their progress message is an address of theirs too.
  const started: { id: string }[] = await tx.sql`
    SELECT id FROM availability_promotion_campaigns WHERE initiated_by = ${userId}`;
  for (const { id } of started) await clearState(tx, `progress:${id}`);
  await tx.sql`
    UPDATE availability_promotion_campaigns SET initiated_by = ${standIn},
      idempotency_key = ${standIn} || ':' || id, note = NULL, note_by = NULL
    WHERE initiated_by = ${userId}`;
}

/** Makes the digests of earlier days random too: they guard nothing any more. */
export async function forgetDigests(
  tx: Tx,
  guardedDates: readonly string[],
  standIn: () => string,
): Promise<number> {
  // A range, and not LIKE, for which SQLite reads the whole ledger.
  const rows: { id: string; event_key: string }[] = await tx.sql`
    SELECT id, event_key FROM notifications_ledger WHERE user_id >= 'digest:' AND user_id < 'digest;'`;
  const old = rows.filter((row) => !guardedDates.some((date) => row.event_key.endsWith(`:${date}`)));
  for (const { id } of old) {
    await tx.sql`UPDATE notifications_ledger SET user_id = ${`${ERASED_PREFIX}${standIn()}`} WHERE id = ${id}`;
  }
  return old.length;
}
