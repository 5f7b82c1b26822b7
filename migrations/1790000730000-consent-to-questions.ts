import type { MigrationInterface, QueryRunner } from 'typeorm';

const PREFERENCES = 'subscription_preferences';
const COLUMNS = [
  // Nobody has said yes to it so far.
  ['allow_questions', 'boolean NOT NULL DEFAULT (0)'],
  ['questions_consented_at', 'text'],
  ['questions_counted_from', 'text'],
] as const;

/** People may agree to be asked whether they play, apart from being called. */
export class ConsentToQuestions1790000730000 implements MigrationInterface {
  readonly name = 'ConsentToQuestions1790000730000';

  // Not by the runner's own way, which makes the table anew.
  async up(runner: QueryRunner): Promise<void> {
    for (const [column, type] of COLUMNS)
      await runner.query(`ALTER TABLE "${PREFERENCES}" ADD COLUMN "${column}" ${type}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [column] of [...COLUMNS].reverse())
      await runner.query(`ALTER TABLE "${PREFERENCES}" DROP COLUMN "${column}"`);
  }
}
