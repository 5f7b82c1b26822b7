import { createHash } from 'node:crypto';

/** A route's limit: `limit` requests in each window of `perSeconds`. */
export interface BucketRule {
  readonly limit: number;
  readonly perSeconds: number;
}

/** What the limits say about one request. */
export interface Verdict {
  readonly headers: Record<string, string>;
  /** Set if the request is over a limit. */
  readonly refused?: { readonly retryAfter: number; readonly global: boolean };
}

interface Window {
  used: number;
  endsAt: number;
}

const DEFAULT_RULE: BucketRule = { limit: 50, perSeconds: 1 };

/**
 * Discord's limits: a fixed window for each route and major parameter, and a sliding second for the whole bot.
 * They run on real time, whatever clock the rest of the stand-in has, because the bot's HTTP client waits in real time.
 */
export class RateLimits {
  readonly #rules = new Map<string, BucketRule>([
    ['POST /channels/:id/messages', { limit: 5, perSeconds: 5 }],
    ['PATCH /channels/:id/messages/:mid', { limit: 5, perSeconds: 5 }],
    ['DELETE /channels/:id/messages/:mid', { limit: 5, perSeconds: 1 }],
    ['POST /webhooks/:app/:token', { limit: 5, perSeconds: 2 }],
    ['PATCH /webhooks/:app/:token/messages/@original', { limit: 5, perSeconds: 2 }],
    ['GET /guilds/:id/members', { limit: 10, perSeconds: 10 }],
    ['GET /guilds/:id/members/search', { limit: 10, perSeconds: 10 }],
  ]);
  readonly #windows = new Map<string, Window>();
  #recent: number[] = [];

  constructor(
    readonly globalPerSecond: number,
    private readonly time: () => number = Date.now,
  ) {}

  /** Changes a route's limit, for example `set('POST /users/@me/channels', { limit: 1, perSeconds: 1 })`. */
  set(route: string, rule: BucketRule): void {
    this.#rules.set(route, rule);
  }

  /** Counts one request, unless it is over a limit. `exempt` routes are outside the global limit. */
  take(route: string, major: string, exempt: boolean): Verdict {
    const now = this.time();
    if (!exempt) {
      this.#recent = this.#recent.filter((at) => at > now - 1000);
      const oldest = this.#recent[0];
      if (this.#recent.length >= this.globalPerSecond && oldest !== undefined) {
        return refusal((oldest + 1000 - now) / 1000, true, { 'X-RateLimit-Global': 'true' });
      }
    }
    const rule = this.#rules.get(route) ?? DEFAULT_RULE;
    const key = `${route} ${major}`;
    let window = this.#windows.get(key);
    if (!window || window.endsAt <= now) {
      window = { used: 0, endsAt: now + rule.perSeconds * 1000 };
      this.#windows.set(key, window);
    }
    const full = window.used >= rule.limit;
    if (!full) {
      window.used += 1;
      if (!exempt) this.#recent.push(now);
    }
    const resetAfter = (window.endsAt - now) / 1000;
    const headers = {
      'X-RateLimit-Bucket': createHash('md5').update(route).digest('hex'),
      'X-RateLimit-Limit': String(rule.limit),
      'X-RateLimit-Remaining': String(rule.limit - window.used),
      'X-RateLimit-Reset': (window.endsAt / 1000).toFixed(3),
      'X-RateLimit-Reset-After': resetAfter.toFixed(3),
    };
    return full ? refusal(resetAfter, false, headers) : { headers };
  }
}

/** A 429's headers and numbers. `Retry-After` is in whole seconds, as Discord's is. */
export function refusal(retryAfter: number, global: boolean, headers: Record<string, string> = {}): Verdict {
  return {
    refused: { retryAfter: Math.max(retryAfter, 0.001), global },
    headers: {
      ...headers,
      'Retry-After': String(Math.max(1, Math.ceil(retryAfter))),
      'X-RateLimit-Scope': global ? 'global' : 'user',
    },
  };
}
