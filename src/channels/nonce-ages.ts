import type { Clock } from '../domain/clock.js';
import { nonceIsFresh } from '../domain/settlement.js';

/** Longer than any message is of use: nobody asks about an older nonce. */
const REMEMBERED_MS = 60 * 60_000;

/**
 * Knows how old nonces really are. The ledger dates them by the wall clock, which may have been set back
 * since; for nonces of this process a monotonic time corrects it.
 */
export class NonceAges {
  /** Monotonic, oldest first. */
  readonly #sentAt = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    /** How long the provider recognises a nonce, in milliseconds. */
    private readonly windowMs: number,
  ) {}

  /** Call it just before a request with this nonce leaves. */
  sending(nonce: string): void {
    const now = this.clock.monotonic();
    for (const [old, sentAt] of this.#sentAt) {
      if (now - sentAt < REMEMBERED_MS) break;
      this.#sentAt.delete(old);
    }
    if (!this.#sentAt.has(nonce)) this.#sentAt.set(nonce, now);
  }

  /** Whether the provider still recognises a nonce first sent at `firstSentAt` (wall clock of that time). */
  isFresh(nonce: string, firstSentAt: number): boolean {
    if (!nonceIsFresh(firstSentAt, this.clock.now(), this.windowMs)) return false;
    const sentAt = this.#sentAt.get(nonce);
    return sentAt === undefined || this.clock.monotonic() - sentAt < this.windowMs;
  }
}
