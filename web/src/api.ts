import { isTooLate, withDeadline } from './deadline.js';
import { localProblem, type Problem, problemOf } from './problem.js';
import type { TokenSource } from './token.js';

/** A request that got no answer to work with, and why. */
export interface Refused {
  readonly ok: false;
  readonly problem: Problem;
}

/** What a request came to. */
export type Answer<T> = { readonly ok: true; readonly value: T } | Refused;

/** What a change came to. `replayed`: the bridge had made it before, and says so again. */
export type Change<T> = { readonly ok: true; readonly value: T; readonly replayed: boolean } | Refused;

/** What looking for news came to. `notModified`: what is known under the ETag still holds. */
export type News<T> =
  | { readonly ok: true; readonly value: T; readonly etag: string | null }
  | { readonly ok: true; readonly notModified: true }
  | Refused;

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
  /** Ends the request; its answer is then the problem `aborted`. */
  readonly signal?: AbortSignal;
}

export interface AskingForNews extends Asking {
  /** What is known; `null`: nothing yet. */
  readonly etag: string | null;
}

interface Outgoing extends Partial<AskingForNews> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

/** What came of a request, whatever it was for. */
type Received<T> =
  | { readonly ok: true; readonly value: T; readonly etag: string | null; readonly replayed: boolean }
  | Refused;

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

  get<T>(path: string, asking?: Asking): Promise<Answer<T>> {
    return this.#request<T>({ method: 'GET', path, ...asking });
  }

  /** {@link get} for what is asked for again and again: what is known already is not sent again. */
  async getIfNews<T>(path: string, asking: AskingForNews): Promise<News<T>> {
    const answer = await this.#request<T>({ method: 'GET', path, ...asking });
    return answer.ok || answer.problem.status !== 304 ? answer : { ok: true, notModified: true };
  }

  /** Changes something. `body` goes as JSON. */
  send<T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Change<T>> {
    return this.#request<T>({ method, path, body });
  }

  async #request<T>(request: Outgoing): Promise<Received<T>> {
    const { tokens } = this.options;
    if (!tokens) return this.#once<T>(request, null);
    const token = await tokens.current();
    if (token === null) return unanswered('token');
    const answer = await this.#once<T>(request, token);
    if (answer.ok || answer.problem.status !== 401) return answer;
    // Refused before anything was done, so asking again with a fresh token does nothing twice.
    tokens.refused(token);
    const another = await tokens.current();
    return another === null || another === token ? answer : this.#once<T>(request, another);
  }

  async #once<T>(request: Outgoing, token: string | null): Promise<Received<T>> {
    const ask = (signal: AbortSignal): Promise<Received<T>> => this.#ask<T>(request, token, signal);
    try {
      return await withDeadline(this.options.timeoutMs ?? GIVE_UP_MS, ask, request.signal);
    } catch (error) {
      if (request.signal?.aborted) return unanswered('aborted');
      if (isTooLate(error)) return unanswered('timeout');
      return unanswered(error instanceof SyntaxError ? 'malformed' : 'network');
    }
  }

  async #ask<T>(request: Outgoing, token: string | null, signal: AbortSignal): Promise<Received<T>> {
    const { method, path, body } = request;
    const response = await this.#fetch(this.address(path), {
      method,
      headers: this.#headers(request, token),
      credentials: token === null ? 'include' : 'omit',
      // An ETag of ours is compared by us; no cache may answer in the bridge's place.
      cache: 'no-store',
      signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) return { ok: false, problem: await problemOf(response, this.#now()) };
    return {
      ok: true,
      value: response.status === 204 ? (null as T) : await jsonOf<T>(response),
      etag: response.headers.get('etag'),
      replayed: response.headers.get('idempotent-replayed') === 'true',
    };
  }

  #headers({ method, body, etag }: Outgoing, token: string | null): Record<string, string> {
    return {
      accept: 'application/json',
      'accept-language': this.options.locale,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(etag ? { 'if-none-match': etag } : {}),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      // A form on another site can't add a header, so this tells our requests from forged ones.
      ...(token === null && method !== 'GET' ? { 'x-requested-with': 'XMLHttpRequest' } : {}),
    };
  }
}

function unanswered(kind: Parameters<typeof localProblem>[0]): Refused {
  return { ok: false, problem: localProblem(kind) };
}

async function jsonOf<T>(response: Response): Promise<T> {
  return JSON.parse(await response.text()) as T;
}

function withSlash(address: string): string {
  return address.endsWith('/') ? address : `${address}/`;
}
