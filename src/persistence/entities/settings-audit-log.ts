import { EntitySchema } from 'typeorm';
import { instant, nullableText, text } from './columns.js';

export interface SettingsAuditRow {
  id: number;
  key: string;
  /** `null`: it was, or is, what holds without it. */
  old_value: string | null;
  new_value: string | null;
  actor_id: string;
  created_at: string;
}

export const SettingsAuditLog = new EntitySchema<SettingsAuditRow>({
  name: 'SettingsAuditLog',
  tableName: 'settings_audit_log',
  columns: {
    id: { type: 'integer', primary: true, generated: 'increment' },
    key: text,
    old_value: nullableText,
    new_value: nullableText,
    actor_id: text,
    created_at: instant,
  },
  indices: [{ columns: ['actor_id'] }, { columns: ['created_at'] }],
});
