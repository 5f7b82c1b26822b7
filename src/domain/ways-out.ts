import type { LinkableChannel } from './channel-choice.js';
import type { Clock } from './clock.js';
import type { ConsentTo } from './consent.js';
import type { Soon } from './soon.js';

/** When something that somebody said came in: what came in later is greater. A number of one process. */
export type Arrival = number;

/** What somebody can go out of; `everything`: their data was erased. */
export type Matter =
  | 'everything'
  | 'direct messages'
  | `date ${string}`
  | 'weekly answers'
  | 'calendar'
  | 'standing campaigns'
  | `consent ${ConsentTo}`
  | `link ${LinkableChannel | 'player'}`;

/**
 * Which ways out people have taken lately, so that a request which came in before one of them, and is written after it,
 * is not. To be asked and told within the transaction that writes. A promise rejects with a fault of the database alone, and what
 * need not be waited for is none. Where it leaves the process, people are kept as digests.
 */
export interface WaysOut {
  /** Something comes in now. To be called before anything is waited for. */
  arrive(): Arrival;
  /** A person goes out of this, as they said at `arrival`. */
  note(userId: string, matters: readonly Matter[], arrival: Arrival): Soon<void>;
  /** Whether a person has gone out of any of this by what they said after `arrival`. */
  since(userId: string, matters: readonly Matter[], arrival: Arrival): Soon<boolean>;
}

/** Far longer than any request waits: Discord gets seconds to answer, and an interaction ends after 15 minutes. */
export const KEPT_MS = 15 * 60_000;

interface Noted {
  readonly arrival: Arrival;
  readonly at: number;
}

/** The ways out of one process, in its memory: a request that waits for Discord ends with the process too. */
export class MemoryWaysOut implements WaysOut {
  #last: Arrival = 0;
  /** In the order they were noted. */
  readonly #noted = new Map<string, Noted>();

  constructor(private readonly clock: Clock) {}

  arrive(): Arrival {
    this.#last += 1;
    return this.#last;
  }

  note(userId: string, matters: readonly Matter[], arrival: Arrival): void {
    const now = this.clock.monotonic();
    for (const matter of matters) {
      const key = keyOf(userId, matter);
      const latest = Math.max(arrival, this.#noted.get(key)?.arrival ?? arrival);
      this.#noted.delete(key);
      this.#noted.set(key, { arrival: latest, at: now });
    }
    for (const [key, { at }] of this.#noted) {
      if (at > now - KEPT_MS) break;
      this.#noted.delete(key);
    }
  }

  since(userId: string, matters: readonly Matter[], arrival: Arrival): boolean {
    return matters.some((matter) => (this.#noted.get(keyOf(userId, matter))?.arrival ?? arrival) > arrival);
  }
}

function keyOf(userId: string, matter: Matter): string {
  return `${userId} ${matter}`;
}
