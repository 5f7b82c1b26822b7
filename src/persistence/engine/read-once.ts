import type { Database, View } from './database.js';
import type { CommitMark } from './engine.js';

/** More than people ask for between two commits while they follow a campaign. */
const MOST_KEPT = 1_000;
/** More growing values than an evening has. */
const MOST_CONTINUED = 32;

/** Reads of one committed state. A key names the kind of thing, and which one. */
export interface Moment {
  /** Memoises `read` under `key`. */
  of<T>(key: string, read: (view: View) => Promise<T>): Promise<T>;
  /** The same for a value that only grows; `before` is its last value, if that is still known. */
  continued<T>(key: string, read: (view: View, before: T | undefined) => Promise<T>): Promise<T>;
}

/**
 * The one cache for repeated reads. It holds what it read of the last committed state until the next commit:
 * any commit, of anything by anybody, ends all of it, so nobody sees an old state.
 */
export class ReadOnce {
  #commit: CommitMark | null = null;
  #moment: Moment | null = null;
  readonly #continued = new Map<string, unknown>();
  readonly #made = new WeakMap<object, unknown>();

  constructor(private readonly database: Pick<Database, 'view' | 'lastCommit'>) {}

  /**
   * The last committed state. Take reads that belong together from one moment: later ones may include a
   * commit made in between, but the next caller gets another moment, and nothing of this one.
   */
  now(): Moment | Promise<Moment> {
    const commit = this.database.lastCommit();
    return typeof commit === 'object' ? commit.then((mark) => this.#after(mark)) : this.#after(commit);
  }

  #after(commit: CommitMark): Moment {
    if (this.#moment === null || commit !== this.#commit) this.#moment = this.#begin();
    this.#commit = commit;
    return this.#moment;
  }

  /** Memoises what `make` makes of `source`, as long as `source` lives. Use one `make` per source. */
  made<S extends object, T>(source: S, make: (source: S) => T): T {
    if (!this.#made.has(source)) this.#made.set(source, make(source));
    return this.#made.get(source) as T;
  }

  #begin(): Moment {
    const values = new Map<string, unknown>();
    const of = async <T>(key: string, read: (view: View) => Promise<T>): Promise<T> => {
      if (values.has(key)) return values.get(key) as T;
      const value = await read(this.database.view);
      keep(values, key, value, MOST_KEPT);
      return value;
    };
    const continued = <T>(key: string, read: (view: View, before: T | undefined) => Promise<T>): Promise<T> =>
      of(key, async (view) => {
        const value = await read(view, this.#continued.get(key) as T | undefined);
        keep(this.#continued, key, value, MOST_CONTINUED);
        return value;
      });
    return { of, continued };
  }
}

/** Keeps at most `most` values and drops the one read longest ago. */
function keep(values: Map<string, unknown>, key: string, value: unknown, most: number): void {
  values.delete(key);
  values.set(key, value);
  const [oldest] = values.keys();
  if (values.size > most && oldest !== undefined) values.delete(oldest);
}
