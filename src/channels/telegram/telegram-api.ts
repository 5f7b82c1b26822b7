import { Telegram } from 'telegraf';
import type { Clock } from '../../domain/clock.js';
import { withDeadline } from '../../domain/deadline.js';
import { freshConnections } from '../connections.js';

type CallApi = Telegram['callApi'];
type Method = Parameters<CallApi>[0];
type Signal = NonNullable<NonNullable<Parameters<CallApi>[2]>['signal']>;

/** How the Bot API is reached. */
export interface TelegramAccess {
  readonly token: string;
  readonly apiUrl: string;
}

/**
 * How telegraf is told to reach the Bot API. No connection is used twice: one that was dropped while it was idle would
 * make a message that never left look as if it may have arrived.
 */
export function clientOptions({ apiUrl }: TelegramAccess) {
  return { apiRoot: `${apiUrl}/`, agent: freshConnections('https:') };
}

/** The Bot API, with a time-out for every request: telegraf has none of its own. */
export class TelegramApi {
  readonly #client: Telegram;

  constructor(
    access: TelegramAccess,
    private readonly clock: Clock,
  ) {
    this.#client = new Telegram(access.token, clientOptions(access));
    // telegraf drops its agent where the address is plain http, and Node's own keeps connections.
    this.#client.options.agent ??= freshConnections('http:');
  }

  /** Makes one request, never repeated. @throws what telegraf throws, or a DeadlineError. */
  async call<M extends Method>(
    method: M,
    payload: Parameters<typeof Telegram.prototype.callApi<M>>[1],
    { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal },
  ) {
    // telegraf types a polyfill of AbortSignal; it takes Node's own.
    const ask = (over: AbortSignal) =>
      this.#client.callApi(method, payload, { signal: over as unknown as Signal });
    return withDeadline(this.clock, timeoutMs, ask, signal);
  }
}
