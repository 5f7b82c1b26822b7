import type { Clock } from '../domain/clock.js';

/**
 * Shows what changes, key by key: a change at once, and all further ones together after an interval. One key's work is
 * never done twice at a time.
 */
export class KeepUp {
  readonly #dirty = new Set<string>();
  readonly #busy = new Map<string, Promise<void>>();
  readonly #closing = new AbortController();

  /** `show` must not throw. `intervalMs`: the least time from the end of one showing to the next. */
  constructor(
    private readonly clock: Clock,
    private readonly intervalMs: number,
    private readonly show: (key: string) => Promise<void>,
  ) {}

  /** Something about the key has changed. */
  touch(key: string): void {
    this.#dirty.add(key);
    if (this.#busy.has(key)) return;
    const work = this.#keepUp(key).finally(() => this.#busy.delete(key));
    this.#busy.set(key, work);
  }

  /** Shows at once what is not shown yet. Resolves when it is shown. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#busy.values());
  }

  async #keepUp(key: string): Promise<void> {
    while (this.#dirty.delete(key)) {
      await this.show(key);
      await this.clock.sleep(this.intervalMs, this.#closing.signal);
    }
  }
}
