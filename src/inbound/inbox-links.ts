import type { LinkableChannel } from '../domain/channel-choice.js';
import type { LinkDoors } from '../services/context.js';

/** Where people find the chats that our inboxes listen to. */
export class InboxLinks implements LinkDoors {
  #telegram: { readonly username: string | null } | null = null;

  constructor(private readonly signalNumber: string | null) {}

  /** Gives Telegram's chat an address, once its inbox knows the bot's name. */
  useTelegram(inbox: { readonly username: string | null }): void {
    this.#telegram = inbox;
  }

  deepLink(channel: LinkableChannel, token: string): string | null {
    if (channel === 'signal') return this.signalNumber && `https://signal.me/#p/${this.signalNumber}`;
    const username = this.#telegram?.username ?? null;
    return username === null ? null : `https://t.me/${username}?start=${token}`;
  }
}
