import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isPostgres } from './support/engine.js';

const CELLS = 'muster_cells';

/**
 * What several processes share of pace, limits and pauses, each in one row: worth nothing after a crash of the server,
 * and so not in its log. On SQLite one process works alone, and there is nothing to share.
 */
export class SharedCells1790000790000 implements MigrationInterface {
  readonly name = 'SharedCells1790000790000';

  async up(runner: QueryRunner): Promise<void> {
    if (!isPostgres(runner)) return;
    // Room on its page for a row's next versions, which then touch no index.
    await runner.query(
      `CREATE UNLOGGED TABLE "${CELLS}" (
        "key" text COLLATE "C" PRIMARY KEY,
        "mark" text COLLATE "C" NOT NULL,
        "value" text COLLATE "C" NOT NULL,
        "expires_at" timestamptz NOT NULL
      ) WITH (fillfactor = 50)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    if (isPostgres(runner)) await runner.query(`DROP TABLE "${CELLS}"`);
  }
}
