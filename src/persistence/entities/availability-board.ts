import { EntitySchema } from 'typeorm';
import { instant, nullableInstant, text, textKey } from './columns.js';

export interface AvailabilityBoardRow {
  message_id: string;
  channel_id: string;
  entry_date: string;
  /** A digest of what the message shows; empty: nobody knows. */
  shown: string;
  /** From when on the message is left as it is. */
  closed_at: string | null;
  created_at: string;
  updated_at: string;
}

export const AvailabilityBoard = new EntitySchema<AvailabilityBoardRow>({
  name: 'AvailabilityBoard',
  tableName: 'availability_boards',
  columns: {
    message_id: textKey,
    channel_id: text,
    entry_date: text,
    shown: text,
    closed_at: nullableInstant,
    created_at: instant,
    updated_at: instant,
  },
  indices: [{ columns: ['entry_date'] }, { columns: ['closed_at'] }],
});
