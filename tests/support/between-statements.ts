import type { Connection } from '../../src/persistence/engine/connection.js';
import { PostgresConnection } from '../../src/persistence/engine/postgres-connection.js';
import { compose, fill } from '../../src/persistence/engine/sql-template.js';

/** Comes between a connection and each of its statements: `go` runs it. Parameters read as question marks. */
export type Between = (text: string, go: () => Promise<unknown[]>) => Promise<unknown[]>;

/** Lets `between` decide what becomes of each statement of a connection. @returns what undoes it. */
export function betweenStatements(connection: Connection, between: Between): () => void {
  const { sql, query } = connection;
  const through = (text: string, go: () => Promise<unknown>): Promise<unknown> =>
    between(text, go as () => Promise<unknown[]>);
  connection.sql = ((strings, ...values) =>
    through(compose(strings, fill(values).gaps), () =>
      sql.call(connection, strings, ...values),
    )) as typeof sql;
  connection.query = ((text, parameters) =>
    through(text, () => query.call(connection, text, parameters))) as typeof query;
  const undo = (): void => void Object.assign(connection, { sql, query });
  if (!(connection instanceof PostgresConnection)) return undo;
  const { script } = connection;
  connection.script = async (text) => {
    await through(text, () => script.call(connection, text));
  };
  return () => {
    undo();
    connection.script = script;
  };
}
