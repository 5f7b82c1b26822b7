import rateLimit, { type FastifyRateLimitStore, normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../domain/clock.js';
import { Problem } from './problem.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** This route creates something that calls people: it is under the limit for creations too. */
    creation?: boolean;
  }
}

const MINUTE = 60_000;
const PER_ADDRESS = 300;
const PER_PERSON = 120;
const CREATIONS = 10;
/** Somebody who has a network of these has all its addresses. */
const IPV6_NETWORK = 64;

/** Looks whether a request is within its limits. @throws Problem 429 with `Retry-After`. */
export type LimitCheck = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** How often somebody may ask: by address before it is known who asks, by person afterwards. */
export async function rateLimits(
  app: FastifyInstance,
  clock: Clock,
): Promise<{ readonly byAddress: LimitCheck; readonly byPerson: LimitCheck }> {
  await app.register(rateLimit, { global: false, timeWindow: MINUTE, store: storeBy(clock) });
  const limit = (max: number, keyGenerator: (request: FastifyRequest) => string): LimitCheck => {
    const count = app.createRateLimit({ max, timeWindow: MINUTE, keyGenerator });
    return async (request, reply) => {
      const counted = await count(request);
      if (!counted.isAllowed) tell(request, reply, counted);
    };
  };
  const person = (request: FastifyRequest): string => request.actor?.userId ?? '';
  const requests = limit(PER_PERSON, person);
  const creations = limit(CREATIONS, person);
  return {
    byAddress: limit(PER_ADDRESS, ({ ip }) => normalizeIP(ip, IPV6_NETWORK)),
    byPerson: async (request, reply) => {
      if (!request.actor) return;
      await requests(request, reply);
      if (request.routeOptions.config.creation) await creations(request, reply);
    },
  };
}

interface Counted {
  readonly max: number;
  readonly remaining: number;
  readonly ttlInSeconds: number;
  readonly isExceeded: boolean;
}

/** The headers tell of the limit that is nearest. */
function tell(request: FastifyRequest, reply: FastifyReply, counted: Counted): void {
  const { max, remaining, ttlInSeconds, isExceeded } = counted;
  const told = reply.getHeader('ratelimit-remaining');
  if (isExceeded || told === undefined || remaining < Number(told)) {
    void reply.headers({
      'ratelimit-limit': max,
      'ratelimit-remaining': remaining,
      'ratelimit-reset': ttlInSeconds,
    });
  }
  if (!isExceeded) return;
  throw new Problem(429, request.words.bridge.tooManyRequests(ttlInSeconds), {
    code: 'too_many_requests',
    headers: { 'retry-after': String(ttlInSeconds) },
  });
}

/** The most keys that are kept: an attacker with many addresses must not fill the memory. */
const MOST_KEYS = 10_000;

/** Counts in windows of the Clock's time; the package's own store asks the machine. */
function storeBy(clock: Clock) {
  return class Store implements FastifyRateLimitStore {
    readonly #windows = new Map<string, { current: number; endsAt: number }>();

    incr(
      key: string,
      callback: (error: Error | null, result?: { current: number; ttl: number }) => void,
      timeWindow: number,
    ): void {
      const now = clock.monotonic();
      const found = this.#windows.get(key);
      const window = found && found.endsAt > now ? found : { current: 0, endsAt: now + timeWindow };
      window.current += 1;
      // Windows last equally long, so the first in the map is the first to end.
      if (window !== found) this.#windows.delete(key);
      this.#windows.set(key, window);
      for (const [old, { endsAt }] of this.#windows) {
        if (endsAt > now && this.#windows.size <= MOST_KEYS) break;
        this.#windows.delete(old);
      }
      callback(null, { current: window.current, ttl: window.endsAt - now });
    }

    child(): Store {
      return new Store();
    }
  };
}
