import type { Clock } from '../domain/clock.js';
import { nonceIsFresh } from '../domain/settlement.js';

/** Longer than any message is of use: nobody asks about an older nonce. */
const REMEMBERED_MS = 60 * 60_000;
/** What a wall clock goes back by without having been set back, in milliseconds: it is brought in line little by little. */
const SLEW_MS = 1_000;

/** The wall clock was set back. */
interface SetBack {
  /** When that was seen (monotonic). */
  readonly at: number;
  readonly byMs: number;
}

/**
 * Knows how old nonces really are. The ledger dates them by the wall clock, which may have been set back
 * since; for nonces of this process a monotonic time corrects it. Those of another process are older by what the clock was seen to
 * be set back, unless they were surely sent after that.
 */
export class NonceAges {
  /** When each was sent, at the earliest (monotonic); in the order we came to know of them. */
  readonly #sentAt = new Map<string, number>();
  /** Oldest first. */
  #setBacks: SetBack[] = [];
  /** What the wall clock was ahead of the monotonic one. */
  #ahead: number;

  constructor(
    private readonly clock: Clock,
    /** How long the provider recognises a nonce, in milliseconds. */
    private readonly windowMs: number,
  ) {
    this.#ahead = clock.now() - clock.monotonic();
  }

  /** Call it just before a request with this nonce leaves. */
  sending(nonce: string): void {
    this.lookAtClock();
    if (!this.#sentAt.has(nonce)) this.#remember(nonce, 0);
  }

  /** Whether the provider still recognises a nonce first sent at `firstSentAt` (wall clock of that time). */
  isFresh(nonce: string, firstSentAt: number): boolean {
    this.lookAtClock();
    const now = this.clock.now();
    if (!nonceIsFresh(firstSentAt, now, this.windowMs)) return false;
    // From now on another's ages by the monotonic clock as well, also when it is sent under again.
    const age = this.#ageOf(nonce) ?? this.#remember(nonce, this.#mostMs(now - firstSentAt));
    return age < this.windowMs;
  }

  #ageOf(nonce: string): number | undefined {
    const sentAt = this.#sentAt.get(nonce);
    return sentAt === undefined ? undefined : this.clock.monotonic() - sentAt;
  }

  /** It was sent so long ago. */
  #remember(nonce: string, ageMs: number): number {
    const now = this.clock.monotonic();
    for (const [old, sentAt] of this.#sentAt) {
      if (now - sentAt < REMEMBERED_MS) break;
      this.#sentAt.delete(old);
    }
    this.#sentAt.set(nonce, now - ageMs);
    return ageMs;
  }

  /** The most that may have passed since something the wall clock says was `ms` ago. */
  #mostMs(ms: number): number {
    const now = this.clock.monotonic();
    let [most, withAll] = [ms, ms];
    for (const { at, byMs } of this.#setBacks.toReversed()) {
      withAll += byMs;
      // Seen later than it happened, so what is younger even with it was sent since.
      if (withAll >= now - at) most = withAll;
    }
    return most;
  }

  /** Notices whether the wall clock was set back. Call it every few seconds: what is undone between two looks goes unseen. */
  lookAtClock(): void {
    const now = this.clock.monotonic();
    const ahead = this.clock.now() - now;
    const byMs = this.#ahead - ahead;
    this.#ahead = ahead;
    this.#setBacks = this.#setBacks.filter(({ at }) => now - at < REMEMBERED_MS);
    if (byMs > SLEW_MS) this.#setBacks.push({ at: now, byMs });
  }
}
