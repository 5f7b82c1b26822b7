import type { Telegram } from 'telegraf';
import type { Clock } from '../../domain/clock.js';
import { withDeadline } from '../../domain/deadline.js';
import { freshConnections } from '../connections.js';
import { freshRequest } from '../fresh-request.js';
import { resultOf } from './bot-api-answer.js';

type Method = Parameters<Telegram['callApi']>[0];
type Result<M extends Method> = Awaited<ReturnType<typeof Telegram.prototype.callApi<M>>>;

/** Where the Bot API is, and our token. */
export interface TelegramAccess {
  readonly token: string;
  readonly apiUrl: string;
}

/**
 * Options with which telegraf reaches the Bot API. No connection is used twice: if the server drops an idle
 * one, a message that never left looks as if it may have arrived.
 */
export function clientOptions({ apiUrl }: TelegramAccess) {
  return { apiRoot: `${apiUrl}/`, agent: freshConnections('https:') };
}

/**
 * The Bot API, with a time-out for every request: telegraf has none. We make the requests ourselves, because
 * telegraf follows redirects and does not tell an answer of Telegram from a login page.
 */
export class TelegramApi {
  constructor(
    private readonly access: TelegramAccess,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes one request, never repeated.
   * @throws TelegramError, ForeignAnswer, what undici throws, or a DeadlineError.
   */
  async call<M extends Method>(
    method: M,
    payload: Parameters<typeof Telegram.prototype.callApi<M>>[1],
    { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal },
  ): Promise<Result<M>> {
    const url = `${this.access.apiUrl}/bot${this.access.token}/${method}`;
    const ask = (over: AbortSignal) => freshRequest(url, { json: payload, signal: over });
    return resultOf(await withDeadline(this.clock, timeoutMs, ask, signal)) as Result<M>;
  }
}
