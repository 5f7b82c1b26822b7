/** An event on Telegram, in the form the bot gets it. */
export interface WireUpdate {
  readonly update_id: number;
  readonly [kind: string]: unknown;
}

/** Source: Telegram Bot API, `getUpdates`, `limit`. */
const MOST_AT_ONCE = 100;

/** The bot's queue of updates: kept until the bot asks with a higher offset, given out by long polling. */
export class Updates {
  #queue: WireUpdate[] = [];
  #next = 1;
  /** `null`: the bot has named no kinds yet, so it gets all. */
  #allowed: readonly string[] | null = null;
  #waiting: ((conflict: boolean) => void) | null = null;

  /** Whether a poll is held open. */
  get polled(): boolean {
    return this.#waiting !== null;
  }

  /** Adds an event. */
  push(update: Readonly<Record<string, unknown>>): void {
    this.#queue.push({ update_id: this.#next++, ...update });
    this.#wake(false);
  }

  /** The updates the bot has not confirmed. */
  get unconfirmed(): readonly WireUpdate[] {
    return this.#queue;
  }

  /**
   * The updates from `offset` on, of the kinds that are `allowed` (empty: as in the last poll); waits if
   * there are none.
   *
   * @returns `null` when another poll took this one's place.
   */
  async poll(
    offset: number,
    timeoutSeconds: number,
    allowed: readonly string[],
    gone: AbortSignal,
  ): Promise<WireUpdate[] | null> {
    this.#wake(true);
    if (allowed.length > 0) this.#allowed = allowed;
    this.#queue = this.#queue.filter((update) => update.update_id >= offset && this.#isAllowed(update));
    if (this.#queue.length === 0 && timeoutSeconds > 0 && !gone.aborted) {
      const conflict = await this.#wait(timeoutSeconds * 1_000, gone);
      if (conflict) return null;
    }
    return this.#queue.filter((update) => this.#isAllowed(update)).slice(0, MOST_AT_ONCE);
  }

  /** Ends the open poll: another program polls. */
  interrupt(): void {
    this.#wake(true);
  }

  /** A bot gets only the kinds it asked for. */
  #isAllowed(update: WireUpdate): boolean {
    return this.#allowed === null || this.#allowed.some((kind) => kind in update);
  }

  #wait(ms: number, gone: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (conflict: boolean): void => {
        clearTimeout(timer);
        if (this.#waiting === end) this.#waiting = null;
        resolve(conflict);
      };
      const timer = setTimeout(() => end(false), ms);
      gone.addEventListener('abort', () => end(false), { once: true });
      this.#waiting = end;
    });
  }

  #wake(conflict: boolean): void {
    this.#waiting?.(conflict);
  }
}
