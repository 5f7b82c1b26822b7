import type { DatabaseFault } from '../../domain/database-fault.js';
import { codeOfError, databaseFault } from '../file/storage-error.js';
import type { Connection } from './connection.js';
import { MIGRATIONS, type Migrations } from './data-source.js';
import type { Engine } from './engine.js';
import { PostgresConnection, type PostgresOptions, WHILE_WRITING } from './postgres-connection.js';
import { Health } from './health.js';
import { PostgresReader } from './postgres-reader.js';
import { lockOf, upgradeBy } from './postgres-upgrade.js';
import { inWords, sessionWay } from './server-trouble.js';
import type { Upgrade } from './upgrade.js';

export interface PostgresEngineOptions {
  /** `postgres://…`. */
  readonly url: string;
  /**
   * The way on which a session lasts, where `url` may lead through a pooler in transaction mode. Default: `url`, which is then
   * taken for such a way.
   */
  readonly sessionUrl?: string;
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
    private readonly options: PostgresOptions,
    writer: PostgresConnection,
    readonly reader: PostgresReader,
    /** What all processes on the same tables lock while they write; a number, as text. */
    private readonly lock: string,
    readonly health: Health,
    readonly upgraded: Upgrade | null,
  ) {
    this.#writer = writer;
  }

  /**
   * Connects and brings the database up to date; of several processes at once, one does.
   * @throws StorageError in words, where it can't be reached or can't serve, is of a newer release, or the upgrade fails.
   */
  static async open({
    url,
    sessionUrl = url,
    migrations = MIGRATIONS,
  }: PostgresEngineOptions): Promise<PostgresEngine> {
    const isPooled = sessionUrl !== url;
    const options: PostgresOptions = { url, isPooled };
    const upgraded = await upgradeBy(sessionWay({ url, sessionUrl }), migrations);
    return inWords({ variable: 'DATABASE_URL', url }, async () => {
      const writer = await PostgresConnection.open(options);
      try {
        const health = new Health();
        const reader = await PostgresReader.open(options, health);
        return new PostgresEngine(options, writer, reader, await lockOf(writer), health, upgraded);
      } catch (error) {
        await writer.close();
        throw error;
      }
    });
  }

  get writer(): Connection {
    return this.#writer;
  }

  async begin(): Promise<Connection> {
    if (this.#isClosed) throw new Error('the database is closed');
    if (this.#writer.isLost) this.#writer = await PostgresConnection.open(this.options);
    const writer = this.#writer;
    const settings = this.options.isPooled ? `${WHILE_WRITING};` : '';
    try {
      // Whatever the server's settings are: each statement after the lock reads what is committed by then.
      await writer.script(
        `BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; ${settings} SELECT pg_advisory_xact_lock(${this.lock})`,
      );
    } catch (error) {
      await writer.sql`ROLLBACK`.catch(() => undefined);
      const isCopy = codeOfError(error) === NOT_SUPPORTED;
      throw isCopy ? Object.assign(new Error('it only reads', { cause: error }), { code: READ_ONLY }) : error;
    }
    return writer;
  }

  /** Whoever writes over what is there needs no room, so a full disk shows only where something grows. */
  async provesOver(fault: DatabaseFault): Promise<boolean> {
    const writer = this.#writer;
    if (SEEN_BY_READING.has(fault)) return true;
    if (fault !== 'disk_full') {
      const [row] = await writer.sql<{
        has: boolean;
      }>`SELECT pg_current_xact_id_if_assigned() IS NOT NULL AS has`;
      return row?.has ?? false;
    }
    await writer.script('SAVEPOINT room');
    try {
      await writer.script(GROW);
      return true;
    } catch (error) {
      // Who may not make such a table has no way to tell.
      return databaseFault(error) !== 'disk_full' && !writer.isLost;
    } finally {
      await writer.script('ROLLBACK TO room; RELEASE room');
    }
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

/** What also befalls whoever only reads: when that goes well, it is over. */
const SEEN_BY_READING: ReadonlySet<DatabaseFault> = new Set(['unreachable', 'read_only', 'locked']);

/** Takes room for a megabyte, as long as its savepoint lasts. */
const GROW = `
  CREATE TEMPORARY TABLE muster_room AS SELECT repeat(md5(CAST(n AS text)), 60) FROM generate_series(1, 500) AS n`;

/** What a server answers that only takes what another writes, when it is to begin a transaction that writes. */
const NOT_SUPPORTED = '0A000';
const READ_ONLY = '25006';
