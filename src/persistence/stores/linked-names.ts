import type { LinkedName } from '../../domain/player-match.js';
import type { View } from '../engine/database.js';

/** Everybody's player link, with their name in the game; `onlyVerified`: only proved links. */
export async function linkedNames(view: View, onlyVerified: boolean): Promise<LinkedName[]> {
  const rows: { user_id: string; player_name: string }[] = await view.sql`
    SELECT user_id, player_name FROM player_links
    WHERE verified_at IS NOT NULL OR ${Number(onlyVerified)} = 0 ORDER BY user_id`;
  return rows.map((row) => ({ userId: row.user_id, name: row.player_name }));
}
