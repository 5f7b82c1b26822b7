import type { Database } from '../persistence/database.js';

/** More than are looked at in one evening. */
const MOST_KEPT = 32;

/**
 * What was made of the latest version of things: who asks again for the same version gets the same object, and by
 * that can tell that nothing is new. Each database has its own.
 */
export class LatestVersions<T extends object> {
  readonly #kept = new WeakMap<Database, Map<string, { readonly version: string; readonly value: T }>>();

  /** What was made of this version of the thing `key`, else what `make` makes of it now. */
  async of(database: Database, key: string, version: string, make: () => Promise<T>): Promise<T> {
    const kept = this.#kept.get(database) ?? new Map<string, { version: string; value: T }>();
    this.#kept.set(database, kept);
    const known = kept.get(key);
    if (known?.version === version) return known.value;
    const value = await make();
    // The one that was made longest ago goes first.
    kept.delete(key);
    kept.set(key, { version, value });
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return value;
  }
}
