import { outcomeOf } from '../../channels/telegram/outcome.js';
import { TelegramApi, type TelegramAccess } from '../../channels/telegram/telegram-api.js';
import { backoffDelay } from '../../domain/backoff.js';
import type { Clock } from '../../domain/clock.js';

const REQUEST_TIMEOUT_MS = 10_000;

/** What Telegram calls the bot, for a process that does not listen there. */
export class TelegramName {
  readonly #api: TelegramApi;
  #username: string | null = null;

  constructor(
    access: TelegramAccess,
    private readonly clock: Clock,
  ) {
    this.#api = new TelegramApi(access, clock);
  }

  /** `null` until Telegram has told it. */
  get username(): string | null {
    return this.#username;
  }

  /** Asks until Telegram says it, or `stop` aborts. Never throws; that Telegram can't be asked is told by whoever listens there. */
  async ask(stop: AbortSignal): Promise<void> {
    for (let failures = 1; !stop.aborted; failures += 1) {
      try {
        const me = await this.#api.call('getMe', {}, { timeoutMs: REQUEST_TIMEOUT_MS, signal: stop });
        this.#username = me.username;
        return;
      } catch (error) {
        const outcome = outcomeOf(error);
        const retryAfterMs = 'retryAfterMs' in outcome ? (outcome.retryAfterMs ?? 0) : 0;
        await this.clock.sleep(backoffDelay(failures, Math.random, retryAfterMs), stop);
      }
    }
  }
}
