import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isPostgres } from './support/engine.js';

/**
 * The processes that work on one database, and what one of them does for all. Both tell of the moment only, so they are not
 * logged. A file has one process.
 */
export class Processes1790000780000 implements MigrationInterface {
  readonly name = 'Processes1790000780000';

  async up(runner: QueryRunner): Promise<void> {
    if (!isPostgres(runner)) return;
    await runner.query(`
      CREATE UNLOGGED TABLE "muster_processes" ("id" text PRIMARY KEY, "beat_at" timestamptz NOT NULL)`);
    await runner.query(`
      CREATE UNLOGGED TABLE "muster_roles" ("role" text PRIMARY KEY, "owner" text NOT NULL)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    if (!isPostgres(runner)) return;
    await runner.query('DROP TABLE "muster_roles"');
    await runner.query('DROP TABLE "muster_processes"');
  }
}
