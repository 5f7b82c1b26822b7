import { beforeEach } from 'vitest';
import { ONLY_ON_SQLITE } from './totals-reporter.js';

/** What the tests with a `TestApp` play on, where they don't say so themselves. */
export const ENGINE = process.env['MUSTER_TEST_ENGINE'] === 'postgres' ? 'postgres' : 'sqlite';

/**
 * How often (ms) a process looks for left work in a test that wants it found soon. A look is some twenty statements, and on
 * PostgreSQL each of them is a round trip: an evening would be looked at more than it is played.
 */
export const OFTEN_MS = ENGINE === 'postgres' ? 30_000 : 5_000;

/** How many of so many made-up cases are played: on PostgreSQL a fifth, for all of them are on SQLite. */
export function runsHere(runs: number): number {
  return ENGINE === 'postgres' ? Math.ceil(runs / 5) : runs;
}

/**
 * Where the tests of a process that is killed at any statement begin, each of which goes on in strides of `stride`: on PostgreSQL
 * at every third, for a kill is the same on both, and all of them are on SQLite.
 */
export function offsetsHere(stride: number): readonly number[] {
  const all = Array.from({ length: stride }, (_, index) => index + 1);
  return ENGINE === 'postgres' ? all.filter((offset) => offset % 3 === 1) : all;
}

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
