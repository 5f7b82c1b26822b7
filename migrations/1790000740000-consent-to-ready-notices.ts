import type { MigrationInterface, QueryRunner } from 'typeorm';
import { defaultNo } from './support/engine.js';

const COLUMNS = [
  ['subscription_preferences', 'allow_ready_notices', 'boolean NOT NULL'],
  ['subscription_preferences', 'ready_consented_at', 'text'],
  ['availability_promotion_recipients', 'promotes', 'boolean NOT NULL'],
] as const;

/** People may agree to be told when enough are looking for a game; to promoters that is told whatever they said. */
export class ConsentToReadyNotices1790000740000 implements MigrationInterface {
  readonly name = 'ConsentToReadyNotices1790000740000';

  // Not by the runner's own way, which makes the table anew: other tables refer to it.
  async up(runner: QueryRunner): Promise<void> {
    for (const [table, column, type] of COLUMNS) {
      // Nobody has said yes to it so far.
      const otherwise = type === 'text' ? '' : ` ${defaultNo(runner)}`;
      await runner.query(`ALTER TABLE "${table}" ADD COLUMN "${column}" ${type}${otherwise}`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, column] of [...COLUMNS].reverse())
      await runner.query(`ALTER TABLE "${table}" DROP COLUMN "${column}"`);
  }
}
