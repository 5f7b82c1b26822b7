import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/** Who is in on a date as soon as so many are. */
const CONDITIONS = new Table({
  name: 'availability_conditions',
  columns: [
    { name: 'user_id', type: 'text', isPrimary: true },
    { name: 'entry_date', type: 'text', isPrimary: true },
    { name: 'at_least', type: 'integer' },
    { name: 'turned_at', type: 'text', isNullable: true },
    { name: 'created_at', type: 'text' },
    { name: 'updated_at', type: 'text' },
  ],
  indices: [{ columnNames: ['entry_date'] }],
});

export class Conditions1790000820001 implements MigrationInterface {
  readonly name = 'Conditions1790000820001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(CONDITIONS.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(CONDITIONS.name);
  }
}
