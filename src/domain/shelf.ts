import type { Clock } from './clock.js';
import type { Soon } from './soon.js';

/**
 * Keeps little things for minutes, for every process that works for the community. A key is a secret that was made at random: where
 * this leaves the process, nobody can read a thing without its key. No promise rejects but for a fault of the database.
 */
export interface Shelf {
  /** Keeps `text` under `key` for `ms` milliseconds, in place of what is there. */
  put(key: string, text: string, ms: number): Soon<void>;
  /** What is kept; `null` where nothing is, or its time is over. */
  find(key: string): Soon<string | null>;
  drop(key: string): Soon<void>;
  /** Uses a key up for `ms` milliseconds. @returns whether it was the first to: of all processes one is. */
  use(key: string, ms: number): Soon<boolean>;
  isUsed(key: string): Soon<boolean>;
}

/** Far more sign-ins than can go to Discord while one is good. Strangers use keys up, and must not fill the memory. */
const MOST_USED = 10_000;

interface Kept {
  readonly text: string;
  /** Monotonic. */
  readonly until: number;
}

/** What one process keeps, in its memory. */
export class MemoryShelf implements Shelf {
  readonly #kept = new Map<string, Kept>();
  /** When each key is forgotten (monotonic), oldest first. */
  readonly #used = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  put(key: string, text: string, ms: number): void {
    const now = this.clock.monotonic();
    for (const [old, { until }] of this.#kept) if (until <= now) this.#kept.delete(old);
    this.#kept.set(key, { text, until: now + ms });
  }

  find(key: string): string | null {
    const kept = this.#kept.get(key);
    return kept && this.clock.monotonic() < kept.until ? kept.text : null;
  }

  drop(key: string): void {
    this.#kept.delete(key);
  }

  use(key: string, ms: number): boolean {
    if (this.isUsed(key)) return false;
    const now = this.clock.monotonic();
    for (const [old, until] of this.#used) {
      if (until > now && this.#used.size < MOST_USED) break;
      this.#used.delete(old);
    }
    this.#used.set(key, now + ms);
    return true;
  }

  isUsed(key: string): boolean {
    const until = this.#used.get(key);
    return until !== undefined && this.clock.monotonic() < until;
  }
}
