import type { SqliteFile } from '../file/sqlite-file.js';

/** Runs a prepared statement with its parameters. @returns its rows; none where it gives none. */
export type Run = (parameters: readonly unknown[]) => unknown[];

/**
 * Prepares a statement of a file.
 *
 * The driver takes long to name the values of a row, and makes an object that is slow to read where it has more than nineteen.
 * So where the text alone says what its columns are called, rows come without names, and get them here.
 * @throws what SQLite says to the text.
 */
export function prepared(file: SqliteFile, text: string): Run {
  const statement = file.prepare(text);
  if (!statement.reader)
    return (parameters) => {
      statement.run(...parameters);
      return [];
    };
  // What a star stands for may change with the schema while the statement is kept.
  if (text.includes('*')) return (parameters) => statement.all(...parameters);
  const names = statement.columns().map(({ name }) => name);
  statement.raw(true);
  return (parameters) => statement.all(...parameters).map((values) => named(names, values as unknown[]));
}

function named(names: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  // A loop by hand: it runs for every row there is.
  for (let index = 0; index < names.length; index += 1) row[names[index] as string] = values[index];
  return row;
}
