import { EntitySchema } from 'typeorm';
import type { AvailabilityStatus } from '../../domain/availability.js';
import { instant, text, textKey } from './columns.js';

export interface AvailabilityEntryRow {
  id: string;
  user_id: string;
  user_name: string;
  entry_date: string;
  status: AvailabilityStatus;
  created_at: string;
  updated_at: string;
}

export const AvailabilityEntry = new EntitySchema<AvailabilityEntryRow>({
  name: 'AvailabilityEntry',
  tableName: 'availability_entries',
  columns: {
    id: textKey,
    user_id: text,
    user_name: text,
    entry_date: text,
    status: text,
    created_at: instant,
    updated_at: instant,
  },
  uniques: [{ columns: ['user_id', 'entry_date'] }],
  indices: [{ columns: ['entry_date'] }, { columns: ['entry_date', 'updated_at'] }],
});
