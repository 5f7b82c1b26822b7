import type { LinkableChannel } from '../domain/channel-choice.js';
import { type Contact, identityOf } from '../domain/contact.js';
import { eveningAt } from '../domain/evening.js';
import type { Refusal } from '../domain/refusal.js';
import type { Messages } from '../messages/messages.js';
import { availabilityOf } from '../persistence/availability-store.js';
import type { Actor, ServiceContext } from '../services/context.js';
import {
  linkedAccount,
  type LinkedAccount,
  localeOfChat,
  nameOfAccount,
  redeemChannelLink,
  unlinkChannel,
} from '../services/link-channel.js';
import { setAvailability } from '../services/set-availability.js';
import { notTonight, stopMessages } from '../services/way-out.js';
import { type ChatCommand, isWayOut, languageOf, parseCommand } from './command.js';

/** Somebody who writes to us, as their channel knows them. */
export interface Sender {
  readonly channel: LinkableChannel;
  readonly contact: Contact;
  /** BCP 47, where the channel tells one. */
  readonly locale?: string | undefined;
}

/**
 * Whether a chat gets an answer now; counts as one. What is asked for is always done, but who writes without end must
 * not make us write without end: that is what gets a number or a bot blocked.
 */
export function mayAnswer({ limits }: ServiceContext, { channel, contact }: Sender): boolean {
  const chat = `${channel}:${identityOf(contact)}`;
  if (limits.answers.waitMs(chat) > 0) return false;
  limits.answers.count(chat);
  return true;
}

/** What is to be done about a message. */
export interface Attention {
  /** Do what it says. */
  readonly act: boolean;
  /** Say what was done. */
  readonly answer: boolean;
}

/**
 * What is to be done about a message, told before anything is; counts it. Who writes more than we may answer is heard
 * no more, but for ways out. An edit is heard like a message, but nobody edits to be told what there is to write.
 */
export function attentionFor(
  services: ServiceContext,
  sender: Sender,
  message: { text: string; edited: boolean },
): Attention {
  const answer = mayAnswer(services, sender);
  const command = parseCommand(message.text);
  if (message.edited && command.kind === 'help') return { act: false, answer: false };
  return { act: answer || isWayOut(command), answer };
}

/** Somebody blocked us: nothing could reach them there, so the link goes at once. */
export async function forgetBlocked(services: ServiceContext, sender: Sender): Promise<void> {
  const account = await linkedAccount(services, sender.channel, sender.contact);
  if (account.ok) await unlinkChannel(services, account.value, sender.channel, 'blocked');
}

type Linked = Exclude<ChatCommand, { kind: 'link' } | { kind: 'help' }>;

/** Does what a message in a private chat asks for, and words the answer. */
export async function answerTo(services: ServiceContext, from: Sender, text: string): Promise<string> {
  const command = parseCommand(text);
  const sender = { ...from, locale: from.locale ?? languageOf(text) ?? undefined };
  const { channel, contact } = sender;
  if (command.kind === 'help') return (await wordsFor(services, sender)).chat.help(channel);
  if (command.kind === 'link') {
    const linked = await redeemChannelLink(services, channel, command.token, contact);
    if (!linked.ok) return worded(services, sender, linked.refusal);
    const { userId, allowPromotions, locale } = linked.value;
    const name = await nameOfAccount(services, userId);
    return services.messagesFor(locale).chat.linked(channel, name, allowPromotions);
  }
  const account = await linkedAccount(services, channel, contact);
  if (!account.ok) return worded(services, sender, account.refusal);
  return answerLinked(services, sender, account.value, command);
}

/** What a press of a button under one of our messages does; worded like {@link answerTo}. */
export async function answerToPress(
  services: ServiceContext,
  sender: Sender,
  press: { action: 'not-tonight' | 'stop'; campaignId: string },
): Promise<string> {
  const account = await linkedAccount(services, sender.channel, sender.contact);
  if (!account.ok) return worded(services, sender, account.refusal);
  const messages = services.messagesFor(account.value.locale);
  if (press.action === 'stop') {
    await stop(services, account.value, sender.channel);
    return messages.replies.stopped;
  }
  const date = await declined(services, account.value, press.campaignId);
  return date === today(services) ? messages.replies.notTonight : messages.wayOut.notThatEvening(date);
}

async function stop(
  services: ServiceContext,
  account: LinkedAccount,
  channel: LinkableChannel,
): Promise<void> {
  for (const userId of [account.userId, ...account.released])
    await stopMessages(services, { userId }, channel);
}

async function declined(
  services: ServiceContext,
  account: LinkedAccount,
  campaignId?: string,
): Promise<string> {
  for (const userId of account.released) await notTonight(services, { userId }, campaignId);
  return notTonight(services, account, campaignId);
}

async function answerLinked(
  services: ServiceContext,
  sender: Sender,
  account: LinkedAccount,
  command: Linked,
): Promise<string> {
  const { channel } = sender;
  const { chat, replies } = services.messagesFor(account.locale);
  switch (command.kind) {
    case 'stop':
      await stop(services, account, channel);
      return replies.stopped;
    case 'unlink': {
      const unlinked = await unlinkChannel(services, account, channel, channel);
      return unlinked.ok ? chat.unlinked(channel) : worded(services, sender, unlinked.refusal);
    }
    case 'status': {
      const date = today(services);
      const entries = await availabilityOf(services.database.view, account.userId, date);
      const status = entries.find((entry) => entry.date === date)?.status ?? null;
      const accountName = await nameOfAccount(services, account.userId);
      const { allowPromotions } = account;
      return chat.status({ channel, accountName, allowPromotions, date, status });
    }
    case 'today':
      return setToday(services, sender, account, command);
  }
}

async function setToday(
  services: ServiceContext,
  sender: Sender,
  account: LinkedAccount,
  { status }: Extract<ChatCommand, { kind: 'today' }>,
): Promise<string> {
  const { chat, replies } = services.messagesFor(account.locale);
  if (status === null) return chat.todayHow(sender.channel);
  if (status === 'NOT_PLAYING') {
    // A way out, which everybody can use; no campaign, so it is for today.
    await declined(services, account);
    return replies.notTonight;
  }
  const displayName = await nameOfAccount(services, account.userId);
  const actor: Actor = { ...account, displayName, guildId: services.settings.guildId };
  const result = await setAvailability(services, actor, { status });
  if (!result.ok) return worded(services, sender, result.refusal);
  const { date, calledWithoutAt: at } = result.value;
  return [chat.today(status, date), ...(at === null ? [] : [replies.calledWithout(at)])].join(' ');
}

async function worded(services: ServiceContext, sender: Sender, refusal: Refusal): Promise<string> {
  return (await wordsFor(services, sender)).chat.refusal(refusal, services.settings.timezone);
}

/** The language of the account a chat is linked to, else the one the channel or the message itself speaks. */
async function wordsFor(services: ServiceContext, sender: Sender): Promise<Messages> {
  const own = await localeOfChat(services, sender.channel, sender.contact);
  return services.messagesFor(own ?? sender.locale ?? 'en');
}

function today({ clock, settings }: ServiceContext): string {
  return eveningAt(clock.now(), settings);
}
