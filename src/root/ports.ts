import { randomUUID } from 'node:crypto';
import type { Client } from 'discord.js';
import { DiscordChannel } from '../channels/discord/discord-channel.js';
import { ChannelRegistry } from '../channels/registry.js';
import { SignalChannel } from '../channels/signal/signal-channel.js';
import type { Config } from '../config/config.js';
import { DiscordGuildPlaces } from '../discord/guild-places.js';
import { DiscordGuildDirectory } from '../discord/guild-directory.js';
import { ConfigurationError } from '../discord/startup.js';
import { PacedDirectMessages } from '../dispatch/direct-messages.js';
import { newNonce } from '../dispatch/nonce.js';
import type { LinkableChannel } from '../domain/channel-choice.js';
import type { Clock } from '../domain/clock.js';
import type { EventBus } from '../domain/events.js';
import { LiveSettings } from '../domain/live-settings.js';
import { GATEWAY, type Roles } from '../domain/roles.js';
import type { Told } from '../domain/told.js';
import { InboxLinks } from '../inbound/inbox-links.js';
import { messagesFor } from '../messages/catalog.js';
import type { Database } from '../persistence/engine/database.js';
import { rememberDmChannel } from '../persistence/stores/preference-store.js';
import { pngOf } from '../pictures/png.js';
import { openGameServer, UNKNOWN_GAME } from '../presence/game-server/open-game-server.js';
import { GatewayVoice } from '../presence/voice/gateway-voice.js';
import type { VoiceScope } from '../presence/voice/voice-view.js';
import { ToldOnce } from '../services/told-once.js';
import { type ServerFacts, ServerNotes } from '../services/server-notes.js';
import { TaskWakeUps } from '../scheduling/task-wake-ups.js';
import type { BackupContext } from '../upkeep/back-up.js';
import { loadSettings } from '../services/change-settings.js';
import { forgetClosedContact } from '../services/link-channel.js';
import { type BlindIndex, calendarIndexOf, deploymentIndex } from '../vault/blind-index.js';
import { ContactVault } from '../vault/contact-vault.js';
import { DiscordRequests } from './discord-requests.js';
import { type Ground, openGround } from './ground.js';
import type { Ports, Rules } from './plant.js';

/** A deployment's real ports, as its settings say. */
export interface RealPorts extends Ports {
  readonly directory: DiscordGuildDirectory;
  readonly linkDoors: InboxLinks;
  readonly requests: DiscordRequests;
  readonly voice: GatewayVoice;
  /** `null`: whoever runs the database's server backs it up. */
  readonly backups: BackupContext | null;
  readonly ground: Ground;
  readonly roles: Roles;
  readonly told: Told;
  readonly wakeUps: TaskWakeUps;
  /** Has the server's language be known by what this client is told. */
  readonly useClient: (client: Client) => void;
  /** For the process with the gateway: notes for the others what that tells of the server, until `ended` aborts. Never throws. */
  readonly noteServer: (ended: AbortSignal) => Promise<void>;
}

/**
 * Opens every port, the database first, which it migrates. Asks nobody yet.
 * @throws AlreadyRunningError when another process works on the same database.
 * @throws ConfigurationError when gamedig does not know the configured game.
 */
