import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = [
  // Nobody has said yes to it so far.
  ['subscription_preferences', 'allow_ready_notices', 'boolean NOT NULL DEFAULT (0)'],
  ['subscription_preferences', 'ready_consented_at', 'text'],
  ['availability_promotion_recipients', 'promotes', 'boolean NOT NULL DEFAULT (0)'],
] as const;

/** People may agree to be told when enough are looking for a game; to promoters that is told whatever they said. */
export class ConsentToReadyNotices1790000740000 implements MigrationInterface {
  readonly name = 'ConsentToReadyNotices1790000740000';

  // Not by the runner's own way, which makes the table anew: other tables refer to it.
  async up(runner: QueryRunner): Promise<void> {
    for (const [table, column, type] of COLUMNS)
      await runner.query(`ALTER TABLE "${table}" ADD COLUMN "${column}" ${type}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, column] of [...COLUMNS].reverse())
      await runner.query(`ALTER TABLE "${table}" DROP COLUMN "${column}"`);
  }
}
