import type { QueryRunner } from 'typeorm';

/** Whether a migration runs on PostgreSQL; else on SQLite. */
export function isPostgres(runner: QueryRunner): boolean {
  return runner.dataSource.options.type === 'postgres';
}

/** "No", as the default of a boolean column; SQLite's schema has kept it as a number from the start. */
export function defaultNo(runner: QueryRunner): string {
  return isPostgres(runner) ? 'DEFAULT false' : 'DEFAULT (0)';
}
