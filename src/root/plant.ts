import type { ChannelRegistry } from '../channels/registry.js';
import type { DispatchContext } from '../dispatch/context.js';
import { Dispatcher } from '../dispatch/dispatcher.js';
import type { MemberLookup } from '../domain/guild-directory.js';
import { ReadOnce } from '../persistence/engine/read-once.js';
import type { ServiceContext, ServiceSettings } from '../services/context.js';
import { limits } from '../services/limits.js';

/** What the services and the dispatcher reach the world by, and both share. */
type Shared = Pick<
  ServiceContext,
  | 'database'
  | 'clock'
  | 'events'
  | 'presence'
  | 'blindIndex'
  | 'contacts'
  | 'messagesFor'
  | 'communityName'
  | 'newId'
  | 'wakeUps'
  | 'directory'
  | 'gameServer'
  | 'directMessages'
  | 'linkDoors'
  | 'messagesPerSecond'
> &
  Pick<DispatchContext, 'draw' | 'owner' | 'random' | 'newNonce'>;

/** Everything a process reaches the world by. */
export interface Ports extends Shared {
  readonly channels: ChannelRegistry;
  /** Who is in the guild, for the dispatcher. */
  readonly membersForSends: MemberLookup;
  /** The words of the server's language, as far as that is known now. */
  readonly serverMessages: DispatchContext['followUp']['messages'];
}

/** How this deployment calls people. */
export interface Rules {
  readonly settings: ServiceSettings;
  readonly maxAttempts: number;
  /** Where the summary is posted; `null`: nowhere. */
  readonly summaryChannelId: string | null;
}

/** What calls people, and what people ask of it. */
export interface Plant {
  readonly dispatch: DispatchContext;
  readonly dispatcher: Dispatcher;
  readonly services: ServiceContext;
}

/** Puts the dispatcher and the services together, on whatever ports there are. */
export function buildPlant(ports: Ports, { settings, maxAttempts, summaryChannelId }: Rules): Plant {
  const { database, clock, events, presence, blindIndex, contacts, newId, channels, wakeUps } = ports;
  const { messagesFor, communityName } = ports;
  const shared = {
    database,
    clock,
    events,
    presence,
    blindIndex,
    contacts,
    messagesFor,
    communityName,
    newId,
  };
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
