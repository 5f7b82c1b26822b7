import { EntitySchema } from 'typeorm';
import { instant, text, textKey } from './columns.js';

/** Facts about the deployment that outlive a restart, such as the pause and the retention horizon. */
export interface SystemStateRow {
  key: string;
  value: string;
  created_at: string;
  updated_at: string;
}

export const SystemState = new EntitySchema<SystemStateRow>({
  name: 'SystemState',
  tableName: 'system_state',
  columns: { key: textKey, value: text, created_at: instant, updated_at: instant },
});
