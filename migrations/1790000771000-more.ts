import type { MigrationInterface, QueryRunner } from 'typeorm';

const JOBS = 'availability_promotion_jobs';

/** How many standbys a promoter has asked for; null where a job calls everybody it is for. */
export class More1790000771000 implements MigrationInterface {
  readonly name = 'More1790000771000';

  // Not by the runner's own way, which makes the table anew: other tables refer to it.
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "${JOBS}" ADD COLUMN "wanted" integer`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "${JOBS}" DROP COLUMN "wanted"`);
  }
}
