import type { Telegram } from 'telegraf';
import type { Clock } from '../../domain/clock.js';
import { withDeadline } from '../../domain/deadline.js';
import { freshConnections } from '../connections.js';
import { freshRequest } from '../fresh-request.js';
import { resultOf } from './bot-api-answer.js';

type Method = Parameters<Telegram['callApi']>[0];
type Result<M extends Method> = Awaited<ReturnType<typeof Telegram.prototype.callApi<M>>>;

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

/**
 * The Bot API, with a time-out for every request: telegraf has none of its own. The requests are ours, for telegraf's
 * follow redirects and don't tell an answer of Telegram's from a login page.
 */
export class TelegramApi {
  constructor(
    private readonly access: TelegramAccess,
    private readonly clock: Clock,
  ) {}

  /** Makes one request, never repeated. @throws TelegramError, ForeignAnswer, what undici throws, or a DeadlineError. */
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
