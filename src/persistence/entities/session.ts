import { EntitySchema } from 'typeorm';
import { instant, text, textKey } from './columns.js';

export interface SessionRow {
  id_hash: string;
  user_id: string;
  expires_at: string;
  last_seen_at: string;
  created_at: string;
}

export const Session = new EntitySchema<SessionRow>({
  name: 'Session',
  tableName: 'sessions',
  columns: {
    id_hash: textKey,
    user_id: text,
    expires_at: instant,
    last_seen_at: instant,
    created_at: instant,
  },
  indices: [{ columns: ['user_id'] }],
});
