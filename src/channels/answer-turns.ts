import type { Clock } from '../domain/clock.js';
import type { Pacer, Slot } from './pacer.js';

/** However busy calls keep a channel, one slot in so many belongs to an answer. */
const SLOTS_PER_ANSWER = 10;

/**
 * A channel's slots for everything but calls: answers to people, tests, notices. Calls have a moment, so they
 * go first: answers get no slot while calls wait, except a small share, so that they don't wait for ever.
 * Answers are served in their order.
 */
export class AnswerTurns {
  readonly #shareMs: number;
  #last: Promise<unknown> = Promise.resolve();
  /** When an answer last had a slot (monotonic). */
  #servedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly clock: Clock,
    private readonly pacer: Pacer,
    messagesPerSecond: number,
  ) {
    this.#shareMs = (SLOTS_PER_ANSWER * 1000) / messagesPerSecond;
  }

  /**
   * Resolves with a slot to use at once; with `null` when none is free before `until` (monotonic) or `stop`
   * aborts.
   */
  take(until: number, stop?: AbortSignal): Promise<Slot | null> {
    const askedAt = this.clock.monotonic();
    const slot = this.#last.then(() => this.#next(askedAt, until, stop));
    this.#last = slot;
    return slot;
  }

  async #next(askedAt: number, until: number, stop?: AbortSignal): Promise<Slot | null> {
    while (!stop?.aborted) {
      const now = this.clock.monotonic();
      const busyMs = this.pacer.backlogMs();
      const shareInMs = Math.max(askedAt, this.#servedAt) + this.#shareMs - now;
      if (busyMs <= 0 || shareInMs <= 0) {
        if (now + busyMs >= until) return null;
        // The share is due even while messages whose moment has come are waiting.
        const slot = await this.pacer.acquire(stop, { urgency: shareInMs <= 0 ? 'due' : 'in_turn' });
        if (slot) this.#servedAt = this.clock.monotonic();
        return slot;
      }
      const waitMs = Math.min(busyMs, shareInMs);
      if (now + waitMs >= until) return null;
      await this.clock.sleep(waitMs, stop);
    }
    return null;
  }
}
