import type { DatabaseFault } from '../../domain/database-fault.js';
import type { Connection } from './connection.js';
import type { Health } from './health.js';
import type { Upgrade } from './upgrade.js';

/** Something that is another after each commit; only equality means anything. */
export type CommitMark = number | string;

/** What is below a database: where its statements go, and what is different from engine to engine. */
export interface Engine {
  /** What the upgrade at opening did; `null` when nothing was missing. */
  readonly upgraded: Upgrade | null;

  /** Whether transactions work, and views where the engine can tell. */
  readonly health: Health;

  /** Where transactions run, one at a time. */
  readonly writer: Connection;

  /** Where views read: the last committed state. It can't write. */
  readonly reader: Connection;

  /**
   * Begins a transaction on {@link writer} that is alone with its writing from its first statement on, also among
   * processes: it reads the newest state, which still holds when it writes.
   * @throws what the database throws, after some seconds, where others don't let it begin.
   */
  begin(): Promise<Connection>;

  /** Whether that all went well in the transaction that has begun shows that `fault` is over; true where nobody can tell. */
  provesOver(fault: DatabaseFault): boolean | Promise<boolean>;

  /** A mark that changes with each commit, also with one of another process; without one it may. */
  lastCommit(): CommitMark | Promise<CommitMark>;

  /** Looks for damage as far as opening left that out. @throws when there is some. */
  lookThrough(): Promise<void>;

  /** Does `work`, which writes much in many transactions, and calls and awaits `fold` now and then. */
  inBulk<T>(work: (fold: () => Promise<void>) => Promise<T>): Promise<T>;

  /** Closes both connections. */
  close(): Promise<void>;
}
