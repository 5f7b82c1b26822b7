import { doFileWork } from '../file/file-work.js';
import type { SqliteFile, SqliteStatement } from '../file/sqlite-file.js';

/** SQLite's own default (https://www.sqlite.org/pragma.html#pragma_wal_autocheckpoint), in pages. */
const FOLDED_FROM = 1_000;
/** From so many pages on, which only a large transaction leaves, folding would hold everything else up. */
const FOLDED_BESIDE_FROM = 2 * FOLDED_FROM;
/** A log that a thread does not get shorter is folded at last while everything waits: at 4 KiB a page this is 64 MiB. */
const LONGEST = 16 * FOLDED_FROM;

/** What SQLite says of its log, in pages; both are -1 where there is none. */
interface LogState {
  readonly log: number;
  readonly checkpointed: number;
}

/**
 * SQLite's write-ahead log of a file that this process has open. By itself SQLite moves ("folds") it into the file within
 * the commit that made it long enough, while everything waits; after a commit of thousands of pages, each of which has its own
 * place in the file, that takes longer than the commit. Here a short one is folded between two transactions, and a long one in a
 * thread of its own.
 */
export class WriteAheadLog {
  #bulks = 0;
  #folding: Promise<void> | null = null;
  readonly #look: SqliteStatement;

  constructor(
    /** The connection that writes. */
    private readonly file: SqliteFile,
    private readonly path: string,
  ) {
    file.pragma('wal_autocheckpoint = 0');
    // Folds nothing (https://www.sqlite.org/pragma.html#pragma_wal_checkpoint).
    this.#look = file.prepare('PRAGMA wal_checkpoint(NOOP)');
  }

  /** To be called between two transactions. Never throws: a log that can't be folded yet goes on to be written. */
  keepShort(): void {
    const waiting = this.#waiting();
    if (waiting < FOLDED_FROM) return;
    const isAThreads = this.#bulks > 0 || this.#folding !== null || waiting >= FOLDED_BESIDE_FROM;
    if (!isAThreads || waiting >= LONGEST) this.#foldHere();
    else if (this.#bulks === 0) this.#folding ??= this.#foldBeside();
  }

  /** Does `work`, which writes much in many transactions. Meanwhile it alone folds, with {@link fold}; or the log grows. */
  async inBulk<T>(work: () => Promise<T>): Promise<T> {
    this.#bulks += 1;
    try {
      const done = await work();
      await this.fold();
      return done;
    } finally {
      this.#bulks -= 1;
    }
  }

  /** Folds it in a thread of its own, but for what readers still need. */
  async fold(): Promise<void> {
    await doFileWork({ kind: 'fold_log', path: this.path });
  }

  /** Resolves when no thread is at work for it any more. */
  async idle(): Promise<void> {
    await this.#folding;
  }

  /** How many pages are not in the file yet; none where SQLite can't say. */
  #waiting(): number {
    try {
      const { log, checkpointed } = this.#look.get() as LogState;
      return log - checkpointed;
    } catch {
      // The transaction says what is wrong, in the words for it.
      return 0;
    }
  }

  #foldHere(): void {
    try {
      this.file.pragma('wal_checkpoint(PASSIVE)');
    } catch {
      // As with SQLite's own: what was committed stays so, and before the next transaction it is tried again.
    }
  }

  async #foldBeside(): Promise<void> {
    try {
      await this.fold();
    } catch {
      // As above; and where no thread ever can, it is done here in the end.
    } finally {
      this.#folding = null;
    }
  }
}
