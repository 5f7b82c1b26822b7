import type { Clock } from '../domain/clock.js';

/** Keeps messages to one address apart. Nobody has a turn: whoever has waited asks again, and is told that it may. */
export class AddressPace {
  readonly #nextFreeAt = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    /** In milliseconds; 0: they need not be. */
    private readonly intervalMs: number,
  ) {}

  /** Milliseconds until the address may have its next message; 0 when it may have one now. */
  waitMs(address: string | null): number {
    const at = address === null ? undefined : this.#nextFreeAt.get(address);
    return at === undefined ? 0 : Math.max(0, at - this.clock.monotonic());
  }

  /** Says that a message is about to go to an address. */
  sending(address: string | null): void {
    if (address === null || this.intervalMs === 0) return;
    const now = this.clock.monotonic();
    for (const [each, at] of this.#nextFreeAt) if (at <= now) this.#nextFreeAt.delete(each);
    this.#nextFreeAt.set(address, now + this.intervalMs);
  }
}
