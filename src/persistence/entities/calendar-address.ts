import { EntitySchema } from 'typeorm';
import { instant, text, textKey } from './columns.js';

export interface CalendarAddressRow {
  user_id: string;
  token_digest: string;
  created_at: string;
}

export const CalendarAddress = new EntitySchema<CalendarAddressRow>({
  name: 'CalendarAddress',
  tableName: 'calendar_addresses',
  columns: {
    user_id: textKey,
    token_digest: text,
    created_at: instant,
  },
  uniques: [{ columns: ['token_digest'] }],
});
