/** Where statements are looked up by what tells them apart; the cache keeps no more in all of them than its limit. */
export type Shelf<S> = Map<string, Kept<S>>;

/** A kept statement, and where it stands. */
interface Kept<S> {
  readonly statement: S;
  readonly shelf: Shelf<S>;
  readonly key: string;
}

/** Keeps the statements used last, on shelves of its callers; beyond `most` it drops the one used longest ago. */
export class StatementCache<S> {
  /** In the order of their last use. */
  readonly #kept = new Set<Kept<S>>();

  constructor(private readonly most: number) {}

  get size(): number {
    return this.#kept.size;
  }

  /** The statement under `key` on `shelf`; prepared where it is not (or no longer) kept. */
  find(shelf: Shelf<S>, key: string, prepare: () => S): S {
    const known = shelf.get(key);
    if (known) {
      this.#kept.delete(known);
      this.#kept.add(known);
      return known.statement;
    }
    const statement = prepare();
    this.#keep({ statement, shelf, key });
    return statement;
  }

  #keep(kept: Kept<S>): void {
    kept.shelf.set(kept.key, kept);
    this.#kept.add(kept);
    const [oldest] = this.#kept;
    if (this.#kept.size <= this.most || !oldest) return;
    this.#kept.delete(oldest);
    oldest.shelf.delete(oldest.key);
  }
}
