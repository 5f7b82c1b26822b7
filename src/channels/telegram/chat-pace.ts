import type { Clock } from '../../domain/clock.js';

/** Telegram allows about one message a second to a chat. https://core.telegram.org/bots/faq#broadcasting-to-users */
const INTERVAL_MS = 1_000;

/** Keeps messages to one chat apart. */
export class ChatPace {
  readonly #nextFreeAt = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** Resolves when the chat may have its next message; at once for one that had none lately. */
  async turn(chat: string): Promise<void> {
    const now = this.clock.monotonic();
    for (const [each, at] of this.#nextFreeAt) if (at <= now) this.#nextFreeAt.delete(each);
    const at = this.#nextFreeAt.get(chat) ?? now;
    this.#nextFreeAt.set(chat, at + INTERVAL_MS);
    await this.clock.sleep(at - now);
  }
}
