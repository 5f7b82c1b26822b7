import type { ChannelType } from '../domain/channel-choice.js';
import type { Clock } from '../domain/clock.js';
import type { LimitRule, Limits } from '../domain/limits.js';

/** Keeps messages to one address apart. There is no queue: a caller waits `waitMs`, then asks again. */
export class AddressPace {
  readonly #rule: LimitRule;
  /** As far as this process knows. */
  readonly #nextFreeAt = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly limits: Limits,
    channel: ChannelType,
    /** Milliseconds between two messages; 0: no pause. */
    intervalMs: number,
  ) {
    this.#rule = { name: `${channel} address`, most: 1, perMs: intervalMs };
  }

  /** Milliseconds until the address may have its next message, as far as this process knows; 0: it may have one now. */
  waitMs(address: string | null): number {
    const at = address === null ? undefined : this.#nextFreeAt.get(address);
    return at === undefined ? 0 : Math.max(0, at - this.clock.monotonic());
  }

  /** Call it just before a message leaves. @returns 0 if it may leave now; else milliseconds to wait. */
  async take(address: string | null): Promise<number> {
    const { perMs } = this.#rule;
    if (address === null || perMs === 0) return 0;
    const knownMs = this.waitMs(address);
    if (knownMs > 0) return knownMs;
    this.#wait(address, perMs);
    const waitMs = await this.limits.take(this.#rule, address);
    if (waitMs > 0) this.#wait(address, waitMs);
    return waitMs;
  }

  #wait(address: string, ms: number): void {
    const now = this.clock.monotonic();
    for (const [each, at] of this.#nextFreeAt) if (at <= now) this.#nextFreeAt.delete(each);
    this.#nextFreeAt.set(address, now + ms);
  }
}
