import type { Connection } from './connection.js';
import { MIGRATIONS, type Migrations } from './data-source.js';
import type { Engine } from './engine.js';
import { PostgresConnection } from './postgres-connection.js';
import { orderTexts, postgresDataSource } from './postgres-data-source.js';
import { PostgresReader } from './postgres-reader.js';
import { type Upgrade, upgrade } from './upgrade.js';

export interface PostgresEngineOptions {
  /** `postgres://…`. */
  readonly url: string;
  /** Default: this release's. */
  readonly migrations?: Migrations;
}

/**
 * A PostgreSQL database, for any number of processes. Their transactions come one after the other, as they do within one:
 * each begins by taking a lock that all of them ask for. A transaction whose connection is lost fails; the next one, and
 * every view, has a new connection.
 */
export class PostgresEngine implements Engine {
  #writer: PostgresConnection;
  #isClosed = false;

  private constructor(
    private readonly url: string,
    writer: PostgresConnection,
    readonly reader: PostgresReader,
    /** What all processes on the same tables lock while they write; a number, as text. */
    private readonly lock: string,
    readonly upgraded: Upgrade | null,
  ) {
    this.#writer = writer;
  }

  /**
   * Connects and brings the database up to date; of several processes at once, one does.
   * @throws StorageError when it is of a newer release, or when the upgrade fails; else what connecting throws.
   */
  static async open({ url, migrations = MIGRATIONS }: PostgresEngineOptions): Promise<PostgresEngine> {
    const writer = await PostgresConnection.open({ url });
    try {
      const lock = await lockOf(writer);
      const upgraded = await bringUpToDate(writer, lock, url, migrations);
      return new PostgresEngine(url, writer, await PostgresReader.open(url), lock, upgraded);
    } catch (error) {
      await writer.close();
      throw error;
    }
  }

  get writer(): Connection {
    return this.#writer;
  }

  async begin(): Promise<Connection> {
    if (this.#isClosed) throw new Error('the database is closed');
    if (this.#writer.isLost) this.#writer = await PostgresConnection.open({ url: this.url });
    const writer = this.#writer;
    try {
      // Whatever the server's settings are: each statement after the lock reads what is committed by then.
      await writer.script(
        `BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT pg_advisory_xact_lock(${this.lock})`,
      );
    } catch (error) {
      await writer.sql`ROLLBACK`.catch(() => undefined);
      throw error;
    }
    return writer;
  }

  /**
   * A snapshot names all transactions that are over, so two that are equal see the same. Those that were taken back count,
   * and those of other databases of the server: then something is read again in vain.
   */
  async lastCommit(): Promise<string> {
    const [row] = await this.reader.sql<{ seen: string }>`SELECT CAST(pg_current_snapshot() AS text) AS seen`;
    return row?.seen ?? '';
  }

  /** PostgreSQL looks after its pages itself. */
  async lookThrough(): Promise<void> {
    // Nothing to do.
  }

  /** It also moves its log by itself. */
  async inBulk<T>(work: (fold: () => Promise<void>) => Promise<T>): Promise<T> {
    return work(async () => undefined);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.reader.close();
    await this.#writer.close();
  }
}

/** One lock for all who work on the tables of one schema; other deployments in the database have theirs. */
async function lockOf(connection: Connection): Promise<string> {
  const [row] = await connection.sql<{ lock: string }>`
    SELECT CAST(hashtextextended('muster ' || current_schema(), 0) AS text) AS lock`;
  if (!row) throw new Error('a row is always there');
  return row.lock;
}

/** Brings the database up to date, while no other process does or writes. */
async function bringUpToDate(
  connection: PostgresConnection,
  lock: string,
  url: string,
  migrations: Migrations,
): Promise<Upgrade | null> {
  // Another's upgrade takes as long as it takes. This lock outlives its transaction.
  await connection.script(`BEGIN; SET LOCAL lock_timeout = 0; SELECT pg_advisory_lock(${lock}); COMMIT`);
  try {
    const upgraded = (await hasRun(connection, migrations)) ? null : await runMissing(url, migrations);
    await orderTexts(connection);
    return upgraded;
  } finally {
    await connection.script(`SELECT pg_advisory_unlock(${lock})`);
  }
}

/** Whether just these migrations have run; asked without TypeORM, which takes its time to get ready. */
async function hasRun(connection: Connection, migrations: Migrations): Promise<boolean> {
  const [table] = await connection.sql<{ isThere: boolean }>`
    SELECT to_regclass('migrations') IS NOT NULL AS "isThere"`;
  if (!table?.isThere) return false;
  const rows = await connection.sql<{ name: string }>`SELECT name FROM migrations ORDER BY id`;
  // TypeORM records a migration under the name of its class.
  return rows.map(({ name }) => name).join() === migrations.map(({ name }) => name).join();
}

async function runMissing(url: string, migrations: Migrations): Promise<Upgrade | null> {
  const source = await (await postgresDataSource(url, migrations)).initialize();
  try {
    return await upgrade(source, nameOf(url), null);
  } finally {
    await source.destroy();
  }
}

/** A database for people to read: without the password. */
export function nameOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
