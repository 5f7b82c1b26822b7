import { withDeadline } from './deadline.js';

/** Where a request's bearer token comes from. */
export interface TokenSource {
  /** A token good for the next request, or `null` where the website gives none. */
  current(): Promise<string | null>;
  /** The bridge refused this token: the next `current` asks for another. */
  refused(token: string): void;
}

/** What asking for a token needs; handed in, so that a test can. */
export interface TokenEnvironment {
  readonly fetch: (input: string, init: RequestInit) => Promise<Response>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

// A token that has less than this left could end on its way.
const NEAR_ITS_END_MS = 20_000;
// Of a token that doesn't say when it ends, this much is taken for granted: they live five minutes at most.
const UNSAID_LIFE_MS = 60_000;
// A website whose back end hangs must not hang the modal.
const GIVE_UP_MS = 15_000;

/**
 * The tokens a website hands out to its visitors: `GET <endpoint>` with the visitor's own cookies answers
 * `{token, expires_at?}`. A token is kept in memory until shortly before it ends; any number of requests that need
 * one at the same time ask once.
 */
export class WebsiteTokens implements TokenSource {
  #kept: { readonly token: string; readonly until: number } | null = null;
  #asking: Promise<string | null> | null = null;

  constructor(
    private readonly endpoint: string,
    private readonly environment: TokenEnvironment,
  ) {}

  async current(): Promise<string | null> {
    if (this.#kept && this.environment.now() < this.#kept.until) return this.#kept.token;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  refused(token: string): void {
    if (this.#kept?.token === token) this.#kept = null;
  }

  async #ask(): Promise<string | null> {
    this.#kept = null;
    try {
      const body = await withDeadline(GIVE_UP_MS, (signal) => this.#answer(signal));
      if (typeof body?.token !== 'string' || body.token === '') return null;
      const end = endOf(body.token, body.expires_at) ?? this.environment.now() + UNSAID_LIFE_MS;
      this.#kept = { token: body.token, until: end - NEAR_ITS_END_MS };
      return body.token;
    } catch {
      return null;
    }
  }

  /** What the website says; `null` where it refuses. */
  async #answer(signal: AbortSignal): Promise<{ token?: unknown; expires_at?: unknown } | null> {
    const response = await this.environment.fetch(this.endpoint, {
      credentials: 'include',
      cache: 'no-store',
      headers: { accept: 'application/json' },
      signal,
    });
    return response.ok ? ((await response.json()) as { token?: unknown; expires_at?: unknown } | null) : null;
  }
}

/** When a token ends (ms): as the website says it, else as the token itself does. */
export function endOf(token: string, expiresAt: unknown): number | null {
  if (typeof expiresAt === 'string') {
    const said = Date.parse(expiresAt);
    if (!Number.isNaN(said)) return said;
  }
  if (typeof expiresAt === 'number') return expiresAt * 1000;
  try {
    const payload = token.split('.')[1] ?? '';
    const claims = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as { exp?: unknown };
    return typeof claims.exp === 'number' ? claims.exp * 1000 : null;
  } catch {
    return null;
  }
}
