import { Socket } from 'node:net';
import type { Client, ClientConfig, QueryResult } from 'pg';
import { QueryFailedError } from 'typeorm';
import type { Connection } from './connection.js';
import { valueOf } from './postgres-values.js';
import { compose, fill, type Mark } from './sql-template.js';
import { MOST_PREPARED, type Shelf, StatementCache } from './statement-cache.js';
import { PATIENCE_MS } from './write-transaction.js';

/**
 * How long (ms) a transaction may wait for its process before the server ends it. None of ours awaits the network: one
 * that waits so long belongs to a process that was stopped or cut off, and holds up everybody.
 */
const IDLE_IN_TRANSACTION_MS = 10_000;

/**
 * Has the server ask a silent client whether it is there: after five seconds, and then three times. A host without power says no
 * goodbye, and by the server's own settings its session would hold its locks for hours, an upgrade's among them.
 */
const NOTICES_SILENCE = `
  SET tcp_keepalives_idle = 5;
  SET tcp_keepalives_interval = 2;
  SET tcp_keepalives_count = 3;
  SET tcp_user_timeout = 11000`;

/** Longer (ms) no statement of ours takes. Whoever gets no answer by then may be cut off, and would wait for ever. */
const ANSWERS_WITHIN_MS = 60_000;

/** What the server says where there is no connection (any more). */
export const CONNECTION_FAILURE = '08006';
/** A connection could not be made. */
const NOT_CONNECTED = '08001';
/** A statement in a transaction that has failed already. */
const IN_FAILED_TRANSACTION = '25P02';
/** A kept statement that fits the schema no longer, or is gone. */
const OUTDATED = new Set(['0A000', '26000']);

/** TLS is asked for, and the server has none. */
const NO_TLS = 'NO_TLS';
/** The server wants a password, and the address has none. */
const NO_PASSWORD = 'NO_PASSWORD';
/** The address can't be read, or a file it names. */
const UNREADABLE = 'UNREADABLE';
/** What the driver hears from a server that wants one. */
const ASKS_FOR_PASSWORD = [
  'authenticationSASL',
  'authenticationMD5Password',
  'authenticationCleartextPassword',
];

const NUMBERED: Mark = (number) => `$${String(number)}`;

/** How a connection is made. */
export interface PostgresOptions {
  /** `postgres://…`. */
  readonly url: string;
  /** It can't write; where it is pooled it is not held to that. */
  readonly readOnly?: boolean;
  /**
   * Whether it may lead through a pooler in transaction mode: each transaction may have another session of the server, so
   * nothing is kept in one. Whoever begins a transaction begins it with {@link WHILE_WRITING}.
   */
  readonly isPooled?: boolean;
}

/** What holds for a transaction that writes, whatever the server takes for usual; to be said in it where it is pooled. */
export const WHILE_WRITING = `
  SET LOCAL lock_timeout = ${String(PATIENCE_MS)};
  SET LOCAL idle_in_transaction_session_timeout = ${String(IDLE_IN_TRANSACTION_MS)};
  SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'`;

/** A statement as the server keeps it, under its name. */
interface Kept {
  readonly name: string;
  readonly text: string;
}

/**
 * One connection to a PostgreSQL database. Statements run one after the other, in the order they were asked for. Numbers
 * that JavaScript has no type for (counts, sums) are numbers here too. A connection that is lost stays so: what stood in
 * its transaction must not go on in another.
 */
export class PostgresConnection implements Connection {
  readonly #prepared = new StatementCache<Kept>(MOST_PREPARED, ({ name }) => this.#dropped.push(name));
  /** Kept by the server, and used no more. */
  readonly #dropped: string[] = [];
  #names = 0;
  #last: Promise<unknown> = Promise.resolve();
  #lost: Error | null = null;
  readonly #listeners: (() => void)[] = [];

