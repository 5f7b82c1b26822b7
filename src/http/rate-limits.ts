import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../domain/clock.js';
import { clientNetwork } from './client-address.js';
import { Problem, retryAfter } from './problem.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** This route creates something that calls people: it is under the limit for creations too. */
    creation?: boolean;
    /** For supervisors: other people's many requests must not make them restart anything. */
    unlimited?: boolean;
  }
}

const MINUTE = 60_000;
const PER_ADDRESS = 300;
const PER_PERSON = 120;
const CREATIONS = 10;

/** Looks whether a request is within its limits. @throws Problem 429 with `Retry-After`. */
export type LimitCheck = (request: FastifyRequest, reply: FastifyReply) => void;

/** How often somebody may ask: by address before it is known who asks, by person afterwards. */
export function rateLimits(clock: Clock): {
  readonly byAddress: LimitCheck;
  readonly byPerson: LimitCheck;
} {
  const addresses = new Windows(clock, PER_ADDRESS);
  const requests = new Windows(clock, PER_PERSON);
  const creations = new Windows(clock, CREATIONS);
  return {
    byAddress: (request, reply) => {
      if (request.routeOptions.config.unlimited) return;
      tell(request, reply, addresses.count(clientNetwork(request)));
    },
    byPerson: (request, reply) => {
      if (!request.actor) return;
      tell(request, reply, requests.count(request.actor.userId));
      if (request.routeOptions.config.creation) tell(request, reply, creations.count(request.actor.userId));
    },
  };
}

interface Counted {
  readonly max: number;
  /** Negative: past the limit. */
  readonly remaining: number;
  readonly endsInMs: number;
}

/** The headers tell of the limit that is nearest. */
function tell(request: FastifyRequest, reply: FastifyReply, { max, remaining, endsInMs }: Counted): void {
  const seconds = retryAfter(endsInMs);
  const told = reply.getHeader('ratelimit-remaining');
  if (remaining < 0 || told === undefined || remaining < Number(told)) {
    reply
      .header('ratelimit-limit', String(max))
      .header('ratelimit-remaining', String(Math.max(0, remaining)))
      .header('ratelimit-reset', seconds);
  }
  if (remaining >= 0) return;
  throw new Problem(429, request.words.bridge.tooManyRequests(Number(seconds)), {
    code: 'too_many_requests',
    headers: { 'retry-after': seconds },
  });
}

/** The most keys that are kept: an attacker with many addresses must not fill the memory. */
const MOST_KEYS = 10_000;

/** Counts by key in windows of a minute of the Clock's time. */
class Windows {
  readonly #windows = new Map<string, { count: number; readonly endsAt: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly max: number,
  ) {}

  count(key: string): Counted {
    const now = this.clock.monotonic();
    const found = this.#windows.get(key);
    const window = found && found.endsAt > now ? found : { count: 0, endsAt: now + MINUTE };
    window.count += 1;
    if (window !== found) this.#begin(key, window, now);
    return { max: this.max, remaining: this.max - window.count, endsInMs: window.endsAt - now };
  }

  #begin(key: string, window: { count: number; readonly endsAt: number }, now: number): void {
    // Windows last equally long, so the first in the map is the first to end.
    this.#windows.delete(key);
    this.#windows.set(key, window);
    for (const [old, { endsAt }] of this.#windows) {
      if (endsAt > now && this.#windows.size <= MOST_KEYS) break;
      this.#windows.delete(old);
    }
  }
}
