import { EntitySchema } from 'typeorm';
import { instant, integer, nullableInstant, text, textKey } from './columns.js';

export interface ConditionRow {
  user_id: string;
  entry_date: string;
  at_least: number;
  /** When it was met, and its person's answer turned; null: it has not been. */
  turned_at: string | null;
  created_at: string;
  updated_at: string;
}

export const Condition = new EntitySchema<ConditionRow>({
  name: 'Condition',
  tableName: 'availability_conditions',
  columns: {
    user_id: textKey,
    entry_date: { ...text, primary: true },
    at_least: integer,
    turned_at: nullableInstant,
    created_at: instant,
    updated_at: instant,
  },
  indices: [{ columns: ['entry_date'] }],
});
