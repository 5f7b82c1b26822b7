import type { AvailabilityStatus } from '../src/domain/availability.js';
import type { StandInUser } from './discord/guild-life.js';
import type { DiscordStandIn } from './discord/stand-in.js';
import type { DemoPlayer, Press } from './players.js';
import { SignalStandIn } from './signal/stand-in.js';
import { TelegramStandIn } from './telegram/stand-in.js';

/** Somebody with a phone. */
type Player = Pick<StandInUser, 'id'> & Pick<DemoPlayer, 'name' | 'phone'>;

/** What does the same as a button where there are none. */
const WORDS: Readonly<Record<Press, string>> = {
  Coming: 'COMING',
  Later: 'LATE',
  '10 min later': 'LATE 10',
  'Not tonight': 'TODAY no',
  'Stop these messages': 'STOP',
};

/** Telegram and Signal on this machine, and what the players who like them better than Discord do there. */
export class Phones {
  /** Telegram chats and Signal numbers by their owner's id on Discord. */
  readonly #addresses = new Map<string, string>();

  private constructor(
    readonly telegram: TelegramStandIn,
    readonly signal: SignalStandIn,
  ) {}

  /** `now`: what time it is there, in milliseconds since the epoch. */
  static async start(now: () => number = Date.now): Promise<Phones> {
    return new Phones(await TelegramStandIn.start({ now }), await SignalStandIn.start({ now }));
  }

  /** What the bot has to be told of them. */
  get environment(): Record<string, string> {
    return {
      TELEGRAM_BOT_TOKEN: this.telegram.token,
      TELEGRAM_API_URL: this.telegram.url,
      SIGNAL_API_URL: this.signal.url,
      SIGNAL_NUMBER: this.signal.number,
    };
  }

  /** Links a player's phone as people do: a token from Discord, confirmed from the other side. */
  async link(discord: DiscordStandIn, player: Player): Promise<void> {
    const channel = player.phone;
    if (!channel) return;
    const { content } = await (await discord.slash(player.id, `link ${channel}`)).settled();
    const [, deepLink = ''] = /<(https:[^>]+)>/.exec(content) ?? [];
    if (channel === 'telegram') {
      const { id: address } = this.telegram.addPerson({ name: player.name });
      this.telegram.openDeepLink(address, deepLink);
      this.#addresses.set(player.id, address);
      await this.telegram.waitForMessages(address);
    } else {
      const { number: address } = this.signal.addPerson({ name: player.name });
      const [, token = ''] = /`([\w-]{32})`/.exec(content) ?? [];
      this.signal.openDeepLink(deepLink);
      this.signal.write(address, token);
      this.#addresses.set(player.id, address);
      await this.signal.waitForMessages(address);
    }
  }

  /** The Telegram chat or the Signal number of somebody who is linked; empty: they are not. */
  addressOf({ id }: Pick<Player, 'id'>): string {
    return this.#addresses.get(id) ?? '';
  }

  /** Does what a call offers, as {@link #says}. */
  react(player: Player, reaction: Press): Promise<string> {
    return this.#says(player, reaction, WORDS[reaction]);
  }

  /** Answers the question, as {@link #says}; `label`: its button. */
  answer(player: Player, status: AvailabilityStatus, label: string): Promise<string> {
    return this.#says(player, label, `TODAY ${status === 'NOT_PLAYING' ? 'no' : status.toLowerCase()}`);
  }

  /** Presses a button under the last message that has it on Telegram, or writes the words on Signal; says what was done. */
  async #says(player: Player, label: string, words: string): Promise<string> {
    const { phone } = player;
    const address = this.addressOf(player);
    if (phone === 'telegram') {
      const message = this.telegram
        .messagesTo(address)
        .findLast(({ buttons }) => buttons.some(({ text }) => text === label));
      if (message) await this.telegram.press(address, message, label);
      return `presses “${label}” on Telegram`;
    }
    const before = this.signal.messagesTo(address).length;
    this.signal.write(address, words);
    await this.signal.waitForMessages(address, before + 1);
    return `writes “${words}” on Signal`;
  }

  async stop(): Promise<void> {
    await Promise.all([this.telegram.stop(), this.signal.stop()]);
  }
}
