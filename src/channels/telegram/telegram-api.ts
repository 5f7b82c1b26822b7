import { Agent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Telegram } from 'telegraf';
import { resultOf } from './bot-api-answer.js';
import { postJson } from './post-json.js';

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
  return { apiRoot: `${apiUrl}/`, agent: new HttpsAgent({ keepAlive: false }) };
}

/**
 * The Bot API, with a time-out for every request: telegraf has none of its own. The requests are ours, for telegraf's
 * follow redirects and don't tell an answer of Telegram's from a login page.
 */
export class TelegramApi {
  readonly #agent: Agent;

  constructor(private readonly access: TelegramAccess) {
    const { protocol } = new URL(access.apiUrl);
    this.#agent = protocol === 'https:' ? clientOptions(access).agent : new Agent({ keepAlive: false });
  }

  /** Makes one request, never repeated. @throws TelegramError, ForeignAnswer, what Node throws, or an abort. */
  async call<M extends Method>(
    method: M,
    payload: Parameters<typeof Telegram.prototype.callApi<M>>[1],
    { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal },
  ): Promise<Result<M>> {
    const signals = [AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])];
    const url = new URL(`${this.access.apiUrl}/bot${this.access.token}/${method}`);
    const answer = await postJson(url, payload, { agent: this.#agent, signal: AbortSignal.any(signals) });
    return resultOf(answer) as Result<M>;
  }
}
