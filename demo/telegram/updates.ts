/** What happened on Telegram, as the bot is told of it. */
export interface WireUpdate {
  readonly update_id: number;
  readonly [kind: string]: unknown;
}

/** Source: Telegram Bot API, `getUpdates`, `limit`. */
const MOST_AT_ONCE = 100;

/** The bot's queue of updates: kept until the bot asks for what comes after them, and handed out by long polling. */
export class Updates {
  #queue: WireUpdate[] = [];
  #next = 1;
  /** `null`: the bot has named none yet, so it is told of every kind. */
  #allowed: readonly string[] | null = null;
  #waiting: ((conflict: boolean) => void) | null = null;

  /** Whether a poll is held open. */
  get polled(): boolean {
    return this.#waiting !== null;
  }

  /** Adds what happened. */
  push(update: Readonly<Record<string, unknown>>): void {
    this.#queue.push({ update_id: this.#next++, ...update });
    this.#wake(false);
  }

  /** What nobody has said is read. */
  get unconfirmed(): readonly WireUpdate[] {
    return this.#queue;
  }

  /** What comes from `offset` on, of the kinds that are `allowed` (none named: of all); waits for something to happen. `null`: another poll took this one's place. */
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

  /** Ends the poll that is held open: somebody else polls. */
  interrupt(): void {
    this.#wake(true);
  }

  /** What a bot did not ask for it is never told. */
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
