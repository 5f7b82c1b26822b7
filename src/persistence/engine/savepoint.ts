import { databaseFault } from '../file/storage-error.js';
import type { Tx } from './database.js';

/** How an {@link attempt} ended. */
export type Attempt<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

/**
 * Does a part of a transaction that may fail by itself: if `fn` throws, what it wrote is taken back, and the
 * transaction goes on.
 * @throws what `fn` throws where that is the database's own trouble, or has ended the transaction: nothing can go on then.
 */
export async function attempt<T>(tx: Tx, fn: () => Promise<T>): Promise<Attempt<T>> {
  await tx.sql`SAVEPOINT attempt`;
  try {
    const value = await fn();
    await tx.sql`RELEASE attempt`;
    return { ok: true, value };
  } catch (error) {
    if (databaseFault(error) !== null || !tx.isInTransaction) throw error;
    await tx.sql`ROLLBACK TO attempt`;
    await tx.sql`RELEASE attempt`;
    return { ok: false, error };
  }
}
