import type { Clock } from '../../domain/clock.js';
import { withDeadline } from '../../domain/deadline.js';
import { freshRequest } from '../fresh-request.js';

/** Where signal-cli-rest-api is, and our number there. */
export interface SignalAccess {
  /** Without a slash at its end. */
  readonly apiUrl: string;
  /** Our number there, in international form. */
  readonly number: string;
}

/** An answer of any status. */
export interface SignalAnswer {
  readonly status: number;
  /** `undefined` if it is no JSON. */
  readonly body: unknown;
}

/**
 * The requests to signal-cli-rest-api, each with a deadline: the service has none, and may never answer. No
 * redirect is followed: it would send the message again to an unknown place.
 */
export class SignalApi {
  constructor(
    private readonly access: SignalAccess,
    private readonly clock: Clock,
  ) {}

  /** Sends one message to one recipient, once. @throws what undici throws, or a DeadlineError. */
  send(recipient: string, message: string, timeoutMs: number): Promise<SignalAnswer> {
    const body = { message, number: this.access.number, recipients: [recipient] };
    return this.#request('/v2/send', { timeoutMs }, body);
  }

  /** How the service runs; `mode` decides how we receive. @throws what undici throws, or a DeadlineError. */
  about(options: { timeoutMs: number; signal?: AbortSignal }): Promise<SignalAnswer> {
    return this.#request('/v1/about', options);
  }

  /** The numbers registered or linked there: a list. @throws what undici throws, or a DeadlineError. */
  accounts(options: { timeoutMs: number; signal?: AbortSignal }): Promise<SignalAnswer> {
    return this.#request('/v1/accounts', options);
  }

  /** Whether a number is registered with Signal; sends nothing. @throws as `about`. */
  search(address: string, options: { timeoutMs: number; signal?: AbortSignal }): Promise<SignalAnswer> {
    const own = encodeURIComponent(this.access.number);
    return this.#request(`/v1/search/${own}?numbers=${encodeURIComponent(address)}`, options);
  }

  /** The keys our number knows of other people, and whether it trusts each: a list. @throws as `about`. */
  identities(options: { timeoutMs: number; signal?: AbortSignal }): Promise<SignalAnswer> {
    return this.#request(`/v1/identities/${encodeURIComponent(this.access.number)}`, options);
  }

  /** Fetches messages to our number, waiting a little for them. Not in json-rpc mode. @throws as `about`. */
  receive(waitSeconds: number, options: { timeoutMs: number; signal?: AbortSignal }): Promise<SignalAnswer> {
    const query = `timeout=${waitSeconds}&ignore_attachments=true&ignore_stories=true`;
    return this.#request(`${this.#receivePath}?${query}`, options);
  }

  /** A WebSocket that passes on messages to our number, in json-rpc mode. */
  get receiveSocketUrl(): string {
    return `${this.access.apiUrl.replace(/^http/, 'ws')}${this.#receivePath}`;
  }

  get #receivePath(): string {
    return `/v1/receive/${encodeURIComponent(this.access.number)}`;
  }

  async #request(
    path: string,
    { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal },
    json?: unknown,
  ): Promise<SignalAnswer> {
    const url = `${this.access.apiUrl}${path}`;
    const ask = (over: AbortSignal) => freshRequest(url, { json, signal: over });
    const { status, text } = await withDeadline(this.clock, timeoutMs, ask, signal);
    return { status, body: parsed(text) };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
