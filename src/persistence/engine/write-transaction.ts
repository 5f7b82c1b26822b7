import type { Clock } from '../../domain/clock.js';
import { databaseFault } from '../file/storage-error.js';
import type { Connection } from './connection.js';

/** What waiting for the write lock needs of a clock. */
export type Waiting = Pick<Clock, 'monotonic' | 'sleep'>;

/**
 * How long a transaction waits for another process's write lock before it fails, in milliseconds. Ours take
 * some milliseconds, and so do those of a program beside Muster.
 */
export const PATIENCE_MS = 10_000;

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
  connection: Connection,
  waiting: Waiting | null,
  fn: (tx: Connection) => Promise<T>,
): Promise<T> {
  await beginWriting(connection, waiting);
  return toItsEnd(connection, fn);
}

/**
 * Runs `fn` in a transaction on a file that nobody else has open. Unlike {@link writeTransaction} it locks an
 * attached database only as far as `fn` uses it.
 */
export async function soleTransaction<T>(
  connection: Connection,
  fn: (tx: Connection) => Promise<T>,
): Promise<T> {
  await connection.sql`BEGIN`;
  return toItsEnd(connection, fn);
}

/** Ends the transaction that has begun, as `fn` does. */
export async function toItsEnd<T>(connection: Connection, fn: (tx: Connection) => Promise<T>): Promise<T> {
  try {
    const value = await fn(connection);
    await connection.sql`COMMIT`;
    return value;
  } catch (error) {
    await connection.sql`ROLLBACK`.catch(() => undefined);
    throw error;
  }
}

/** Begins what {@link writeTransaction} runs. @returns `connection`. */
export async function beginWriting(connection: Connection, waiting: Waiting | null): Promise<Connection> {
  const since = waiting?.monotonic() ?? 0;
  for (let pause = 1; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      await connection.sql`BEGIN IMMEDIATE`;
      return connection;
    } catch (error) {
      const isOver = !waiting || waiting.monotonic() - since >= PATIENCE_MS;
      if (isOver || databaseFault(error) !== 'locked') throw error;
      await waiting.sleep(pause);
    }
  }
}
