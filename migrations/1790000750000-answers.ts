import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/** What people answered to the messages of an evening. */
const ANSWERS = new Table({
  name: 'availability_promotion_answers',
  columns: [
    { name: 'user_id', type: 'text', isPrimary: true },
    { name: 'answer_date', type: 'text', isPrimary: true },
    { name: 'answer', type: 'text' },
    { name: 'late_until', type: 'text', isNullable: true },
    { name: 'channel_type', type: 'text', isNullable: true },
    { name: 'campaign_id', type: 'text', isNullable: true },
    { name: 'created_at', type: 'text' },
    { name: 'updated_at', type: 'text' },
  ],
  indices: [{ columnNames: ['answer_date'] }],
});

export class Answers1790000750000 implements MigrationInterface {
  readonly name = 'Answers1790000750000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(ANSWERS.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(ANSWERS.name);
  }
}
