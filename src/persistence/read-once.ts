import type { Database, View } from './database.js';

/** More than are asked for between two commits while a campaign is followed. */
const MOST_KEPT = 1_000;

interface Kept<T> {
  readonly commit: number;
  readonly values: Map<string, T>;
}

/**
 * What was read of the last committed state, for as long as that is the last committed state: any commit, of whatever
 * and by whomever, ends all of it. So nobody sees what is over, and whoever asks again and again reads once.
 */
export class ReadOnce<T> {
  readonly #kept = new WeakMap<Database, Kept<T>>();

  /** What `read` reads under `key`. */
  async of(database: Database, key: string, read: (view: View) => Promise<T>): Promise<T> {
    // Before the read: what is committed in between may be in it, and makes the next one read again.
    const commit = database.lastCommit();
    let kept = this.#kept.get(database);
    if (kept?.commit !== commit || kept.values.size >= MOST_KEPT) {
      kept = { commit, values: new Map() };
      this.#kept.set(database, kept);
    }
    const known = kept.values.get(key);
    if (known !== undefined) return known;
    const value = await read(database.view);
    kept.values.set(key, value);
    return value;
  }
}
