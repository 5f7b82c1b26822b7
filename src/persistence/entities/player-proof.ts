import { EntitySchema } from 'typeorm';
import { instant, integer, text, textKey } from './columns.js';

export interface PlayerProofRow {
  user_id: string;
  player_guid: string;
  code_digest: string;
  expires_at: string;
  looks: number;
  created_at: string;
  updated_at: string;
}

export const PlayerProof = new EntitySchema<PlayerProofRow>({
  name: 'PlayerProof',
  tableName: 'player_proofs',
  columns: {
    user_id: textKey,
    player_guid: text,
    code_digest: text,
    expires_at: instant,
    looks: integer,
    created_at: instant,
    updated_at: instant,
  },
});
