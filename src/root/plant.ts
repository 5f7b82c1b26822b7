import type { ChannelRegistry } from '../channels/registry.js';
import type { DispatchContext } from '../dispatch/context.js';
import { Dispatcher } from '../dispatch/dispatcher.js';
import type { MemberLookup } from '../domain/guild-directory.js';
import { ReadOnce } from '../persistence/engine/read-once.js';
import type { ServiceContext, ServiceSettings } from '../services/context.js';
import { limits } from '../services/limits.js';

/** The ports that the services and the dispatcher share. */
type Shared = Pick<
  ServiceContext,
  | 'database'
  | 'clock'
  | 'events'
  | 'presence'
  | 'blindIndex'
  | 'contacts'
  | 'messagesFor'
  | 'newId'
  | 'wakeUps'
  | 'directory'
  | 'gameServer'
  | 'directMessages'
  | 'linkDoors'
  | 'messagesPerSecond'
> &
  Pick<DispatchContext, 'draw' | 'owner' | 'random' | 'newNonce'>;

/** Every port of a process. */
export interface Ports extends Shared {
  readonly channels: ChannelRegistry;
  /** Who is in the guild, for the dispatcher. */
  readonly membersForSends: MemberLookup;
  /** The texts in the server's language, as known now. */
  readonly serverMessages: DispatchContext['followUp']['messages'];
}

/** How this deployment calls people. */
export interface Rules {
  readonly settings: ServiceSettings;
  readonly maxAttempts: number;
  /** Where the summary is posted; `null`: nowhere. */
  readonly summaryChannelId: string | null;
}

/** The dispatcher and the services, on their ports. */
export interface Plant {
  readonly dispatch: DispatchContext;
  readonly dispatcher: Dispatcher;
  readonly services: ServiceContext;
}

/** Builds the dispatcher and the services on the given ports. */
export function buildPlant(ports: Ports, { settings, maxAttempts, summaryChannelId }: Rules): Plant {
  const { database, clock, events, presence, blindIndex, contacts, messagesFor, newId, channels, wakeUps } =
    ports;
  const shared = { database, clock, events, presence, blindIndex, contacts, messagesFor, newId };
  const dispatch: DispatchContext = {
    ...shared,
    channels,
    directory: ports.membersForSends,
    draw: ports.draw,
    owner: ports.owner,
    random: ports.random,
    newNonce: ports.newNonce,
    timezone: settings.timezone,
    maxAttempts,
    followUp: {
      delayMs: settings.followUpDelaySeconds * 1000,
      channelId: summaryChannelId,
      messages: ports.serverMessages,
      onlyVerifiedLinks: settings.playerLinkPolicy === 'verified',
    },
  };
  const dispatcher = new Dispatcher(dispatch, wakeUps);
  const services: ServiceContext = {
    ...shared,
    reads: new ReadOnce(database),
    directory: ports.directory,
    gameServer: ports.gameServer,
    directMessages: ports.directMessages,
    linkDoors: ports.linkDoors,
    limits: limits(clock),
    outbox: channels,
    wakeUps,
    sweep: () => {
      dispatcher.sweep().catch((error: unknown) => {
        events.emit({ type: 'background_error', where: 'sweep', error });
      });
    },
    channels: channels.configured,
    messagesPerSecond: ports.messagesPerSecond,
    settings,
  };
  return { dispatch, dispatcher, services };
}
