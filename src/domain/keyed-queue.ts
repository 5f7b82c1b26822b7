/** Does one piece of work after another under each key, in the order it was asked for; other keys don't wait. */
export class KeyedQueue {
  readonly #last = new Map<unknown, Promise<unknown>>();

  /** Runs `work` when all that was asked for under `key` before is over, however that ended. Throws what `work` throws. */
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
