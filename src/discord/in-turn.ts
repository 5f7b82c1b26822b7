/** Runs what concerns the same thing one after the other, in the order it was asked for. */
export class InTurn {
  readonly #last = new Map<string, Promise<void>>();

  /** Runs `work` when all that was asked for under `key` before is over, however that ended. */
  async run(key: string, work: () => Promise<void>): Promise<void> {
    const turn = (this.#last.get(key) ?? Promise.resolve()).then(work);
    const over = turn.catch(() => undefined);
    this.#last.set(key, over);
    try {
      await turn;
    } finally {
      if (this.#last.get(key) === over) this.#last.delete(key);
    }
  }
}
