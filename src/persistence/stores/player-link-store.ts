import { canonicalGuid } from '../../domain/player-link.js';
import type { Tx, View } from '../engine/database.js';
import type { PlayerLinkRow } from '../entities/player-link.js';
import { fromText, toText } from '../instants.js';

/** The game account a person says is theirs. */
export interface PlayerLink {
  readonly userId: string;
  readonly guid: string;
  readonly name: string;
  /** When it was proved or confirmed; `null`: only their word. */
  readonly verifiedAt: number | null;
}

function toLink(row: PlayerLinkRow): PlayerLink {
  return {
    userId: row.user_id,
    guid: row.player_guid,
    name: row.player_name,
    verifiedAt: row.verified_at === null ? null : fromText(row.verified_at),
  };
}

/** A person's link, whether it counts or not. */
export async function findPlayerLink(view: View, userId: string): Promise<PlayerLink | null> {
  const rows: PlayerLinkRow[] = await view.sql`SELECT * FROM player_links WHERE user_id = ${userId}`;
  return rows[0] ? toLink(rows[0]) : null;
}

/**
 * Links a person to a game account, in place of an earlier one. A confirmation stays with its account.
 * @throws the driver's unique violation when somebody else has the account.
 */
export async function savePlayerLink(
  tx: Tx,
  link: Omit<PlayerLink, 'verifiedAt'>,
  now: number,
): Promise<PlayerLink> {
  const at = toText(now);
  const rows: PlayerLinkRow[] = await tx.sql`
    INSERT INTO player_links (user_id, player_guid, player_name, verified_at, created_at, updated_at)
    VALUES (${link.userId}, ${link.guid}, ${link.name}, NULL, ${at}, ${at})
    ON CONFLICT (user_id) DO UPDATE SET
      player_guid = excluded.player_guid, player_name = excluded.player_name, updated_at = excluded.updated_at,
      verified_at = CASE WHEN player_links.player_guid = excluded.player_guid THEN player_links.verified_at END
    RETURNING *`;
  const row = rows[0];
  if (!row) throw new Error('what was just written is there');
  return toLink(row);
}

/** Whether somebody else has this id in other letters: earlier releases kept ids as they were typed. */
export async function isTakenInOtherLetters(
  view: View,
  { userId, guid }: Pick<PlayerLink, 'userId' | 'guid'>,
): Promise<boolean> {
  const rows: { player_guid: string }[] = await view.sql`
    SELECT player_guid FROM player_links WHERE UPPER(player_guid) = UPPER(${guid}) AND user_id <> ${userId}`;
  return rows.some(({ player_guid }) => canonicalGuid(player_guid) === canonicalGuid(guid));
}

/** Confirms a person's link to this account; `false` when it is not theirs (any more). */
export async function verifyPlayerLink(
  tx: Tx,
  link: Pick<PlayerLink, 'userId' | 'guid'>,
  now: number,
): Promise<boolean> {
  const at = toText(now);
  const rows: unknown[] = await tx.sql`
    UPDATE player_links SET verified_at = ${at}, updated_at = ${at}
    WHERE user_id = ${link.userId} AND player_guid = ${link.guid} RETURNING user_id`;
  return rows.length > 0;
}

/** @returns whether there was a link to release. */
export async function deletePlayerLink(tx: Tx, userId: string): Promise<boolean> {
  const rows: unknown[] = await tx.sql`DELETE FROM player_links WHERE user_id = ${userId} RETURNING user_id`;
  return rows.length > 0;
}
