import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { Clock } from '../../domain/clock.js';
import { databaseFault } from '../file/storage-error.js';

/** What waiting for the write lock needs of a clock. */
export type Waiting = Pick<Clock, 'monotonic' | 'sleep'>;

/**
 * How long a transaction waits for another process's write lock before it fails, in milliseconds. Ours take
 * some milliseconds, and so do those of a program beside Muster.
 */
const PATIENCE_MS = 10_000;

/** Longest pause between two tries (ms): beside a busy writer the lock is free for moments only. */
const LONGEST_PAUSE_MS = 5;

/**
 * Runs `fn` in a transaction that holds the write lock from its first statement on: it reads the newest
 * state, which still holds when it writes. (A transaction that begins by reading can't write once another
 * process has: SQLite refuses it at once, however long its timeout.) It waits for the lock in pauses of
 * `waiting`, while the process does other things; without `waiting` a locked database is an error at once.
 *
 * We begin and end it, not TypeORM: SQLite rolls back by itself when the disk is full. TypeORM then takes its
 * failed ROLLBACK for a transaction that goes on, and makes every later one a part of it, never committed.
 */
export async function writeTransaction<T>(
  source: DataSource,
  waiting: Waiting | null,
  fn: (tx: EntityManager) => Promise<T>,
): Promise<T> {
  const runner = source.createQueryRunner();
  try {
    await begin(runner, waiting);
    try {
      const value = await fn(runner.manager);
      await runner.query('COMMIT');
      return value;
    } catch (error) {
      await runner.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  } finally {
    await runner.release();
  }
}

async function begin(runner: QueryRunner, waiting: Waiting | null): Promise<void> {
  const since = waiting?.monotonic() ?? 0;
  for (let pause = 1; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      await runner.query('BEGIN IMMEDIATE');
      return;
    } catch (error) {
      const isOver = !waiting || waiting.monotonic() - since >= PATIENCE_MS;
      if (isOver || databaseFault(error) !== 'locked') throw error;
      await waiting.sleep(pause);
    }
  }
}
