import type { LinkableChannel } from '../domain/channel-choice.js';
import type { Contact } from '../domain/contact.js';
import { eveningAt } from '../domain/evening.js';
import type { Refusal } from '../domain/refusal.js';
import type { Arrival } from '../domain/ways-out.js';
import type { Messages } from '../messages/messages.js';
import type { Actor, ServiceContext } from '../services/context.js';
import { type LinkedAccount, localeOfChat } from '../services/link-channel.js';
import { everyAccount } from '../services/way-out.js';

/** A person who writes to us, as their channel knows them. */
export interface Sender {
  readonly channel: LinkableChannel;
  readonly contact: Contact;
  /** BCP 47, if the channel names one. */
  readonly locale?: string | undefined;
  /** The accounts their way out has been done for, where it is done again in its turn. */
  readonly doneFor?: readonly string[];
  /** When it was read. */
  readonly cameIn?: Arrival;
}

/** The result of what a person asked for. */
export interface Done {
  /** It was not done; the words say why. */
  readonly refused: boolean;
  /** What to tell them. May wait for Discord (whose account is it?); the request is done by then. */
  readonly words: Promise<string>;
  /** The accounts a way out was done for. */
  readonly accounts?: readonly string[];
}

/** Discord knows their name, and is asked where we need it; until then the id stands for it. */
export function actorOf({ settings }: ServiceContext, { cameIn }: Sender, account: LinkedAccount): Actor {
  return { ...account, displayName: account.userId, guildId: settings.guildId, cameIn };
}

/** What was done, in words. */
export function done(words: string | Promise<string>): Done {
  return { refused: false, words: Promise.resolve(words) };
}

/** A way out that was done for an account, and those released with it. */
export function doneFor(account: LinkedAccount, words: string): Done {
  return { ...done(words), accounts: everyAccount(account) };
}

/** Why it was not done, in words. */
export async function refused(services: ServiceContext, sender: Sender, refusal: Refusal): Promise<Done> {
  const { chat } = await wordsFor(services, sender);
  return { refused: true, words: Promise.resolve(chat.refusal(refusal, services.settings.timezone)) };
}

/** The language of the account a chat is linked to, else that of the channel or of the message itself. */
export async function wordsFor(services: ServiceContext, sender: Sender): Promise<Messages> {
  const own = await localeOfChat(services, sender.channel, sender.contact);
  return services.messagesFor(own ?? sender.locale ?? 'en');
}

/** The evening's date, `YYYY-MM-DD`. */
export function today({ clock, settings }: ServiceContext): string {
  return eveningAt(clock.now(), settings);
}
