import type { MigrationInterface, QueryRunner } from 'typeorm';
import { defaultNo } from './support/engine.js';

const PREFERENCES = 'subscription_preferences';
const COLUMNS = [
  ['allow_questions', 'boolean NOT NULL'],
  ['questions_consented_at', 'text'],
  ['questions_counted_from', 'text'],
] as const;

/** People may agree to be asked whether they play, apart from being called. */
export class ConsentToQuestions1790000730000 implements MigrationInterface {
  readonly name = 'ConsentToQuestions1790000730000';

  // Not by the runner's own way, which makes the table anew.
  async up(runner: QueryRunner): Promise<void> {
    for (const [column, type] of COLUMNS) {
      // Nobody has said yes to it so far.
      const otherwise = type === 'text' ? '' : ` ${defaultNo(runner)}`;
      await runner.query(`ALTER TABLE "${PREFERENCES}" ADD COLUMN "${column}" ${type}${otherwise}`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [column] of [...COLUMNS].reverse())
      await runner.query(`ALTER TABLE "${PREFERENCES}" DROP COLUMN "${column}"`);
  }
}