export async function openPorts(config: Config, machine: Clock, events: EventBus): Promise<RealPorts> {
  const gameServer = config.gameServer ? await openGameServer(config.gameServer, machine) : null;
  const ground = await openGround(config, machine, events);
  const { database, clock, paces, limits, gates, waysOut, liveness, roles, news, backups } = ground;
  if (database.upgraded?.backupPath) events.emit({ type: 'upgraded', ...database.upgraded });
  const live = new LiveSettings(config.given);
  await loadSettings({ database, live, events });
  if (config.gameServer && !gameServer && looksThere(config, live)) {
    await ground.close();
    throw new ConfigurationError(`GAME_SERVER_TYPE ${UNKNOWN_GAME} Then start again.`);
  }
  const { discord } = config;
  const requests = new DiscordRequests(discord, clock, events, paces, () => ground.processes());
  const serverNotes = ground.isShared ? await notesOf(ground, events) : null;
  const directory = new DiscordGuildDirectory(
    requests.lanes,
    discord.guildId,
    clock,
    () => serverNotes?.noted.name ?? null,
  );
  news.on((heard) => {
    if (heard.type === 'member_changed') directory.forgetMember(heard.user);
    if (heard.type === 'guild_changed') directory.forgetAll();
  });
  const remember = (userId: string, channelId: string | null): Promise<void> =>
    database.withTransaction((tx) => rememberDmChannel(tx, userId, channelId, clock.now()));
  const discordChannel = new DiscordChannel({
    ...discord,
    makeRequest: requests.unhindered,
    dms: { remember, forget: (userId) => remember(userId, null) },
    clock,
    events,
  });
  const contacts = new ContactVault(config.contactKeys);
  const blindIndex = deploymentIndex(config);
  const others = await otherChannels(config, { database, contacts, clock, events });
  const channels = new ChannelRegistry([discordChannel, ...others], {
    clock,
    events,
    paces,
    limits,
    ...(gates && { gates }),
  });
  let client: Client | null = null;
  const server = () => client?.guilds.cache.get(discord.guildId);
  const voice = new GatewayVoice(
    discord.guildId,
    voiceScope(live),
    (channelIds) => {
      events.emit({ type: 'voice_channels_missing', channelIds });
    },
    () => serverNotes?.noted.meetingPlace ?? null,
  );
  live.onChange(() => voice.scopeChanged());
  return {
    database,
    clock,
    events,
    ground,
    backups,
    requests,
    directory,
    membersForSends: directory.forSends,
    channels,
    directMessages: new PacedDirectMessages(channels.get('discord'), (userId) => discordChannel.open(userId)),
    voice,
    live,
    places: new DiscordGuildPlaces(requests.lanes.people, discord.guildId),
    gameServer,
    limits,
    waysOut,
    contacts,
    blindIndex,
    calendarIndex: calendarIndexOf(config),
    linkDoors: new InboxLinks(config.signal?.number ?? null),
    wakeUps: new TaskWakeUps(clock, events),
    messagesFor,
    /** What everybody of the server reads is in its language: the one that is set, else as far as the gateway has told it. */
    serverMessages: () =>
      messagesFor(config.serverLanguage ?? server()?.preferredLocale ?? serverNotes?.noted.language ?? 'en'),
    useClient: (made) => {
      client = made;
    },
    news,
    told: await toldBy(ground, blindIndex),
    noteServer: async (ended) => {
      const known = (): ServerFacts => ({
        name: server()?.name ?? null,
        language: server()?.preferredLocale ?? null,
        meetingPlace: voice.meetingPlace(NONE),
      });
      await serverNotes?.keep(known, ended);
    },
    messagesPerSecond: {
      discord: discord.messagesPerSecond,
      ...(config.telegram && { telegram: config.telegram.messagesPerSecond }),
      ...(config.signal && { signal: config.signal.messagesPerSecond }),
    },
    draw: pngOf,
    liveness,
    isToldOfVoice: holdingGateway(ground, events),
    roles,
    random: Math.random,
    newId: randomUUID,
    newNonce,
  };
}

/** Who tells people what they have not heard of. */
async function toldBy({ database, isShared }: Ground, digests: BlindIndex): Promise<Told> {
  if (!isShared) return new ToldOnce();
  const { PostgresTold } = await import('../cluster/postgres-told.js');
  return new PostgresTold(database, new ToldOnce(), (text) => digests.digest(text));
}

/** What is noted of the server, as it is now. */
async function notesOf({ database, clock, news }: Ground, events: EventBus): Promise<ServerNotes> {
  const notes = new ServerNotes(database, clock, news, (error) => {
    events.emit({ type: 'background_error', where: 'server notes', error });
  });
  await notes.look();
  return notes;
}

/** Whether this process has the gateway, by which it is told who is in voice. Where it is alone nobody else could have it. */
function holdingGateway({ isShared }: Ground, events: EventBus): () => boolean {
  let isHeld = !isShared;
  if (isShared) {
    events.on((event) => {
      if (event.type === 'role' && event.role === GATEWAY) isHeld = event.state === 'taken';
    });
  }
  return () => isHeld;
}

/** A deployment's rules, as its settings say. */
export function rulesOf(config: Config): Rules {
  const { discord, promotion } = config;
  return {
    settings: {
      guildId: discord.guildId,
      promotionsEnabled: promotion.enabled,
      timezone: promotion.timezone,
      promoterIds: promotion.promoterIds,
      retentionDays: config.retentionDays,
      linkIntervalSeconds: config.linkIntervalSeconds,
      pageUrl: config.bridge?.publicUrl ?? null,
      playerLinkPolicy: config.playerLinkPolicy,
    },
    maxAttempts: promotion.jobMaxAttempts,
  };
}

/** Telegram and Signal, if set up. */
async function otherChannels(
  { telegram, signal }: Config,
  tools: { database: Database; contacts: ContactVault; clock: Clock; events: EventBus },
) {
  const { clock, events } = tools;
  const forget =
    (channel: LinkableChannel) =>
    (closed: { userId: string; address: string; code: string }): Promise<void> =>
      forgetClosedContact(tools, { ...closed, channel });
  // telegraf costs 16 MiB: only a deployment with a Telegram bot loads it.
  const { TelegramChannel } = telegram ? await import('../channels/telegram/telegram-channel.js') : {};
  const channels = [
    telegram &&
      TelegramChannel &&
      new TelegramChannel({ ...telegram, clock, events, forget: forget('telegram') }),
    signal && new SignalChannel({ ...signal, clock, events, forget: forget('signal') }),
  ];
  return channels.filter((channel) => channel !== undefined);
}

/** Whether something asks the game server: the follow-up, or players who prove who they are. */
function looksThere({ playerLinkPolicy }: Config, { values }: LiveSettings): boolean {
  return values.server_check_enabled || playerLinkPolicy === 'verified';
}

/** The voice channels that count; where nobody looks, none is missed. */
function voiceScope(live: LiveSettings): VoiceScope {
  return {
    get only() {
      return live.values.voice_check_enabled ? live.values.voice_channel_ids : NONE;
    },
  };
}

const NONE: ReadonlySet<string> = new Set();
