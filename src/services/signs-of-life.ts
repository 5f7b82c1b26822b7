import type { LinkableChannel } from '../domain/channel-choice.js';
import type { Contact } from '../domain/contact.js';
import { isWaitedFor, noteLife } from '../persistence/stores/call-count-store.js';
import type { ServiceContext } from './context.js';
import { whoseContact } from './recognise.js';

type Context = Pick<ServiceContext, 'database' | 'clock' | 'events'>;

/**
 * People were seen, or did something: calls without a sign of life count anew for them. It writes only where somebody waits for
 * one, and never throws: nothing that a person does may fail for want of it. `where` is for the log.
 */
export async function noticeLife(
  { database, clock, events }: Context,
  userIds: readonly string[],
  where: string,
): Promise<void> {
  const seenAt = clock.now();
  try {
    const awaited: string[] = [];
    for (const userId of userIds) if (await isWaitedFor(database.view, userId)) awaited.push(userId);
    if (awaited.length > 0) await database.withTransaction((tx) => noteLife(tx, awaited, seenAt));
  } catch (error) {
    events.emit({ type: 'background_error', where: `sign of life, ${where}`, error });
  }
}

/** {@link noticeLife} of whoever's account a chat is linked to. */
export async function noticeLifeInChat(
  context: Context & Pick<ServiceContext, 'contacts'>,
  channel: LinkableChannel,
  contact: Contact,
): Promise<void> {
  try {
    const { owner } = await whoseContact(context, context.database.view, channel, contact);
    if (owner) await noticeLife(context, [owner.userId], channel);
  } catch (error) {
    context.events.emit({ type: 'background_error', where: `sign of life, ${channel}`, error });
  }
}
