/** Runs the work of each key one after the other, in its order; different keys don't wait. */
export class KeyedQueue {
  readonly #last = new Map<unknown, Promise<unknown>>();

  /** Runs `work` when all earlier work of `key` is over, however it ended. Throws what `work` throws. */
  async run<T>(key: unknown, work: () => Promise<T>): Promise<T> {
    const turn = (this.#last.get(key) ?? Promise.resolve()).then(work);
    const over = turn.catch(() => undefined);
    this.#last.set(key, over);
    try {
      return await turn;
    } finally {
      if (this.#last.get(key) === over) this.#last.delete(key);
    }
  }

  /** Whether work of this key is under way. */
  isBusy(key: unknown): boolean {
    return this.#last.has(key);
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#last.size > 0) await Promise.all(this.#last.values());
  }
}
