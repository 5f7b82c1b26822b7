import type { Tx } from './database.js';

/** How many rows one statement inserts: with up to thirty columns within what SQLite takes as parameters (32,766). */
const AT_ONCE = 1_000;

/**
 * Inserts rows by as few statements as that takes: one for each row costs a multiple of what the database does for
 * it. `into` names the table and its columns.
 */
export async function insertRows(
  tx: Tx,
  into: string,
  rows: readonly (readonly (string | number)[])[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const some = rows.slice(from, from + AT_ONCE);
    const between = some.slice(1).map(() => '), (');
    const text = [`INSERT INTO ${into} VALUES (`, ...between, ')'];
    // The tag is called by hand, for a template has a fixed number of gaps. Given a function, it lists what that returns.
    await tx.sql(Object.assign(text, { raw: text }), ...some.map((row) => () => [...row]));
  }
}
