/** An update with Telegram's number. */
interface Numbered {
  readonly update_id: number;
}

/**
 * Which updates were read, and which of them are done. Telegram forgets all updates before the offset, so the
 * offset is the first one not done: after a kill, the rest is read again.
 */
export class ReadUpdates {
  readonly #underWay = new Map<number, Promise<void>>();
  /** The updates that Telegram may repeat. */
  readonly #known = new Set<number>();
  #next = 0;

  /** The offset for Telegram; 0 before anything was read. */
  get offset(): number {
    return Math.min(this.#next, ...this.#underWay.keys());
  }

  /** The updates not read before; marks them as read. */
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

  /** Notes that an update is being handled; `work` never throws. */
  begin(id: number, work: Promise<void>): void {
    this.#underWay.set(
      id,
      work.finally(() => this.#underWay.delete(id)),
    );
  }

  /** Resolves when every update that was read is done. */
  async allDone(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.values());
  }
}
