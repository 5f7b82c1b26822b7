import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Connection } from './connection.js';
import { type Migrations, readerDataSource, writerDataSource } from './data-source.js';
import { doFileWork, FileWorkError } from '../file/file-work.js';
import { storageError } from '../file/storage-error.js';
import { SqliteConnection } from './sqlite-connection.js';
import { type Upgrade, upgrade } from './upgrade.js';
import { type Waiting, writeTransaction } from './write-transaction.js';

/** An open transaction; stores write through it. */
export type Tx = Connection;
/** Where views read: the last committed state. */
export type View = Connection;

interface Scope {
  readonly tx: Tx;
  /** Joined parts under way: the transaction ends after the last, or they would write into the next one. */
  readonly parts: Set<Promise<unknown>>;
  open: boolean;
  doomed: boolean;
}

/**
 * The open transactions around the running code, one per database. One storage for the process: every storage
 * that was ever used costs every promise a little, for good.
 */
const scopes = new AsyncLocalStorage<ReadonlyMap<Database, Scope>>();

/**
 * Up to this size (bytes) opening checks a file for damage first, which takes a tenth of a second. A larger
 * file is checked later: see {@link Database.lookThrough}.
 */
const LOOKED_THROUGH_FIRST = 64 * 2 ** 20;

/** SQLite's own default (https://www.sqlite.org/pragma.html#pragma_wal_autocheckpoint), in pages. */
const SQLITE_FOLDS_AT = 1_000;

export interface OpenOptions {
  /** Copies the database before an upgrade and returns the copy's path. Left out: no copy. */
  readonly backUp?: () => Promise<string>;
  /** Default: this release's. */
  readonly migrations?: Migrations;
  /** The clock to wait by while another process writes. Left out: a locked database fails at once. */
  readonly waiting?: Waiting;
}

/**
 * The database file. All callers share one connection that writes, so overlapping transactions would run into
 * each other: they queue here, and everything that decides or writes goes through the queue.
 */
export class Database {
  #last: Promise<unknown> = Promise.resolve();
  #dataVersion: (() => number) | null = null;

  private constructor(
    readonly path: string,
    private readonly writer: SqliteConnection,
    private readonly reader: SqliteConnection,
    /** What the upgrade at opening did; `null` when nothing was missing. */
    readonly upgraded: Upgrade | null,
    private readonly waiting: Waiting | null,
  ) {}

  /**
   * Opens the file, or creates it, and brings it up to date.
   * @throws StorageError when the file is not writable, damaged, locked or of a newer release, when there is
   * no space, or when the upgrade fails.
   */
  static async open(path: string, options: OpenOptions = {}): Promise<Database> {
    try {
      return await Database.#open(path, options);
    } catch (error) {
      throw storageError(error, path) ?? error;
    }
  }

  static async #open(path: string, { backUp, migrations, waiting }: OpenOptions): Promise<Database> {
    await mkdir(dirname(path), { recursive: true });
    const writer = await SqliteConnection.open(writerDataSource(path, migrations));
    try {
      if ((await stat(path)).size <= LOOKED_THROUGH_FIRST) await assertSound(writer, path);
      const upgraded = await upgrade(writer.source, path, backUp ?? null);
      const reader = await SqliteConnection.open(readerDataSource(path));
      // From here on we wait for the write lock in pauses: SQLite's own waiting stops the whole process.
      await writer.sql`PRAGMA busy_timeout = 0`;
      return new Database(path, writer, reader, upgraded, waiting ?? null);
    } catch (error) {
      await writer.close();
      throw error;
    }
  }

  /**
   * Runs `fn` in a transaction of its own; if it throws, nothing is kept. Transactions queue. A call from
   * within one joins it, and if the joined part throws, everything is rolled back even when the outer part
   * catches the error. Never await the network inside.
   */
  async withTransaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    const outer = scopes.getStore()?.get(this);
    if (outer?.open) return this.#join(outer, fn);
    const run = this.#last.then(() => this.#run(fn));
    this.#last = run.catch(() => undefined);
    return run;
  }

  /** The last committed state, for views. Decide nothing by what you read here. */
  get view(): View {
    return this.reader;
  }

  /** A number that changes with each commit, also with one of another process. */
  lastCommit(): number {
    this.#dataVersion ??= dataVersionOf(this.reader);
    return this.#dataVersion();
  }

  /**
   * Checks a large file for damage, which opening left out. In a thread of its own: it takes seconds.
   * @throws FileWorkError, with SQLite's code, when the file is damaged or can't be read.
   */
  async lookThrough(): Promise<void> {
    if ((await stat(this.path)).size <= LOOKED_THROUGH_FIRST) return;
    const damage = await doFileWork({ kind: 'look_through', path: this.path, quick: true });
    if (damage !== null) throw new FileWorkError(`${this.path} is damaged: ${damage}`, 'SQLITE_CORRUPT');
  }

  /**
   * Does `work`, which writes much in many transactions. SQLite would move its log into the database within
   * some commit, while everything waits. During `work` only `fold` does so, in a thread of its own: call and
   * await it now and then, or the log grows.
   */
  async inBulk<T>(work: (fold: () => Promise<void>) => Promise<T>): Promise<T> {
    const foldAt = (pages: number): Promise<unknown> =>
      this.writer.sql`PRAGMA wal_autocheckpoint = ${() => String(pages)}`;
    const fold = async (): Promise<void> => {
      await doFileWork({ kind: 'fold_log', path: this.path });
    };
    await foldAt(0);
    try {
      const done = await work(fold);
      await fold();
      return done;
    } finally {
      await foldAt(SQLITE_FOLDS_AT);
    }
  }

  /** @throws when the database does not answer. */
  async ping(): Promise<void> {
    await this.view.sql`SELECT 1`;
  }

  /** Waits for the transactions under way and closes the file. */
  async close(): Promise<void> {
    await this.#last;
    await this.reader.close();
    await this.writer.close();
  }

  #run<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    return writeTransaction(this.writer, this.waiting, async (tx) => {
      const scope: Scope = { tx, parts: new Set(), open: true, doomed: false };
      try {
        const inside = new Map(scopes.getStore()).set(this, scope);
        const value = await scopes.run(inside, () => fn(tx)).finally(() => partsOf(scope));
        if (scope.doomed) throw new Error('a part of this transaction failed, so none of it is kept');
        return value;
      } finally {
        scope.open = false;
      }
    });
  }

  async #join<T>(scope: Scope, fn: (tx: Tx) => Promise<T>): Promise<T> {
    const part = fn(scope.tx);
    scope.parts.add(part);
    try {
      return await part;
    } catch (error) {
      scope.doomed = true;
      throw error;
    } finally {
      scope.parts.delete(part);
    }
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

/** Resolves when no joined part is under way. */
async function partsOf(scope: Scope): Promise<void> {
  while (scope.parts.size > 0) await Promise.allSettled(scope.parts);
}
