import type { Database, Tx } from '../persistence/database.js';

/**
 * Runs a transaction that may reserve a ledger row. `leaves` tells of it within: the row is known as in flight before
 * the commit, so that no sweep takes it for an abandoned one, and no more if there is none.
 */
export async function reserving<T>(
  database: Database,
  inFlight: Set<string>,
  decide: (tx: Tx, leaves: (reservationId: string) => void) => Promise<T>,
): Promise<T> {
  const reserved: string[] = [];
  try {
    return await database.withTransaction((tx) =>
      decide(tx, (id) => {
        reserved.push(id);
        inFlight.add(id);
      }),
    );
  } catch (error) {
    // Not committed, so nothing leaves.
    for (const id of reserved) inFlight.delete(id);
    throw error;
  }
}
