import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/** What people say about weekdays, and between which dates it counts. */
const WEEKLY = new Table({
  name: 'availability_weekly_answers',
  columns: [
    { name: 'user_id', type: 'text', isPrimary: true },
    { name: 'weekday', type: 'integer', isPrimary: true },
    { name: 'user_name', type: 'text' },
    { name: 'status', type: 'text' },
    { name: 'counts_from', type: 'text' },
    { name: 'counts_until', type: 'text' },
    { name: 'created_at', type: 'text' },
    { name: 'updated_at', type: 'text' },
  ],
  indices: [{ columnNames: ['weekday', 'counts_until'] }, { columnNames: ['counts_until'] }],
});

/** Between which dates people are away. */
const ABSENCES = new Table({
  name: 'availability_absences',
  columns: [
    { name: 'user_id', type: 'text', isPrimary: true },
    { name: 'away_from', type: 'text' },
    { name: 'away_until', type: 'text' },
    { name: 'created_at', type: 'text' },
    { name: 'updated_at', type: 'text' },
  ],
  indices: [{ columnNames: ['away_until'] }],
});

export class StandingAnswers1790000820000 implements MigrationInterface {
  readonly name = 'StandingAnswers1790000820000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(WEEKLY.clone());
    await runner.createTable(ABSENCES.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(ABSENCES.name);
    await runner.dropTable(WEEKLY.name);
  }
}
