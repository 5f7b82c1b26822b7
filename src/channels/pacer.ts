import type { Clock } from '../domain/clock.js';

/** A moment in which its holder may make one request. */
export interface Slot {
  /** Monotonic. */
  readonly at: number;
}

/**
 * The generic cell rate algorithm: lets requests through evenly, at most `perSecond` in any second, and hands out
 * slots in the order they were asked for. A fixed window would let two windows' worth through around its edge, and
 * providers that enforce a sliding one answer that with 429s.
 */
export class Pacer {
  readonly #intervalMs: number;
  #nextFreeAt = 0;
  /** Slots handed out, in order, as far back as one could still be given back to effect. */
  #slots: { readonly at: number; free: boolean }[] = [];

  constructor(
    private readonly clock: Clock,
    perSecond: number,
  ) {
    this.#intervalMs = 1000 / perSecond;
  }

  /** Resolves when the caller may make one request; at once when `signal` aborts. */
  async acquire(signal?: AbortSignal): Promise<Slot> {
    const now = this.clock.monotonic();
    const at = Math.max(now, this.#nextFreeAt);
    if (at === now) this.#slots = [];
    const slot = { at, free: false };
    this.#slots.push(slot);
    this.#nextFreeAt = at + this.#intervalMs;
    await this.clock.sleep(at - now, signal);
    return slot;
  }

  /**
   * Gives back a slot that will not be used. It can be had again unless somebody holds a later one: theirs are set,
   * and moving up the next in line would put two into one gap.
   */
  giveBack(slot: Slot): void {
    const held = this.#slots.find((candidate) => candidate === slot);
    if (held) held.free = true;
    while (this.#slots.at(-1)?.free) this.#nextFreeAt = this.#slots.pop()?.at ?? this.#nextFreeAt;
  }

  /** How long somebody who asked now would wait, in milliseconds. */
  backlogMs(): number {
    return Math.max(0, this.#nextFreeAt - this.clock.monotonic());
  }
}
