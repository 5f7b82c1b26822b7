import { SqliteFile, type SqliteStatement } from '../../src/persistence/file/sqlite-file.js';
/** One statement as it reached SQLite. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  /** Whether it gives rows. */
  readonly reads: boolean;
}

type Prototype = { prepare: (sql: string) => SqliteStatement };

/** What was recorded so far, by {@link startRecording}. */
export interface Recording {
  readonly statements: readonly Statement[];
  stop(): void;
}

/** Records every statement that any better-sqlite3 connection of this process prepares and runs from now on. */
export function startRecording(): Recording {
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
  return { statements, stop: () => void (database.prepare = prepare) };
}

/** Records what runs while `work` does. */
export async function recordStatements(work: () => Promise<unknown>): Promise<readonly Statement[]> {
  const recording = startRecording();
  try {
    await work();
  } finally {
    recording.stop();
  }
  return recording.statements;
}
