import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';

const PREFERENCES = 'subscription_preferences';
const ACCOUNT = 'signal_account_digest';

/** A Signal account is the person, whatever its number: it has a digest beside the address's. */
export class SignalAccounts1790000400000 implements MigrationInterface {
  readonly name = 'SignalAccounts1790000400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn(PREFERENCES, new TableColumn({ name: ACCOUNT, type: 'text', isNullable: true }));
    await runner.createIndex(PREFERENCES, new TableIndex({ columnNames: [ACCOUNT], isUnique: true }));
  }

  async down(runner: QueryRunner): Promise<void> {
    const preferences = await runner.getTable(PREFERENCES);
    const byAccount = preferences?.indices.find(({ columnNames }) => columnNames.join() === ACCOUNT);
    if (byAccount) await runner.dropIndex(PREFERENCES, byAccount);
    await runner.dropColumn(PREFERENCES, ACCOUNT);
  }
}
