import type { Clock } from '../domain/clock.js';
import { nonceIsFresh } from '../domain/settlement.js';

/** Longer than any message is of use: no nonce is asked about after it. */
const REMEMBERED_MS = 60 * 60_000;

/**
 * How old nonces really are. The ledger dates them by the wall clock, which somebody may have set back since; of
 * those this process sent itself it knows better.
 */
export class NonceAges {
  /** Monotonic, oldest first. */
  readonly #sentAt = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    /** How long the provider recognises a nonce, in milliseconds. */
    private readonly windowMs: number,
  ) {}

  /** Says that a request under this nonce is about to go. */
  sending(nonce: string): void {
    const now = this.clock.monotonic();
    for (const [old, sentAt] of this.#sentAt) {
      if (now - sentAt < REMEMBERED_MS) break;
      this.#sentAt.delete(old);
    }
    if (!this.#sentAt.has(nonce)) this.#sentAt.set(nonce, now);
  }

  /** Whether the provider still recognises a nonce that was first sent at `firstSentAt`, by the wall clock of then. */
  isFresh(nonce: string, firstSentAt: number): boolean {
    if (!nonceIsFresh(firstSentAt, this.clock.now(), this.windowMs)) return false;
    const sentAt = this.#sentAt.get(nonce);
    return sentAt === undefined || this.clock.monotonic() - sentAt < this.windowMs;
  }
}
