/** More than are used in one evening; a prepared statement takes some kilobytes. */
export const MOST_PREPARED = 200;

/** Where statements stand, by what tells them apart. A caller may have many shelves; the limit is for all of them. */
export type Shelf<S> = Map<string, Kept<S>>;

/** A kept statement, and where it stands. */
interface Kept<S> {
  readonly statement: S;
  readonly shelf: Shelf<S>;
  readonly key: string;
  /** The later, the higher. */
  lastUse: number;
}

/** Keeps the statements used last; beyond `most` it drops the one used longest ago. */
export class StatementCache<S> {
  /** For statements that are no template, by their text. */
  readonly texts: Shelf<S> = new Map();
  readonly #byTemplate = new WeakMap<TemplateStringsArray, Shelf<S>>();
  readonly #kept = new Set<Kept<S>>();
  #uses = 0;

  /** `dropped` hears of each statement that is kept no longer. */
  constructor(
    private readonly most: number,
    private readonly dropped: (statement: S) => void = () => undefined,
  ) {}

  /** For the statements of a template, by their shape. */
  shelfOf(template: TemplateStringsArray): Shelf<S> {
    let shelf = this.#byTemplate.get(template);
    if (!shelf) {
      shelf = new Map();
      this.#byTemplate.set(template, shelf);
    }
    return shelf;
  }

  /** The statement under `key` on `shelf`; prepared where it is not kept, or no longer. */
  find(shelf: Shelf<S>, key: string, prepare: () => S): S {
    const kept = shelf.get(key) ?? this.#keep({ statement: prepare(), shelf, key, lastUse: 0 });
    // Counted, for keeping them in order would take as long as running one.
    kept.lastUse = this.#uses += 1;
    return kept.statement;
  }

  /** Lets go of the statement under `key`, if it is kept. */
  forget(shelf: Shelf<S>, key: string): void {
    const kept = shelf.get(key);
    if (kept) this.#drop(kept);
  }

  #keep(kept: Kept<S>): Kept<S> {
    if (this.#kept.size >= this.most) this.#dropOldest();
    this.#kept.add(kept);
    kept.shelf.set(kept.key, kept);
    return kept;
  }

  #dropOldest(): void {
    const [oldest] = [...this.#kept].sort((a, b) => a.lastUse - b.lastUse);
    if (oldest) this.#drop(oldest);
  }

  #drop(kept: Kept<S>): void {
    this.#kept.delete(kept);
    kept.shelf.delete(kept.key);
    this.dropped(kept.statement);
  }
}
