import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { doFileWork, FileWorkError } from '../file/file-work.js';
import { storageError } from '../file/storage-error.js';
import type { Connection } from './connection.js';
import { type Migrations, readerDataSource, writerDataSource } from './data-source.js';
import type { Engine } from './engine.js';
import { Health } from './health.js';
import { SqliteConnection } from './sqlite-connection.js';
import { type Upgrade, upgrade } from './upgrade.js';
import { WriteAheadLog } from './write-ahead-log.js';
import { beginWriting, type Waiting } from './write-transaction.js';

/**
 * Up to this size (bytes) opening checks a file for damage first, which takes a tenth of a second. A larger
 * file is checked later: see {@link SqliteEngine.lookThrough}.
 */
const LOOKED_THROUGH_FIRST = 64 * 2 ** 20;

export interface SqliteOptions {
  /** Copies the database before an upgrade and returns the copy's path. Left out: no copy. */
  readonly backUp?: () => Promise<string>;
  /** Default: this release's. */
  readonly migrations?: Migrations;
  /** The clock to wait by while another process writes. Left out: a locked database fails at once. */
  readonly waiting?: Waiting;
}

/** A database file: one connection writes, and one reads beside it. */
export class SqliteEngine implements Engine {
  readonly health = new Health();
  #dataVersion: (() => number) | null = null;
  readonly #log: WriteAheadLog;

  private constructor(
    private readonly path: string,
    readonly writer: SqliteConnection,
    readonly reader: SqliteConnection,
    readonly upgraded: Upgrade | null,
    private readonly waiting: Waiting | null,
  ) {
    this.#log = new WriteAheadLog(writer.file, path);
  }

  /**
   * Opens the file, or creates it, and brings it up to date.
   * @throws StorageError when the file is not writable, damaged, locked or of a newer release, when there is
   * no space, or when the upgrade fails.
   */
  static async open(path: string, options: SqliteOptions = {}): Promise<SqliteEngine> {
    try {
      return await SqliteEngine.#open(path, options);
    } catch (error) {
      throw storageError(error, path) ?? error;
    }
  }

  static async #open(path: string, { backUp, migrations, waiting }: SqliteOptions): Promise<SqliteEngine> {
    await mkdir(dirname(path), { recursive: true });
    const writer = await SqliteConnection.open(writerDataSource(path, migrations));
    try {
      if ((await stat(path)).size <= LOOKED_THROUGH_FIRST) await assertSound(writer, path);
      const upgraded = await upgrade(writer.source, path, backUp ?? null);
      const reader = await SqliteConnection.open(readerDataSource(path));
      // From here on we wait for the write lock in pauses: SQLite's own waiting stops the whole process.
      await writer.sql`PRAGMA busy_timeout = 0`;
      return new SqliteEngine(path, writer, reader, upgraded, waiting ?? null);
    } catch (error) {
      await writer.close();
      throw error;
    }
  }

  begin(): Promise<Connection> {
    this.#log.keepShort();
    return beginWriting(this.writer, this.waiting);
  }

  provesOver(): boolean {
    return true;
  }

  lastCommit(): number {
    this.#dataVersion ??= dataVersionOf(this.reader);
    return this.#dataVersion();
  }

  /**
   * In a thread of its own: it takes seconds.
   * @throws FileWorkError, with SQLite's code, when the file is damaged or can't be read.
   */
  async lookThrough(): Promise<void> {
    if ((await stat(this.path)).size <= LOOKED_THROUGH_FIRST) return;
    const damage = await doFileWork({ kind: 'look_through', path: this.path, quick: true });
    if (damage !== null) throw new FileWorkError(`${this.path} is damaged: ${damage}`, 'SQLITE_CORRUPT');
  }

  inBulk<T>(work: (fold: () => Promise<void>) => Promise<T>): Promise<T> {
    return this.#log.inBulk(() => work(() => this.#log.fold()));
  }

  async close(): Promise<void> {
    await this.#log.idle();
    await this.reader.close();
    await this.writer.close();
  }
}

/**
 * SQLite's own word on whether another connection has committed
 * (https://www.sqlite.org/pragma.html#pragma_data_version).
 */
function dataVersionOf({ file }: SqliteConnection): () => number {
  const statement = file.prepare<[], number>('PRAGMA data_version').pluck();
  return () => statement.get() ?? 0;
}

/** Finds damage before anything is sent, not in the middle of it. */
async function assertSound(connection: Connection, path: string): Promise<void> {
  const [found] = await connection.sql<{ quick_check: string }>`PRAGMA quick_check(1)`;
  if (found?.quick_check === 'ok') return;
  throw storageError({ code: 'SQLITE_CORRUPT' }, path) ?? new Error('damaged');
}
