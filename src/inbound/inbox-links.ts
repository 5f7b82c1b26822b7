import type { LinkableChannel } from '../domain/channel-choice.js';
import { type Soon, whenKnown } from '../domain/soon.js';
import type { LinkDoors } from '../services/context.js';

/** Whoever knows Telegram's name for the bot; `null` while nobody does. */
interface Named {
  readonly username: Soon<string | null>;
}

/** Where people find the chats that our inboxes listen to. */
export class InboxLinks implements LinkDoors {
  #telegram: Named | null = null;

  constructor(private readonly signalNumber: string | null) {}

  /** Gives Telegram's chat an address, once the bot's name is known. */
  useTelegram(bot: Named): void {
    this.#telegram = bot;
  }

  deepLink(channel: LinkableChannel, token: string): Soon<string | null> {
    if (channel === 'signal') return this.signalNumber && `https://signal.me/#p/${this.signalNumber}`;
    return whenKnown(this.#telegram?.username ?? null, (username) =>
      username === null ? null : `https://t.me/${username}?start=${token}`,
    );
  }
}
