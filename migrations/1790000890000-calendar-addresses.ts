import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/** Under which address a person's evenings can be read, as a digest. */
const ADDRESSES = new Table({
  name: 'calendar_addresses',
  columns: [
    { name: 'user_id', type: 'text', isPrimary: true },
    { name: 'token_digest', type: 'text' },
    { name: 'created_at', type: 'text' },
  ],
  uniques: [{ columnNames: ['token_digest'] }],
});

export class CalendarAddresses1790000890000 implements MigrationInterface {
  readonly name = 'CalendarAddresses1790000890000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(ADDRESSES.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(ADDRESSES.name);
  }
}
