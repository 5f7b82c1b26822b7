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
}
