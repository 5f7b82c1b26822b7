/** An update, by Telegram's number of it. */
interface Numbered {
  readonly update_id: number;
}

/**
 * What was read and what of it is done. Telegram forgets everything before the number it is told, so it is told the one
 * of the first that is not done: whatever a kill leaves undone is read again.
 */
export class ReadUpdates {
  readonly #underWay = new Map<number, Promise<void>>();
  /** Those that Telegram may still tell us of again. */
  readonly #known = new Set<number>();
  #next = 0;

  /** What Telegram may be told: 0 before anything was read. */
  get offset(): number {
    return Math.min(this.#next, ...this.#underWay.keys());
  }

  /** Those that were not read before; from now on they were. */
  new<T extends Numbered>(updates: readonly T[]): T[] {
    const unread = updates.filter(({ update_id: id }) => !this.#known.has(id));
    const { offset } = this;
    for (const id of this.#known) if (id < offset) this.#known.delete(id);
    for (const { update_id: id } of unread) {
      this.#known.add(id);
      this.#next = id + 1;
    }
    return unread;
  }

  /** What an update asks for is under way; `work` never throws. */
  begin(id: number, work: Promise<void>): void {
    this.#underWay.set(
      id,
      work.finally(() => this.#underWay.delete(id)),
    );
  }

  /** Resolves when everything that was read is done. */
  async allDone(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.values());
  }
}
