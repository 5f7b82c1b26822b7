import { EntitySchema } from 'typeorm';
import { instant, text, textKey } from './columns.js';

/** A setting as an admin has set it, as text. */
export interface SettingRow {
  key: string;
  value: string;
  updated_by: string;
  created_at: string;
  updated_at: string;
}

export const Setting = new EntitySchema<SettingRow>({
  name: 'Setting',
  tableName: 'settings',
  columns: { key: textKey, value: text, updated_by: text, created_at: instant, updated_at: instant },
});
