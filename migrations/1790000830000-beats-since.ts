import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isPostgres } from './support/engine.js';

/**
 * Since when the server keeps the signs of life. It is not logged, as they are not: whatever loses them (a crash, a copy that takes over)
 * loses it too. A file has one process.
 */
export class BeatsSince1790000830000 implements MigrationInterface {
  readonly name = 'BeatsSince1790000830000';

  async up(runner: QueryRunner): Promise<void> {
    if (!isPostgres(runner)) return;
    await runner.query(`
      CREATE UNLOGGED TABLE "muster_beats_since" (
        "only" boolean PRIMARY KEY DEFAULT true CHECK ("only"), "since" timestamptz NOT NULL)`);
    await runner.query(`INSERT INTO "muster_beats_since" ("since") VALUES (clock_timestamp())`);
  }

  async down(runner: QueryRunner): Promise<void> {
    if (!isPostgres(runner)) return;
    await runner.query('DROP TABLE "muster_beats_since"');
  }
}
