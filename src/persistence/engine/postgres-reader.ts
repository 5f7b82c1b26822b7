import type { Connection } from './connection.js';
import type { Health } from './health.js';
import { PostgresConnection, type PostgresOptions } from './postgres-connection.js';

/** Reads the last committed state of a PostgreSQL database. A connection that is lost is replaced by a new one. */
export class PostgresReader implements Connection {
  #connection: Promise<PostgresConnection>;
  #isClosed = false;

  private constructor(
    private readonly options: PostgresOptions,
    private readonly health: Health,
    connection: PostgresConnection,
  ) {
    this.#connection = Promise.resolve(connection);
  }

  /** @throws what connecting throws. */
  static async open(way: Pick<PostgresOptions, 'url' | 'isPooled'>, health: Health): Promise<PostgresReader> {
    const options = { ...way, readOnly: true };
    return new PostgresReader(options, health, await PostgresConnection.open(options));
  }

  sql<Row = unknown>(strings: TemplateStringsArray, ...values: unknown[]): Promise<Row[]> {
    return this.#ask((connection) => connection.sql<Row>(strings, ...values));
  }

  query<Row = unknown>(text: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.#ask((connection) => connection.query<Row>(text, parameters));
  }

  /** It has none. */
  get isInTransaction(): boolean {
    return false;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    // Where the last one could not be made there is nothing to close.
    await (await this.#connection.catch(() => null))?.close();
  }

  async #ask<T>(question: (connection: PostgresConnection) => Promise<T>): Promise<T> {
    try {
      const answer = await this.#askAgain(question);
      this.health.read();
      return answer;
    } catch (error) {
      if (!this.#isClosed) this.health.failed(error);
      throw error;
    }
  }

  /** Reading changes nothing: what a lost connection did not answer is asked once more. */
  async #askAgain<T>(question: (connection: PostgresConnection) => Promise<T>): Promise<T> {
    const connection = await this.#connected();
    try {
      return await question(connection);
    } catch (error) {
      if (!connection.isLost || this.#isClosed) throw error;
      return question(await this.#connected());
    }
  }

  async #connected(): Promise<PostgresConnection> {
    const found = this.#connection;
    const connection = await found.catch(() => null);
    if (connection && (this.#isClosed || !connection.isLost)) return connection;
    // Of several who found it lost the first connects, for all.
    if (this.#connection === found) this.#connection = PostgresConnection.open(this.options);
    return this.#connection;
  }
}
