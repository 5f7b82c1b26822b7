import type { Clock } from '../../domain/clock.js';
import { SIGN_IN_MS } from './sign-in-state.js';

/** Far more than can go to Discord while a state is valid. */
const MOST_KEPT = 10_000;

/** The states of sign-ins that came back: each works once, however many copies of its cookie exist. */
export class UsedStates {
  /** When each would end (monotonic), oldest first. */
  readonly #used = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  has(state: string): boolean {
    return this.#used.has(state);
  }

  add(state: string): void {
    const now = this.clock.monotonic();
    for (const [old, until] of this.#used) {
      if (until > now && this.#used.size < MOST_KEPT) break;
      this.#used.delete(old);
    }
    this.#used.set(state, now + SIGN_IN_MS);
  }
}
