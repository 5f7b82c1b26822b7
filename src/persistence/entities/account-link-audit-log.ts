import { EntitySchema } from 'typeorm';
import { instant, text } from './columns.js';

export interface AccountLinkAuditRow {
  id: number;
  user_id: string;
  action: string;
  actor_id: string;
  /** JSON; never a handle. */
  metadata: string;
  created_at: string;
}

export const AccountLinkAuditLog = new EntitySchema<AccountLinkAuditRow>({
  name: 'AccountLinkAuditLog',
  tableName: 'account_link_audit_log',
  columns: {
    id: { type: 'integer', primary: true, generated: 'increment' },
    user_id: text,
    action: text,
    actor_id: text,
    metadata: text,
    created_at: instant,
  },
  indices: [{ columns: ['user_id'] }, { columns: ['actor_id'] }, { columns: ['created_at'] }],
});
