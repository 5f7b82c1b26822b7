import { type TelegramAccess, TelegramApi } from '../../channels/telegram/telegram-api.js';
import type { Clock } from '../../domain/clock.js';
import type { Soon } from '../../domain/soon.js';

/** How long somebody waits for a link because of this, in milliseconds. */
const ASK_WITHIN_MS = 2_000;

/**
 * Telegram's name for the bot, asked for when somebody is to be sent there: another process may be the one that hears them, and so the
 * one that Telegram has told.
 */
export class BotName {
  readonly #api: TelegramApi;
  #known: string | null = null;
  #asking: Promise<string | null> | null = null;

  constructor(access: TelegramAccess, clock: Clock) {
    this.#api = new TelegramApi(access, clock);
  }

  /** `null` while Telegram does not tell it: then it is asked again the next time. */
  get username(): Soon<string | null> {
    if (this.#known !== null) return this.#known;
    this.#asking ??= this.#ask().finally(() => (this.#asking = null));
    return this.#asking;
  }

  async #ask(): Promise<string | null> {
    try {
      const { username } = await this.#api.call('getMe', {}, { timeoutMs: ASK_WITHIN_MS });
      this.#known = username;
    } catch {
      // The inbox tells of Telegram's troubles.
    }
    return this.#known;
  }
}
