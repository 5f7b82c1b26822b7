import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

const LEDGER = 'notifications_ledger';
const kind = (isNullable: boolean): TableColumn =>
  new TableColumn({ name: 'kind', type: 'text', isNullable });

/** A row of the ledger says what leaves by it: a call, a dry run's report, or the summary of a follow-up. */
export class LedgerKinds1790000600000 implements MigrationInterface {
  readonly name = 'LedgerKinds1790000600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn(LEDGER, kind(true));
    // As it was told until now: only calls are somebody's of a snapshot, and only summaries go to a channel.
    await runner.query(`
      UPDATE ${LEDGER} SET kind = CASE
        WHEN recipient_id IS NOT NULL THEN 'call'
        WHEN user_id LIKE 'channel:%' THEN 'summary'
        ELSE 'report' END`);
    await runner.changeColumn(LEDGER, 'kind', kind(false));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn(LEDGER, 'kind');
  }
}
