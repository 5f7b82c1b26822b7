import type { Tx, View } from '../engine/database.js';
import type { PlayerProofRow } from '../entities/player-proof.js';
import { fromText, toText } from '../instants.js';

/** A code for a person to prove that an account is theirs; nobody keeps the code itself. */
export interface PlayerProof {
  readonly userId: string;
  readonly guid: string;
  readonly codeDigest: string;
  readonly expiresAt: number;
  /** How many looks did not find the code. */
  readonly looks: number;
}

/** Keeps a code, in place of this person's earlier one. */
export async function saveProof(tx: Tx, proof: Omit<PlayerProof, 'looks'>, now: number): Promise<void> {
  const at = toText(now);
  await tx.sql`
    INSERT INTO player_proofs (user_id, player_guid, code_digest, expires_at, looks, created_at, updated_at)
    VALUES (${proof.userId}, ${proof.guid}, ${proof.codeDigest}, ${toText(proof.expiresAt)}, 0, ${at}, ${at})
    ON CONFLICT (user_id) DO UPDATE SET
      player_guid = excluded.player_guid, code_digest = excluded.code_digest, expires_at = excluded.expires_at,
      looks = 0, updated_at = excluded.updated_at`;
}

/** A person's code, while it has not expired. */
export async function findProof(view: View, userId: string, now: number): Promise<PlayerProof | null> {
  const rows: PlayerProofRow[] = await view.sql`
    SELECT * FROM player_proofs WHERE user_id = ${userId} AND expires_at > ${toText(now)}`;
  const row = rows[0];
  return row
    ? {
        userId: row.user_id,
        guid: row.player_guid,
        codeDigest: row.code_digest,
        expiresAt: fromText(row.expires_at),
        looks: row.looks,
      }
    : null;
}

/** Counts a look that found nothing. */
export async function countLook(tx: Tx, userId: string, now: number): Promise<void> {
  await tx.sql`
    UPDATE player_proofs SET looks = looks + 1, updated_at = ${toText(now)} WHERE user_id = ${userId}`;
}

/** Uses a code up: of several tries one succeeds. */
export async function useProof(tx: Tx, proof: PlayerProof, now: number): Promise<boolean> {
  const rows: unknown[] = await tx.sql`
    DELETE FROM player_proofs
    WHERE user_id = ${proof.userId} AND code_digest = ${proof.codeDigest} AND expires_at > ${toText(now)}
    RETURNING user_id`;
  return rows.length > 0;
}

/** Forgets a person's code, if they have one. */
export async function deleteProof(tx: Tx, userId: string): Promise<void> {
  await tx.sql`DELETE FROM player_proofs WHERE user_id = ${userId}`;
}
