import { beforeEach } from 'vitest';
import { ONLY_ON_SQLITE } from './totals-reporter.js';

/** What the tests with a `TestApp` play on, where they don't say so themselves. */
export const ENGINE = process.env['MUSTER_TEST_ENGINE'] === 'postgres' ? 'postgres' : 'sqlite';

type Skip = (condition: boolean, note?: string) => void;

/**
 * Call it in a file or a `describe` whose tests are about what only SQLite has, as `reason` says: they are skipped where
 * all are played on PostgreSQL.
 */
export function onlyOnSqlite(reason: string): void {
  beforeEach(({ skip }) => skipOnPostgres(skip, reason));
}

/** The same for one test, with its `skip`. */
export function skipOnPostgres(skip: Skip, reason: string): void {
  skip(ENGINE === 'postgres', `${ONLY_ON_SQLITE}: ${reason}`);
}
