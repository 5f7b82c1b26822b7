import type { Tx } from './database.js';

/** Rows per statement: with up to thirty columns within SQLite's limit of 32,766 parameters. */
const AT_ONCE = 1_000;

/**
 * Inserts rows with as few statements as possible: one for each row costs a multiple of the database's own
 * work. `into` names the table and its columns.
 */
export async function insertRows(
  tx: Tx,
  into: string,
  rows: readonly (readonly (string | number | boolean)[])[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const some = rows.slice(from, from + AT_ONCE);
    const between = some.slice(1).map(() => '), (');
    const text = [`INSERT INTO ${into} VALUES (`, ...between, ')'];
    // We call the tag by hand, for a template has a fixed number of gaps. It lists what a given function
    // returns.
    await tx.sql(Object.assign(text, { raw: text }), ...some.map((row) => () => [...row]));
  }
}
