import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/** What an import has brought of people, so that a later one knows what they have changed since. */
const ITEMS = new Table({
  name: 'imported_items',
  columns: [
    { name: 'user_id', type: 'text', isPrimary: true },
    { name: 'item', type: 'text', isPrimary: true },
    { name: 'mark', type: 'text' },
    { name: 'source_at', type: 'text', isNullable: true },
    { name: 'created_at', type: 'text' },
    { name: 'updated_at', type: 'text' },
  ],
  indices: [{ columnNames: ['item'] }],
});

/** Who had themselves erased, as digests: an import brings none of them back. */
const ERASED = new Table({
  name: 'erased_people',
  columns: [
    { name: 'digest', type: 'text', isPrimary: true },
    { name: 'key_mark', type: 'text' },
    { name: 'created_at', type: 'text' },
  ],
});

export class Imports1790000870000 implements MigrationInterface {
  readonly name = 'Imports1790000870000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(ITEMS.clone());
    await runner.createTable(ERASED.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(ERASED.name);
    await runner.dropTable(ITEMS.name);
  }
}
