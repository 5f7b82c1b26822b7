import type { Tx, View } from './database.js';
import type { PlayerLinkRow } from './entities/player-link.js';
import { toText } from './instants.js';

/** The game account a person says is theirs. */
export interface PlayerLink {
  readonly userId: string;
  readonly guid: string;
  readonly name: string;
}

export async function findPlayerLink(view: View, userId: string): Promise<PlayerLink | null> {
  const rows: PlayerLinkRow[] = await view.sql`SELECT * FROM player_links WHERE user_id = ${userId}`;
  return rows[0] ? { userId: rows[0].user_id, guid: rows[0].player_guid, name: rows[0].player_name } : null;
}

/**
 * Links a person to a game account, in place of the one they had.
 * @throws the driver's unique violation when the account is somebody else's.
 */
export async function savePlayerLink(tx: Tx, link: PlayerLink, now: number): Promise<void> {
  const at = toText(now);
  await tx.sql`
    INSERT INTO player_links (user_id, player_guid, player_name, verified_at, created_at, updated_at)
    VALUES (${link.userId}, ${link.guid}, ${link.name}, NULL, ${at}, ${at})
    ON CONFLICT (user_id) DO UPDATE SET
      player_guid = excluded.player_guid, player_name = excluded.player_name, updated_at = excluded.updated_at,
      verified_at = CASE WHEN player_links.player_guid = excluded.player_guid THEN player_links.verified_at END`;
}

/** @returns whether there was a link to release. */
export async function deletePlayerLink(tx: Tx, userId: string): Promise<boolean> {
  const rows: unknown[] = await tx.sql`DELETE FROM player_links WHERE user_id = ${userId} RETURNING user_id`;
  return rows.length > 0;
}
