import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/** The messages that show a day's board. */
const BOARDS = new Table({
  name: 'availability_boards',
  columns: [
    { name: 'message_id', type: 'text', isPrimary: true },
    { name: 'channel_id', type: 'text' },
    { name: 'entry_date', type: 'text' },
    { name: 'shown', type: 'text' },
    { name: 'closed_at', type: 'text', isNullable: true },
    { name: 'created_at', type: 'text' },
    { name: 'updated_at', type: 'text' },
  ],
  indices: [{ columnNames: ['entry_date'] }, { columnNames: ['closed_at'] }],
});

export class Boards1790000720000 implements MigrationInterface {
  readonly name = 'Boards1790000720000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(BOARDS.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(BOARDS.name);
  }
}
