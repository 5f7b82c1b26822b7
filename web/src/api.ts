import { isTooLate, withDeadline } from './deadline.js';
import { localProblem, type Problem, problemOf } from './problem.js';
import type { TokenSource } from './token.js';

/** What a request came to. `notModified`: what is known under the ETag still holds. */
export type Answer<T> =
  | {
      readonly ok: true;
      readonly value: T;
      readonly etag: string | null;
      /** The bridge had done this before, and says so again. */
      readonly replayed: boolean;
    }
  | { readonly ok: true; readonly notModified: true }
  | { readonly ok: false; readonly problem: Problem };

export interface ApiOptions {
  /** Where the bridge is: an absolute address. */
  readonly endpoint: string;
  /** The language refusals are asked for in, BCP 47. */
  readonly locale: string;
  /** Without one, the visitor's session cookie says who asks. */
  readonly tokens?: TokenSource | null;
  readonly fetch?: (input: string, init: RequestInit) => Promise<Response>;
  readonly now?: () => number;
  /** After so many milliseconds without an answer a request is given up. */
  readonly timeoutMs?: number;
}

export interface Asking {
  /** Answer `notModified` if nothing has changed since this ETag. */
  readonly etag?: string | null;
  /** Ends the request; its answer is then the problem `aborted`. */
  readonly signal?: AbortSignal;
}

const GIVE_UP_MS = 20_000;

/** Speaks to the bridge. Expected failures are answers; it throws nothing. */
export class Api {
  readonly #fetch: NonNullable<ApiOptions['fetch']>;
  readonly #now: () => number;

  constructor(private readonly options: ApiOptions) {
    this.#fetch = options.fetch ?? ((input, init) => fetch(input, init));
    this.#now = options.now ?? Date.now;
  }

  /** The absolute address of a path of the bridge. */
  address(path: string): string {
    return new URL(path.replace(/^\//, ''), withSlash(this.options.endpoint)).href;
  }

  async get<T>(path: string, asking: Asking = {}): Promise<Answer<T>> {
    return this.#request<T>('GET', path, undefined, asking);
  }

  /** Changes something. `body` goes as JSON. */
  async send<T>(
    method: 'POST' | 'DELETE',
    path: string,
    body?: unknown,
    asking: Asking = {},
  ): Promise<Answer<T>> {
    return this.#request<T>(method, path, body, asking);
  }

  async #request<T>(method: string, path: string, body: unknown, asking: Asking): Promise<Answer<T>> {
    const { tokens } = this.options;
    if (!tokens) return this.#once<T>(method, path, body, asking, null);
    const token = await tokens.current();
    if (token === null) return { ok: false, problem: localProblem('token') };
    const answer = await this.#once<T>(method, path, body, asking, token);
    if (answer.ok || answer.problem.status !== 401) return answer;
    // Refused before anything was done, so asking again with a fresh token does nothing twice.
    tokens.refused(token);
    const another = await tokens.current();
    return another === null || another === token
      ? answer
      : this.#once<T>(method, path, body, asking, another);
  }

  async #once<T>(
    method: string,
    path: string,
    body: unknown,
    asking: Asking,
    token: string | null,
  ): Promise<Answer<T>> {
    const ask = (signal: AbortSignal): Promise<Answer<T>> =>
      this.#ask<T>(method, path, body, asking, token, signal);
    try {
      return await withDeadline(this.options.timeoutMs ?? GIVE_UP_MS, ask, asking.signal);
    } catch (error) {
      if (asking.signal?.aborted) return { ok: false, problem: localProblem('aborted') };
      if (isTooLate(error)) return { ok: false, problem: localProblem('timeout') };
      return { ok: false, problem: localProblem(error instanceof SyntaxError ? 'malformed' : 'network') };
    }
  }

  async #ask<T>(
    method: string,
    path: string,
    body: unknown,
    asking: Asking,
    token: string | null,
    signal: AbortSignal,
  ): Promise<Answer<T>> {
    const response = await this.#fetch(this.address(path), {
      method,
      headers: this.#headers(method, body, asking, token),
      credentials: token === null ? 'include' : 'omit',
      // An ETag of ours is compared by us; no cache may answer in the bridge's place.
      cache: 'no-store',
      signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.status === 304) return { ok: true, notModified: true };
    if (!response.ok) return { ok: false, problem: await problemOf(response, this.#now()) };
    return {
      ok: true,
      value: response.status === 204 ? (null as T) : await jsonOf<T>(response),
      etag: response.headers.get('etag'),
      replayed: response.headers.get('idempotent-replayed') === 'true',
    };
  }

  #headers(method: string, body: unknown, asking: Asking, token: string | null): Record<string, string> {
    return {
      accept: 'application/json',
      'accept-language': this.options.locale,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(asking.etag ? { 'if-none-match': asking.etag } : {}),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      // A form on another site can't add a header, so this tells our requests from forged ones.
      ...(token === null && method !== 'GET' ? { 'x-requested-with': 'XMLHttpRequest' } : {}),
    };
  }
}

async function jsonOf<T>(response: Response): Promise<T> {
  return JSON.parse(await response.text()) as T;
}

function withSlash(address: string): string {
  return address.endsWith('/') ? address : `${address}/`;
}
