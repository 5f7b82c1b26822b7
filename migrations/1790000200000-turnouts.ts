import { type MigrationInterface, type QueryRunner, Table, TableIndex } from 'typeorm';

/** Who came to each session, in numbers. */
const TURNOUTS = new Table({
  name: 'availability_promotion_turnouts',
  columns: [
    { name: 'campaign_id', type: 'text', isPrimary: true },
    { name: 'campaign_date', type: 'text' },
    { name: 'expected', type: 'integer' },
    { name: 'in_voice', type: 'integer', isNullable: true },
    { name: 'on_server', type: 'integer', isNullable: true },
    { name: 'joined', type: 'integer', isNullable: true },
    { name: 'look_at', type: 'text', isNullable: true },
    { name: 'created_at', type: 'text' },
    { name: 'updated_at', type: 'text' },
  ],
  indices: [{ columnNames: ['look_at'] }, { columnNames: ['campaign_date'] }],
  foreignKeys: [
    {
      columnNames: ['campaign_id'],
      referencedTableName: 'availability_promotion_campaigns',
      referencedColumnNames: ['id'],
    },
  ],
});

const LEDGER = 'notifications_ledger';

/** Every few seconds we look for rows that are under way or wait; most rows are done, and stay unread. */
const BY_STATE = { columnNames: ['state', 'next_attempt_at'] };

export class Turnouts1790000200000 implements MigrationInterface {
  readonly name = 'Turnouts1790000200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(TURNOUTS.clone());
    await runner.createIndex(LEDGER, new TableIndex(BY_STATE));
  }

  async down(runner: QueryRunner): Promise<void> {
    const ledger = await runner.getTable(LEDGER);
    const byState = ledger?.indices.find(
      ({ columnNames }) => columnNames.join() === BY_STATE.columnNames.join(),
    );
    if (byState) await runner.dropIndex(LEDGER, byState);
    await runner.dropTable(TURNOUTS.name);
  }
}
