import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = [
  // Of earlier campaigns it is not known, and stays so.
  ['availability_promotion_campaigns', 'left_out', 'text'],
  ['availability_promotion_turnouts', 'stepped_in', 'integer'],
] as const;

/** A campaign keeps in numbers whom it could not call, and its turnout how many standbys stepped in. */
export class Insights1790000895000 implements MigrationInterface {
  readonly name = 'Insights1790000895000';

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
