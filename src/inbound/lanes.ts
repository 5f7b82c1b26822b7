/** Runs the work of one key in the order it came, and that of different keys side by side. */
export class Lanes {
  readonly #last = new Map<unknown, Promise<void>>();

  /** Resolves when this piece of work is done. `work` must not throw. */
  run(key: unknown, work: () => Promise<void>): Promise<void> {
    const done = (this.#last.get(key) ?? Promise.resolve()).then(work);
    this.#last.set(key, done);
    return done.finally(() => {
      if (this.#last.get(key) === done) this.#last.delete(key);
    });
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
