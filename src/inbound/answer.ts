import type { LinkableChannel } from '../domain/channel-choice.js';
import type { Contact } from '../domain/contact.js';
import { localDate } from '../domain/local-time.js';
import type { Refusal } from '../domain/refusal.js';
import { availabilityOf } from '../persistence/availability-store.js';
import type { Actor, ServiceContext } from '../services/context.js';
import {
  linkedAccount,
  type LinkedAccount,
  redeemChannelLink,
  unlinkChannel,
} from '../services/link-channel.js';
import { setAvailability } from '../services/set-availability.js';
import { notTonight, stopMessages } from '../services/way-out.js';
import { type ChatCommand, parseCommand } from './command.js';

/** Somebody who writes to us, as their channel knows them. */
export interface Sender {
  readonly channel: LinkableChannel;
  readonly contact: Contact;
  /** BCP 47, where the channel tells one. */
  readonly locale?: string;
}

type Linked = Exclude<ChatCommand, { kind: 'link' } | { kind: 'help' }>;

/** Does what a message in a private chat asks for, and words the answer. */
export async function answerTo(services: ServiceContext, sender: Sender, text: string): Promise<string> {
  const command = parseCommand(text);
  const { channel, contact } = sender;
  const { chat } = services.messagesFor(sender.locale ?? 'en');
  if (command.kind === 'help') return chat.help(channel);
  if (command.kind === 'link') {
    const linked = await redeemChannelLink(services, channel, command.token, contact);
    if (!linked.ok) return worded(services, sender, linked.refusal);
    const { displayName, allowPromotions, locale } = linked.value;
    return services.messagesFor(locale).chat.linked(channel, displayName, allowPromotions);
  }
  const account = await linkedAccount(services, channel, contact.address);
  if (!account.ok) return worded(services, sender, account.refusal);
  return answerLinked(services, sender, account.value, command);
}

/** What a press of a button under one of our messages does; worded like {@link answerTo}. */
export async function answerToPress(
  services: ServiceContext,
  sender: Sender,
  press: { action: 'not-tonight' | 'stop'; campaignId: string },
): Promise<string> {
  const account = await linkedAccount(services, sender.channel, sender.contact.address);
  if (!account.ok) return worded(services, sender, account.refusal);
  const messages = services.messagesFor(account.value.locale);
  if (press.action === 'stop') {
    await stopMessages(services, account.value, sender.channel);
    return messages.replies.stopped;
  }
  const date = await notTonight(services, account.value, press.campaignId);
  return date === today(services) ? messages.replies.notTonight : messages.wayOut.notThatEvening(date);
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
      await stopMessages(services, account, channel);
      return replies.stopped;
    case 'unlink': {
      const unlinked = await unlinkChannel(services, account, channel, channel);
      return unlinked.ok ? chat.unlinked(channel) : worded(services, sender, unlinked.refusal);
    }
    case 'status': {
      const date = today(services);
      const entries = await availabilityOf(services.database.view, account.userId, date);
      const status = entries.find((entry) => entry.date === date)?.status ?? null;
      const { displayName: accountName, allowPromotions } = account;
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
    await notTonight(services, account, '');
    return replies.notTonight;
  }
  const actor: Actor = { ...account, guildId: services.settings.guildId };
  const result = await setAvailability(services, actor, { status });
  return result.ok ? chat.today(status, result.value.date) : worded(services, sender, result.refusal);
}

function worded(services: ServiceContext, sender: Sender, refusal: Refusal): string {
  return services.messagesFor(sender.locale ?? 'en').chat.refusal(refusal, services.settings.timezone);
}

function today({ clock, settings }: ServiceContext): string {
  return localDate(clock.now(), settings.timezone);
}