  private constructor(
    private readonly client: Client,
    private readonly socket: Socket,
    private readonly isPooled: boolean,
  ) {
    client.on('error', (error) => this.#lose(error));
    client.on('end', () => this.#lose(new Error('the connection to the database has ended')));
  }

  /**
   * @throws what the server says to it; else an error with a code of SQL's around the system's, where nobody answers, or
   * around one with a {@link WayFault}.
   */
  static async open({
    url,
    readOnly = false,
    isPooled = false,
  }: PostgresOptions): Promise<PostgresConnection> {
    const { default: pg } = await import('pg');
    const types = { getTypeParser: valueOf(pg.types.getTypeParser) } as ClientConfig['types'];
    const socket = new Socket();
    const client = clientOf(pg.Client, {
      connectionString: url,
      application_name: 'muster',
      keepAlive: true,
      connectionTimeoutMillis: PATIENCE_MS,
      query_timeout: ANSWERS_WITHIN_MS,
      types,
      stream: () => socket,
    });
    const connection = new PostgresConnection(client, socket, isPooled);
    const asked: string[] = [];
    for (const asks of ASKS_FOR_PASSWORD) client.connection.once(asks, () => asked.push(asks));
    try {
      await client.connect();
    } catch (error) {
      // A server without TLS answers the question for it with one byte.
      const isPlain = client.ssl && socket.bytesRead === 1;
      socket.destroy();
      throw connectingFailed(
        error,
        isPlain ? NO_TLS : asked.length > 0 && !hasPassword(url) ? NO_PASSWORD : null,
      );
    }
    if (isPooled) return connection;
    await client.query(`
      SET lock_timeout = ${String(PATIENCE_MS)};
      SET idle_in_transaction_session_timeout = ${String(IDLE_IN_TRANSACTION_MS)};
      SET default_transaction_read_only = ${readOnly ? 'on' : 'off'};
      SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'`);
    // What refuses that (a server on a system that can't, or one that only speaks like it) notices later, and works as well.
    await connection.script(NOTICES_SILENCE).catch((error: unknown) => {
      if (connection.isLost) throw error;
    });
    return connection;
  }

  /** Whether something stands between us and the server: a pooler answers with a number of its own for the session. */
  async isRelayed(): Promise<boolean> {
    const [session] = await this.sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`;
    return session?.pid !== (this.client as unknown as { readonly processID: number | null }).processID;
  }

  /** Whether it ended without having been closed by us. */
  get isLost(): boolean {
    return this.#lost !== null;
  }

  async sql<Row = unknown>(strings: TemplateStringsArray, ...values: unknown[]): Promise<Row[]> {
    const { shape, parameters, gaps } = fill(values);
    const shelf = this.#prepared.shelfOf(strings);
    return this.#next(shelf, shape, parameters, () => compose(strings, gaps, NUMBERED)) as Promise<Row[]>;
  }

  async query<Row = unknown>(text: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.#next(this.#prepared.texts, text, parameters, () => numbered(text)) as Promise<Row[]>;
  }

  /**
   * Runs several statements that have no parameters in one round trip, and gives no rows.
   * @throws QueryFailedError as {@link sql}.
   */
  async script(text: string): Promise<void> {
    await this.#afterOthers(async () => {
      try {
        await this.client.query(text);
      } catch (error) {
        throw this.#failure(text, [], error);
      }
    });
  }

  /** True also where a statement has failed, and only a rollback is left. */
  get isInTransaction(): boolean {
    return this.#lost === null && this.client.getTransactionStatus() !== 'I';
  }

  /** Called once when the connection is lost; at once where it is already. */
  onLost(listener: () => void): void {
    if (this.#lost) listener();
    else this.#listeners.push(listener);
  }

  /** Called with each notification that arrives: its text, and the process of the server (`pg_backend_pid`) that it came from. */
  onNotified(listener: (payload: string, from: number) => void): void {
    this.client.on('notification', ({ payload, processId }) => listener(payload ?? '', processId));
  }

  /** Gives it up without a word to the server, which may not hear us any more. */
  abandon(): void {
    this.socket.destroy();
    this.#lose(new Error('the connection to the database was given up'));
  }

  async close(): Promise<void> {
    await this.#last;
    await this.client.end();
  }

  #lose(error: Error): void {
    if (this.#lost) return;
    this.#lost = error;
    for (const listener of this.#listeners.splice(0)) listener();
  }

  #next(
    shelf: Shelf<Kept>,
    key: string,
    parameters: readonly unknown[],
    text: () => string,
  ): Promise<unknown[]> {
    return this.#afterOthers(async () => {
      const isAlone = !this.isInTransaction;
      try {
        return await this.#run(shelf, key, parameters, text);
      } catch (error) {
        if (!OUTDATED.has(codeOf(error))) throw error;
        this.#prepared.forget(shelf, key);
        // In a transaction nothing more can run; the next one prepares it anew.
        if (!isAlone) throw error;
        return this.#run(shelf, key, parameters, text);
      }
    });
  }

  #afterOthers<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#last.then(work);
    this.#last = run.catch(() => undefined);
    return run;
  }

  async #run(
    shelf: Shelf<Kept>,
    key: string,
    parameters: readonly unknown[],
    text: () => string,
  ): Promise<unknown[]> {
    await this.#freeDropped();
    const kept = this.#prepared.find(shelf, key, () => ({
      name: `s${String((this.#names += 1))}`,
      text: text(),
    }));
    const values: unknown[] = [];
    try {
      values.push(...parameters.map(bindable));
      // Through a pooler another session may run it than the one that has kept it.
      const statement = this.isPooled ? { text: kept.text } : kept;
      const result = await this.client.query<object>({ ...statement, values });
      assertCommitted(kept.text, result);
      return result.rows;
    } catch (error) {
      throw this.#failure(kept.text, values.length > 0 ? values : [...parameters], error);
    }
  }

  /** Has the server forget what is used no more; in a transaction that has failed it does nothing for us. */
  async #freeDropped(): Promise<void> {
    if (this.isPooled) this.#dropped.length = 0;
    if (this.#dropped.length === 0 || this.client.getTransactionStatus() !== 'I') return;
    const names = this.#dropped.splice(0);
    const known = await this.client.query<{ name: string }>({
      text: 'SELECT name FROM pg_prepared_statements WHERE name = ANY($1)',
      values: [names],
    });
    if (known.rows.length > 0)
      await this.client.query(known.rows.map(({ name }) => `DEALLOCATE "${name}"`).join(';'));
  }

  /** The driver has errors without a code where the connection is gone, and the system's codes. */
  #failure(text: string, parameters: unknown[], error: unknown): QueryFailedError {
    const cause = error instanceof Error ? error : new Error(String(error));
    const { severity } = cause as { severity?: string };
    // The server says so before it hangs up.
    if (severity === 'FATAL' || severity === 'PANIC') this.#lose(cause);
    if (severity !== undefined || cause instanceof TypeError)
      return new QueryFailedError(text, parameters, cause);
    // The driver's own errors: what the server says next belongs to nobody knows which statement.
    this.abandon();
    const lost = Object.assign(new Error(cause.message, { cause }), { code: CONNECTION_FAILURE });
    return new QueryFailedError(text, parameters, lost);
  }
}

/** What is wrong with a way to a server, where it is the way that is wrong. */
export type WayFault = typeof NO_TLS | typeof NO_PASSWORD | typeof UNREADABLE;

/** Its words for what the address asks for, a password or a file of certificates among them. */
function clientOf(make: typeof Client, config: ClientConfig): Client {
  try {
    return new make(config);
  } catch (error) {
    throw connectingFailed(error, UNREADABLE);
  }
}

function hasPassword(url: string): boolean {
  const { password, searchParams } = new URL(url);
  return password !== '' || searchParams.has('password');
}

/** The system's codes may be about anything: a file, another host. */
function connectingFailed(error: unknown, fault: WayFault | null): unknown {
  const { severity, code, message } = error as { severity?: string; code?: string; message: string };
  if (severity !== undefined) return error;
  // The driver has no codes for these, and the system has one for a file that is not there.
  const isTheWay = fault !== null && (code === undefined || fault === UNREADABLE);
  const cause = isTheWay ? Object.assign(new Error(message), { code: fault }) : error;
  return Object.assign(new Error(message || code, { cause }), { code: NOT_CONNECTED });
}

/** A COMMIT after a failed statement is answered with a rollback, and without an error. */
function assertCommitted(text: string, { command }: QueryResult): void {
  if (text !== 'COMMIT' || command === 'COMMIT') return;
  const words = 'a statement of this transaction failed, so none of it is kept';
  throw Object.assign(new Error(words), { code: IN_FAILED_TRANSACTION, severity: 'ERROR' });
}

/** PostgreSQL has no NUL in a text; and what is no value of SQL is refused as SQLite's driver refuses it. */
function bindable(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '') : value;
  if (value === null || value === undefined) return null;
  if (['number', 'bigint', 'boolean'].includes(typeof value) || Buffer.isBuffer(value)) return value;
  throw new TypeError('a parameter is a text, a number, a boolean, bytes or null');
}

/** Question marks outside of quotes become numbers. */
function numbered(text: string): string {
  let number = 0;
  return text.replaceAll(/'[^']*'|"[^"]*"|\?/g, (found) => (found === '?' ? NUMBERED((number += 1)) : found));
}

function codeOf(error: unknown): string {
  const { code, driverError } = (error ?? {}) as { code?: unknown; driverError?: { code?: unknown } };
  const told = driverError?.code ?? code;
  return typeof told === 'string' ? told : '';
}
