import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isPostgres } from './support/engine.js';

/**
 * What one process is told and another has to know a moment later. A file has one process, which remembers it.
 *
 * A way out belongs to the transaction it is part of, and survives with it. A preview that waits, or a sign-in that came back, may go
 * with a crash of the server: it is asked for again.
 */
export class BetweenProcesses1790000810000 implements MigrationInterface {
  readonly name = 'BetweenProcesses1790000810000';

  async up(runner: QueryRunner): Promise<void> {
    if (!isPostgres(runner)) return;
    await runner.query(`
      CREATE TABLE "muster_ways_out" (
        "mark" text NOT NULL,
        "process" text NOT NULL,
        "arrival" double precision NOT NULL,
        "latest" double precision NOT NULL,
        "noted_at" double precision NOT NULL,
        PRIMARY KEY ("mark", "process"))`);
    await runner.query(`
      CREATE UNLOGGED TABLE "muster_shelf" (
        "key" text PRIMARY KEY, "sealed" text NOT NULL, "until" double precision NOT NULL)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    if (!isPostgres(runner)) return;
    await runner.query('DROP TABLE "muster_shelf"');
    await runner.query('DROP TABLE "muster_ways_out"');
  }
}
