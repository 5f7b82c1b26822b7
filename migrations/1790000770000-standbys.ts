import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = [
  // Everybody who was put on a list so far is called by its campaign.
  ['availability_promotion_recipients', 'tier', `text NOT NULL DEFAULT ('recipient')`],
  ['availability_promotion_campaigns', 'standby_count', 'integer NOT NULL DEFAULT (0)'],
] as const;

/** Beside those a campaign calls it lists those who may be called where some are missing. */
export class Standbys1790000770000 implements MigrationInterface {
  readonly name = 'Standbys1790000770000';

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
