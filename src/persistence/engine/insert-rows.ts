import type { Tx } from './database.js';

/**
 * Rows per statement. With these few sizes the same statements, prepared once, do for any number of rows; the
 * largest is, with up to thirty columns, within SQLite's limit of 32,766 parameters.
 */
const SIZES = [1_000, 100, 10, 1];

/**
 * Inserts rows with few statements: one for each row costs a multiple of the database's own work. `into` names
 * the table and its columns.
 */
export async function insertRows(
  tx: Tx,
  into: string,
  rows: readonly (readonly (string | number | boolean)[])[],
): Promise<void> {
  const gaps = `(${(rows[0] ?? []).map(() => '?').join(', ')})`;
  let done = 0;
  for (const size of SIZES) {
    if (done + size > rows.length) continue;
    // Composed once for all of a size: with a thousand rows it is long, and it is what the prepared one is found by.
    const text = `INSERT INTO ${into} VALUES ${Array<string>(size).fill(gaps).join(', ')}`;
    for (; done + size <= rows.length; done += size)
      await tx.query(text, rows.slice(done, done + size).flat());
  }
}
