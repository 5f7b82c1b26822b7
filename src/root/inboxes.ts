import type { Config } from '../config/config.js';
import type { Role } from '../domain/roles.js';
import type { Soon } from '../domain/soon.js';
import type { Inbox } from '../inbound/inbox.js';
import type { ServiceContext } from '../services/context.js';
import type { RealPorts } from './ports.js';

/** So long (ms) a process may be stopped and still know, once it goes on, what others have heard in its place. */
const HEARD_AGAIN_WITHIN_MS = 24 * 60 * 60_000;

/** A chat in which people write to us. */
export interface InboxDoor {
  readonly role: Role;
  readonly open: () => Inbox;
}

/** What listens to Telegram and Signal, if set up, made anew for each time it does. Only who has one loads it. */
export async function makeInboxes(
  { telegram, signal }: Config,
  { linkDoors, clock, ground, liveness }: RealPorts,
  services: ServiceContext,
): Promise<InboxDoor[]> {
  const inboxes: InboxDoor[] = [];
  if (telegram) {
    const [{ TelegramInbox }, { BotName }] = await Promise.all([
      import('../inbound/telegram/telegram-inbox.js'),
      import('../inbound/telegram/bot-name.js'),
    ]);
    const open = (): Inbox => {
      const inbox = new TelegramInbox(services, telegram, () => liveness.isSure());
      if (!ground.isShared) linkDoors.useTelegram(inbox);
      return inbox;
    };
    // Each process may send people to a bot that another one listens to.
    if (ground.isShared) linkDoors.useTelegram(new BotName(telegram, clock));
    inboxes.push({ role: 'inbox:telegram', open });
  }
  if (signal) {
    const { SignalInbox } = await import('../inbound/signal/signal-inbox.js');
    const isFirst = (digest: string): Soon<boolean> => ground.shelf.use(digest, HEARD_AGAIN_WITHIN_MS);
    const open = (): Inbox => new SignalInbox(services, signal, ground.isShared ? isFirst : null);
    inboxes.push({ role: 'inbox:signal', open });
  }
  return inboxes;
}
