import { EntitySchema } from 'typeorm';
import { instant, nullableInstant, text, textKey } from './columns.js';

export interface ImportedItemRow {
  user_id: string;
  /** What of theirs, such as `player_link` or `entry:2026-03-10`. */
  item: string;
  /** As the import wrote it. */
  mark: string;
  /** How old it was where it came from; null: nobody knows. */
  source_at: string | null;
  created_at: string;
  updated_at: string;
}

export const ImportedItem = new EntitySchema<ImportedItemRow>({
  name: 'ImportedItem',
  tableName: 'imported_items',
  columns: {
    user_id: textKey,
    item: textKey,
    mark: text,
    source_at: nullableInstant,
    created_at: instant,
    updated_at: instant,
  },
  indices: [{ columns: ['item'] }],
});
