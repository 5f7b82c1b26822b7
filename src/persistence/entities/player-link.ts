import { EntitySchema } from 'typeorm';
import { instant, nullableInstant, text, textKey } from './columns.js';

export interface PlayerLinkRow {
  user_id: string;
  player_guid: string;
  player_name: string;
  verified_at: string | null;
  created_at: string;
  updated_at: string;
}

export const PlayerLink = new EntitySchema<PlayerLinkRow>({
  name: 'PlayerLink',
  tableName: 'player_links',
  columns: {
    user_id: textKey,
    player_guid: text,
    player_name: text,
    verified_at: nullableInstant,
    created_at: instant,
    updated_at: instant,
  },
  uniques: [{ columns: ['player_guid'] }],
});
