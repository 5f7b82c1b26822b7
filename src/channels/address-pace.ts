import type { Clock } from '../domain/clock.js';

/** Keeps messages to one address apart. There is no queue: a caller waits `waitMs`, then asks again. */
export class AddressPace {
  readonly #nextFreeAt = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    /** Milliseconds between two messages; 0: no pause. */
    private readonly intervalMs: number,
  ) {}

  /** Milliseconds until the address may have its next message; 0 when it may have one now. */
  waitMs(address: string | null): number {
    const at = address === null ? undefined : this.#nextFreeAt.get(address);
    return at === undefined ? 0 : Math.max(0, at - this.clock.monotonic());
  }

  /** Call it just before a message leaves. */
  sending(address: string | null): void {
    if (address === null || this.intervalMs === 0) return;
    const now = this.clock.monotonic();
    for (const [each, at] of this.#nextFreeAt) if (at <= now) this.#nextFreeAt.delete(each);
    this.#nextFreeAt.set(address, now + this.intervalMs);
  }
}
