import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const ENTRIES = 'availability_entries';

/** Every poll of a campaign counts who has changed their answer since it was created. */
const BY_CHANGE = { columnNames: ['entry_date', 'updated_at'] };

export class LateAnswers1790000400001 implements MigrationInterface {
  readonly name = 'LateAnswers1790000400001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex(ENTRIES, new TableIndex(BY_CHANGE));
  }

  async down(runner: QueryRunner): Promise<void> {
    const entries = await runner.getTable(ENTRIES);
    const byChange = entries?.indices.find(
      ({ columnNames }) => columnNames.join() === BY_CHANGE.columnNames.join(),
    );
    if (byChange) await runner.dropIndex(ENTRIES, byChange);
  }
}
