/**
 * One connection to a database, and the one way in which statements reach it, whichever engine is behind it.
 *
 * A statement is composed and prepared once and kept with its template, for as long as the connection is open.
 */
export interface Connection {
  /**
   * Runs the statement in the template; gaps are parameters, see `fill` in sql-template.ts.
   * @returns its rows; none where it gives none.
   * @throws QueryFailedError around the driver's error, which says in `code` what is wrong.
   */
  sql<Row = unknown>(strings: TemplateStringsArray, ...values: unknown[]): Promise<Row[]>;

  /** The same for a statement that is no template, with a question mark for each parameter. */
  query<Row = unknown>(text: string, parameters?: readonly unknown[]): Promise<Row[]>;

  /** False also where the database has ended the transaction by itself. */
  readonly isInTransaction: boolean;

  /** Closes it. Every later statement fails. */
  close(): Promise<void>;
}
