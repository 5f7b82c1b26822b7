import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

const LEDGER = 'notifications_ledger';
const kind = (isNullable: boolean): TableColumn =>
  new TableColumn({ name: 'kind', type: 'text', isNullable });

/** A ledger row says what it sends: a call, a dry run's report, or the summary of a follow-up. */
export class LedgerKinds1790000600000 implements MigrationInterface {
  readonly name = 'LedgerKinds1790000600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn(LEDGER, kind(true));
    // As code told until now: only calls have a recipient, and only summaries go to a Discord channel.
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
