import type { MigrationInterface, QueryRunner } from 'typeorm';
import { defaultNo } from './support/engine.js';

/** Whoever wants it hears, and reads in the tab's title, on the page that it is on. */
export class ReadySound1790000880000 implements MigrationInterface {
  readonly name = 'ReadySound1790000880000';

  // Not by the runner's own way, which makes the table anew: other tables refer to it.
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE "subscription_preferences" ADD COLUMN "ready_sound" boolean NOT NULL ${defaultNo(runner)}`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "subscription_preferences" DROP COLUMN "ready_sound"`);
  }
}
