import { AsyncLocalStorage } from 'node:async_hooks';
import type { Connection } from './connection.js';
import type { DatabaseFault } from '../../domain/database-fault.js';
import type { CommitMark, Engine } from './engine.js';
import type { OnTrouble } from './health.js';
import { SqliteEngine, type SqliteOptions } from './sqlite-engine.js';
import type { Upgrade } from './upgrade.js';
import { toItsEnd } from './write-transaction.js';

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
 * The database, on whichever engine. All callers share one connection that writes, so overlapping transactions would run
 * into each other: they queue here, and everything that decides or writes goes through the queue.
 */
export class Database {
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly engine: Engine) {}

  /** Opens a database file; see {@link SqliteEngine.open}. */
  static async open(path: string, options: SqliteOptions = {}): Promise<Database> {
    return new Database(await SqliteEngine.open(path, options));
  }

  /** What the upgrade at opening did; `null` when nothing was missing. */
  get upgraded(): Upgrade | null {
    return this.engine.upgraded;
  }

  /**
   * Runs `fn` in a transaction of its own; if it throws, nothing is kept. Transactions queue. A call from
   * within one joins it, and if the joined part throws, everything is rolled back even when the outer part
   * catches the error. Never await the network inside.
   */
  withTransaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    const outer = scopes.getStore()?.get(this);
    if (outer?.open) return this.#join(outer, fn);
    const run = this.#last.then(() => this.#run(fn));
    this.#last = run.catch(() => undefined);
    return run;
  }

  /**
   * Reads what holds now, in a transaction, so after all that queued before it: for what is decided by it. It may write nothing,
   * so it goes on where changes are refused.
   */
  readInTurn<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    return this.withTransaction(fn);
  }

  /** Why transactions fail of late; `null`: they do not. */
  get fault(): DatabaseFault | null {
    return this.engine.health.fault;
  }

  /** Has `listener` hear when transactions begin to fail for another reason, and when that is over. */
  watch(listener: OnTrouble): void {
    this.engine.health.watch(listener);
  }

  /** The last committed state, for views. Decide nothing by what you read here. */
  get view(): View {
    return this.reader;
  }

  /** A mark that changes with each commit, also with one of another process; see {@link Engine.lastCommit}. */
  lastCommit(): CommitMark | Promise<CommitMark> {
    return this.engine.lastCommit();
  }

  /** Looks for damage as far as opening left that out; see {@link Engine.lookThrough}. */
  lookThrough(): Promise<void> {
    return this.engine.lookThrough();
  }

  /** Does `work`, which writes much in many transactions; see {@link Engine.inBulk}. */
  inBulk<T>(work: (fold: () => Promise<void>) => Promise<T>): Promise<T> {
    return this.engine.inBulk(work);
  }

  /** @throws when the database does not answer. */
  async ping(): Promise<void> {
    await this.view.sql`SELECT 1`;
  }

  /** Waits for the transactions under way and closes the database. */
  async close(): Promise<void> {
    await this.#last;
    await this.engine.close();
  }

  /** Where transactions run. Tests come between its statements. */
  protected get writer(): Connection {
    return this.engine.writer;
  }

  protected get reader(): Connection {
    return this.engine.reader;
  }

  async #run<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    const { health } = this.engine;
    try {
      const tx = await this.engine.begin();
      const scope: Scope = { tx, parts: new Set(), open: true, doomed: false };
      const inside = new Map(scopes.getStore()).set(this, scope);
      const { value, isProof } = await toItsEnd(tx, () => scopes.run(inside, () => this.#wholly(scope, fn)));
      if (isProof) health.went();
      return value;
    } catch (error) {
      health.failed(error);
      throw error;
    }
  }

  /** Runs `fn`, and ends when no joined part is under way. `isProof`: whether it shows that the database is well. */
  async #wholly<T>(scope: Scope, fn: (tx: Tx) => Promise<T>): Promise<{ value: T; isProof: boolean }> {
    let value: T;
    try {
      value = await fn(scope.tx);
    } finally {
      while (scope.parts.size > 0) await Promise.allSettled(scope.parts);
      scope.open = false;
    }
    if (scope.doomed) throw new Error('a part of this transaction failed, so none of it is kept');
    const { fault } = this.engine.health;
    return { value, isProof: fault === null || (await this.engine.provesOver(fault)) };
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
