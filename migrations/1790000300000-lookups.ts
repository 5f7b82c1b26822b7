import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const LEDGER = 'notifications_ledger';
const SEND_LOGS = 'availability_promotion_send_logs';
const AUDIT_LOG = 'account_link_audit_log';

/** Lookups that read a whole table, which gets longer with every evening. */
const ADDED: readonly (readonly [table: string, columns: string[]])[] = [
  // Who was called for an event key, answered from the index alone; and what belongs to a campaign.
  [LEDGER, ['event_key', 'state', 'user_id']],
  [LEDGER, ['campaign_id']],
  // Deleting a job looks for the rows that point to it.
  [SEND_LOGS, ['job_id', 'user_id']],
  [AUDIT_LOG, ['actor_id']],
  [AUDIT_LOG, ['created_at']],
];

/** Indexes for lookups that read whole tables. */
export class Lookups1790000300000 implements MigrationInterface {
  readonly name = 'Lookups1790000300000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, columnNames] of ADDED) {
      await runner.createIndex(table, new TableIndex({ columnNames }));
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name, columnNames] of ADDED.toReversed()) {
      const table = await runner.getTable(name);
      const index = table?.indices.find(
        (known) => !known.isUnique && known.columnNames.join() === columnNames.join(),
      );
      if (index) await runner.dropIndex(name, index);
    }
  }
}
