import type { Clock } from '../domain/clock.js';

/** Keeps messages to one address apart. */
export class AddressPace {
  readonly #nextFreeAt = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    /** In milliseconds; 0: they need not be. */
    private readonly intervalMs: number,
  ) {}

  /** Resolves when the address may have its next message; at once for one that had none lately. */
  async turn(address: string | null): Promise<void> {
    if (address === null || this.intervalMs === 0) return;
    const now = this.clock.monotonic();
    for (const [each, at] of this.#nextFreeAt) if (at <= now) this.#nextFreeAt.delete(each);
    const at = this.#nextFreeAt.get(address) ?? now;
    this.#nextFreeAt.set(address, at + this.intervalMs);
    await this.clock.sleep(at - now);
  }
}
