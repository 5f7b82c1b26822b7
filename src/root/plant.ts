import type { ChannelRegistry } from '../channels/registry.js';
import type { DispatchContext } from '../dispatch/context.js';
import { AwaitedVoice } from '../dispatch/awaited-voice.js';
import { Dispatcher } from '../dispatch/dispatcher.js';
import type { NewsWire } from '../domain/news.js';
import type { LiveSettings } from '../domain/live-settings.js';
import type { Presence, VoiceChannels, VoicePresence } from '../domain/presence.js';
import { channelUrl, type WayThere } from '../domain/way-there.js';
import type { GuildDirectory } from '../domain/guild-directory.js';
import { followNews } from './follow-news.js';
import { ReadOnce } from '../persistence/engine/read-once.js';
import type { ServiceContext } from '../services/context.js';
import { createFor } from '../services/create-campaign.js';
import { type FixedSettings, serviceSettings } from '../services/service-settings.js';

/** The ports that the services and the dispatcher share. */
type Shared = Pick<
  ServiceContext,
  | 'database'
  | 'clock'
  | 'events'
  | 'blindIndex'
  | 'calendarIndex'
  | 'contacts'
  | 'messagesFor'
  | 'newId'
  | 'wakeUps'
  | 'directory'
  | 'gameServer'
  | 'directMessages'
  | 'linkDoors'
  | 'live'
  | 'places'
  | 'limits'
  | 'waysOut'
  | 'messagesPerSecond'
> &
  Pick<DispatchContext, 'draw' | 'liveness' | 'isToldOfVoice' | 'random' | 'newNonce'>;

/** Every port of a process. */
export interface Ports extends Shared {
  readonly channels: ChannelRegistry;
  /** Who is in voice, whether anybody looks there or not. */
  readonly voice: VoicePresence & VoiceChannels;
  /** Who is in the guild, for the dispatcher. */
  readonly membersForSends: GuildDirectory;
  /** What the other processes tell, and are told. */
  readonly news: NewsWire;
  /** The texts in the server's language, as known now. */
  readonly serverMessages: DispatchContext['followUp']['messages'];
}

/** How this deployment calls people. */
export interface Rules {
  readonly settings: FixedSettings;
  readonly maxAttempts: number;
}

/** The dispatcher and the services, on their ports. */
export interface Plant {
  readonly dispatch: DispatchContext;
  readonly dispatcher: Dispatcher;
  readonly services: ServiceContext;
}

/** Builds the dispatcher and the services on the given ports. */
export function buildPlant(ports: Ports, { settings: fixed, maxAttempts }: Rules): Plant {
  const { database, clock, events, live, blindIndex, contacts, newId, channels, wakeUps } = ports;
  const { messagesFor } = ports;
  const settings = serviceSettings(fixed, live);
  const presence = presenceBy(live, ports);
  const awaited = new AwaitedVoice(presence, ports.isToldOfVoice, clock);
  const shared = {
    database,
    clock,
    events,
    presence,
    blindIndex,
    contacts,
    messagesFor,
    newId,
    way: (): WayThere => wayThere(fixed.guildId, live, ports.voice),
  };
  const dispatch: DispatchContext = {
    ...shared,
    news: ports.news,
    channels,
    createFor: (promoterId, request, within) => createFor(services, promoterId, request, within),
    directory: ports.membersForSends,
    draw: ports.draw,
    liveness: ports.liveness,
    isToldOfVoice: ports.isToldOfVoice,
    awaitsVoice: () => awaited.isAwaited(),
    random: ports.random,
    newNonce: ports.newNonce,
    timezone: settings.timezone,
    maxAttempts,
    settings,
    followUp: {
      get delayMs() {
        return live.values.followup_delay_seconds * 1000;
      },
      get channelId() {
        return live.values.followup_channel_id;
      },
      messages: ports.serverMessages,
      onlyVerifiedLinks: settings.playerLinkPolicy === 'verified',
    },
  };
  const dispatcher = new Dispatcher(dispatch, wakeUps);
  events.on((event) => {
    dispatcher.handle(event);
  });
  const services: ServiceContext = {
    ...shared,
    reads: new ReadOnce(database),
    directory: ports.directory,
    gameServer: ports.gameServer,
    directMessages: ports.directMessages,
    linkDoors: ports.linkDoors,
    calendarIndex: ports.calendarIndex,
    live,
    places: ports.places,
    limits: ports.limits,
    waysOut: ports.waysOut,
    outbox: channels,
    wakeUps,
    sweep: () => {
      dispatcher.sweep().catch((error: unknown) => {
        events.emit({ type: 'background_error', where: 'sweep', error });
      });
    },
    channels: channels.configured,
    messagesPerSecond: ports.messagesPerSecond,
    serverMessages: ports.serverMessages,
    settings,
  };
  followNews(ports, { dispatcher, services });
  return { dispatch, dispatcher, services };
}

/** What leads to the session, whether anybody looks who is in voice or not. */
function wayThere(guildId: string, { values }: LiveSettings, voice: VoiceChannels): WayThere {
  const channelId = voice.meetingPlace(values.voice_channel_ids);
  return {
    voiceUrl: channelId === null ? null : channelUrl(guildId, channelId),
    joinAddress: values.game_join_address,
  };
}

/** Where the follow-up looks, as the settings are whenever it does. */
function presenceBy(
  live: LiveSettings,
  { voice, gameServer }: Pick<Ports, 'voice' | 'gameServer'>,
): Presence {
  return {
    get voice() {
      return live.values.voice_check_enabled ? voice : null;
    },
    get gameServer() {
      return live.values.server_check_enabled ? gameServer : null;
    },
  };
}
