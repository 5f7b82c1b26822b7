import { SqliteFile, type SqliteStatement } from '../../src/persistence/sqlite-file.js';
/** One statement as it reached SQLite. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  /** Whether it gives rows. */
  readonly reads: boolean;
}

type Prototype = { prepare: (sql: string) => SqliteStatement };

/** Records every statement that any better-sqlite3 connection of this process runs while `work` does. */
export async function recordStatements(work: () => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = [];
  const database = SqliteFile.prototype as unknown as Prototype;
  const prepare = database.prepare;
  database.prepare = function (this: unknown, sql: string) {
    const statement = prepare.call(this, sql);
    for (const verb of ['run', 'all', 'get'] as const) {
      const original: (...parameters: unknown[]) => unknown = statement[verb].bind(statement);
      Object.defineProperty(statement, verb, {
        value: (...parameters: unknown[]) => {
          const flat = parameters.flat();
          statements.push({ sql, parameters: flat, reads: statement.reader });
          return original(...parameters);
        },
      });
    }
    return statement;
  };
  try {
    await work();
  } finally {
    database.prepare = prepare;
  }
  return statements;
}
