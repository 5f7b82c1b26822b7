import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isPostgres } from './support/engine.js';

/**
 * Which causes people have heard of, so that one of several processes tells them. It is worth nothing after a crash of the
 * server, like what a process keeps of it in memory, so it is not logged. A file has one process.
 */
export class Told1790000800000 implements MigrationInterface {
  readonly name = 'Told1790000800000';

  async up(runner: QueryRunner): Promise<void> {
    if (!isPostgres(runner)) return;
    await runner.query(`
      CREATE UNLOGGED TABLE "muster_told" (
        "matter" text NOT NULL, "cause" text NOT NULL, "taken_at" timestamptz NOT NULL, "is_told" boolean NOT NULL,
        PRIMARY KEY ("matter", "cause")
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    if (!isPostgres(runner)) return;
    await runner.query('DROP TABLE "muster_told"');
  }
}
