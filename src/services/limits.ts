import type { Clock } from '../domain/clock.js';

/** At most `most` in any `perMs` milliseconds, for each key. In memory only. */
export class Limit {
  readonly #times = new Map<string, number[]>();

  constructor(
    private readonly clock: Clock,
    private readonly most: number,
    private readonly perMs: number,
  ) {}

  /** Milliseconds until there is room for one more, 0 when there is now. */
  waitMs(key: string): number {
    const times = this.#recent(key);
    const oldest = times.at(-this.most);
    return oldest === undefined ? 0 : oldest + this.perMs - this.clock.monotonic();
  }

  /** Counts one. */
  count(key: string): void {
    for (const each of [...this.#times.keys()]) if (this.#recent(each).length === 0) this.#times.delete(each);
    this.#times.set(key, [...this.#recent(key), this.clock.monotonic()]);
  }

  #recent(key: string): number[] {
    const since = this.clock.monotonic() - this.perMs;
    return (this.#times.get(key) ?? []).filter((at) => at > since);
  }
}

/** What people may do only so often. */
export interface Limits {
  /** Wrong link tokens, by chat. */
  readonly guesses: Limit;
  /** Codes for proving a player link, by person. */
  readonly proofs: Limit;
  /** Looks for such a code on the game server, by person. */
  readonly proofLooks: Limit;
  /** Test messages, by person. */
  readonly tests: Limit;
  /**
   * Opting in, and linking anything, by person: each leaves a line in a log that keeps its lines for a set
   * time. Taking something back has no limit: nobody can take back more than they gave.
   */
  readonly changes: Limit;
  /** Answers to what somebody writes, by chat. */
  readonly answers: Limit;
  /** Questions to Discord for which no kept answer is fresh enough, by person. */
  readonly freshLookUps: Limit;
}

export function limits(clock: Clock): Limits {
  return {
    guesses: new Limit(clock, 5, 10 * 60_000),
    proofs: new Limit(clock, 5, 10 * 60_000),
    proofLooks: new Limit(clock, 5, 60_000),
    tests: new Limit(clock, 1, 30_000),
    changes: new Limit(clock, 50, 24 * 60 * 60_000),
    answers: new Limit(clock, 20, 60_000),
    freshLookUps: new Limit(clock, 20, 60_000),
  };
}
