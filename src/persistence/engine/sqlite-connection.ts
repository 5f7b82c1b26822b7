import { type DataSource, QueryFailedError } from 'typeorm';
import type { SqliteFile } from '../file/sqlite-file.js';
import type { Connection } from './connection.js';
import { compose, fill } from './sql-template.js';
import { prepared, type Run } from './sqlite-statement.js';
import { MOST_PREPARED, type Shelf, StatementCache } from './statement-cache.js';

/**
 * One connection to the database file. TypeORM opens and closes it and runs the migrations; its own way of running
 * a statement costs more than most of ours do.
 *
 * A statement runs within the call. SQLite itself prepares a kept one anew after a change of the schema.
 */
export class SqliteConnection implements Connection {
  readonly #prepared = new StatementCache<Run>(MOST_PREPARED);

  private constructor(
    /** For what TypeORM does; not for statements. */
    readonly source: DataSource,
    /** For what is asked so often that even a promise is too much. */
    readonly file: SqliteFile,
  ) {}

  /** @throws what opening the file throws. */
  static async open(source: DataSource): Promise<SqliteConnection> {
    await source.initialize();
    const { databaseConnection } = source.driver as unknown as { databaseConnection: SqliteFile };
    return new SqliteConnection(source, databaseConnection);
  }

  async sql<Row = unknown>(strings: TemplateStringsArray, ...values: unknown[]): Promise<Row[]> {
    const { shape, parameters, gaps } = fill(values);
    const shelf = this.#prepared.shelfOf(strings);
    return this.#run(shelf, shape, parameters, () => compose(strings, gaps)) as Row[];
  }

  async query<Row = unknown>(text: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.#run(this.#prepared.texts, text, parameters, () => text) as Row[];
  }

  /** False also where SQLite has ended the transaction by itself, as it does when the disk is full. */
  get isInTransaction(): boolean {
    return this.file.inTransaction;
  }

  /** Closes the file. Every later statement fails. */
  async close(): Promise<void> {
    await this.source.destroy();
  }

  #run(shelf: Shelf<Run>, key: string, parameters: readonly unknown[], text: () => string): unknown[] {
    const bound = parameters.map(bindable);
    try {
      return this.#prepared.find(shelf, key, () => prepared(this.file, text()))(bound);
    } catch (error) {
      throw new QueryFailedError(text(), bound, error as Error);
    }
  }
}

/** SQLite has no booleans, and better-sqlite3 takes none. */
function bindable(value: unknown): unknown {
  return typeof value === 'boolean' ? Number(value) : value;
}
