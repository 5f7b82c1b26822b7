import type { Database, View } from './database.js';

/** More than are asked for between two commits while a campaign is followed. */
const MOST_KEPT = 1_000;
/** More than grow in one evening. */
const MOST_CONTINUED = 32;

/** What was read of one committed state. A key names the kind of thing, and which one. */
export interface Moment {
  /** What `read` reads under `key`. */
  of<T>(key: string, read: (view: View) => Promise<T>): Promise<T>;
  /** The same for what only grows: `before` is what it was when it was read last, where that is still known. */
  continued<T>(key: string, read: (view: View, before: T | undefined) => Promise<T>): Promise<T>;
}

/**
 * The one memory for what is asked for again and again: what was read of the last committed state, for as long as that
 * is the last committed state. Any commit, of whatever and by whomever, ends all of it, so nobody sees what is over.
 */
export class ReadOnce {
  #commit: number | null = null;
  #moment: Moment | null = null;
  readonly #continued = new Map<string, unknown>();
  readonly #made = new WeakMap<object, unknown>();

  constructor(private readonly database: Pick<Database, 'view' | 'lastCommit'>) {}

  /**
   * The last committed state. What is made of several reads has to be asked of one moment: a commit in between may be
   * in the later ones, but whoever asks after it gets another moment, and so nothing of this one.
   */
  now(): Moment {
    const commit = this.database.lastCommit();
    if (this.#moment === null || commit !== this.#commit) this.#moment = this.#begin();
    this.#commit = commit;
    return this.#moment;
  }

  /** What `make` makes of something that was read: made once for as long as that lives. One thing is made of each. */
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

/** Keeps at most so many, and lets go of the one that was read longest ago. */
function keep(values: Map<string, unknown>, key: string, value: unknown, most: number): void {
  values.delete(key);
  values.set(key, value);
  const [oldest] = values.keys();
  if (values.size > most && oldest !== undefined) values.delete(oldest);
}
