import type { MigrationInterface, QueryRunner } from 'typeorm';

const JOBS = 'availability_promotion_jobs';

/** A waiting job says for what in a column of its own; until now that stood in `last_error`. */
export class WhatAJobWaitsFor1790000610000 implements MigrationInterface {
  readonly name = 'WhatAJobWaitsFor1790000610000';

  async up(runner: QueryRunner): Promise<void> {
    // Not by TypeORM, which would make the table again: other tables' rows refer to it.
    await runner.query(`ALTER TABLE ${JOBS} ADD COLUMN waiting_for text`);
    await runner.query(`
      UPDATE ${JOBS} SET waiting_for = 'presence', last_error = NULL
      WHERE last_error = 'presence_unknown' AND finished_at IS NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`UPDATE ${JOBS} SET last_error = 'presence_unknown' WHERE waiting_for = 'presence'`);
    await runner.query(`ALTER TABLE ${JOBS} DROP COLUMN waiting_for`);
  }
}
