import { EntitySchema } from 'typeorm';
import { instant, text, textKey } from './columns.js';

export interface AbsenceRow {
  user_id: string;
  /** The first date somebody is away, and the last. */
  away_from: string;
  away_until: string;
  created_at: string;
  updated_at: string;
}

export const Absence = new EntitySchema<AbsenceRow>({
  name: 'Absence',
  tableName: 'availability_absences',
  columns: {
    user_id: textKey,
    away_from: text,
    away_until: text,
    created_at: instant,
    updated_at: instant,
  },
  indices: [{ columns: ['away_until'] }],
});
