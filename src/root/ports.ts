import { randomBytes, randomUUID } from 'node:crypto';
import { container } from '@sapphire/framework';
import { DiscordChannel } from '../channels/discord/discord-channel.js';
import { ChannelRegistry } from '../channels/registry.js';
import { SignalChannel } from '../channels/signal/signal-channel.js';
import type { Config } from '../config/config.js';
import { DiscordGuildDirectory } from '../discord/guild-directory.js';
import { ConfigurationError } from '../discord/startup.js';
import { PacedDirectMessages } from '../dispatch/direct-messages.js';
import type { LinkableChannel } from '../domain/channel-choice.js';
import type { Clock } from '../domain/clock.js';
import type { EventBus } from '../domain/events.js';
import type { GameServer } from '../domain/presence.js';
import { InboxLinks } from '../inbound/inbox-links.js';
import { messagesFor } from '../messages/catalog.js';
import { Database } from '../persistence/engine/database.js';
import { rememberDmChannel } from '../persistence/stores/preference-store.js';
import { ProcessLock } from '../persistence/file/process-lock.js';
import { pngOf } from '../pictures/png.js';
import { openGameServer, UNKNOWN_GAME } from '../presence/game-server/open-game-server.js';
import { GatewayVoice } from '../presence/voice/gateway-voice.js';
import { TaskWakeUps } from '../scheduling/task-wake-ups.js';
import { type BackupContext, makeUpgradeBackup } from '../upkeep/back-up.js';
import { forgetClosedContact } from '../services/link-channel.js';
import { deploymentIndex } from '../vault/blind-index.js';
import { ContactVault } from '../vault/contact-vault.js';
import { DiscordRequests } from './discord-requests.js';
import type { Ports, Rules } from './plant.js';

/** A deployment's ports: the real ones, as its settings say. */
export interface RealPorts extends Ports {
  readonly directory: DiscordGuildDirectory;
  readonly linkDoors: InboxLinks;
  readonly requests: DiscordRequests;
  readonly voice: GatewayVoice;
  readonly backups: BackupContext;
  /** Held as long as the database is open: no second process works on it. */
  readonly lock: ProcessLock;
}

/**
 * Opens everything the process reaches the world by, the database first, which it migrates. Nobody is asked yet.
 * @throws AlreadyRunningError when another process works on the same database.
 * @throws ConfigurationError when the game that is configured is none.
 */
export async function openPorts(config: Config, clock: Clock, events: EventBus): Promise<RealPorts> {
  const gameServer = await gameServerOf(config, clock);
  const backups = { databasePath: config.databasePath, ...config.backups, clock, events };
  const lock = ProcessLock.acquire(config.databasePath);
  const database = await openDatabase(backups).catch((error: unknown) => {
    lock.release();
    throw error;
  });
  const { discord, promotion } = config;
  const requests = new DiscordRequests(discord, clock, events);
  const directory = new DiscordGuildDirectory(requests.lanes, discord.guildId, clock);
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
  const others = await otherChannels(config, { database, contacts, clock, events });
  const channels = new ChannelRegistry([discordChannel, ...others], clock, events);
  const server = () => container.client.guilds.cache.get(discord.guildId);
  const { voiceCheck, serverCheck } = promotion.followUp;
  const only = voiceCheck ? config.voiceChannelIds : new Set<string>();
  const voice = new GatewayVoice(discord.guildId, { only }, (channelIds) => {
    events.emit({ type: 'voice_channels_missing', channelIds });
  });
  return {
    database,
    clock,
    events,
    lock,
    backups,
    requests,
    directory,
    membersForSends: directory.forSends,
    channels,
    directMessages: new PacedDirectMessages(channels.get('discord'), (userId) => discordChannel.open(userId)),
    voice,
    presence: { voice: voiceCheck ? voice : null, gameServer: serverCheck ? gameServer : null },
    gameServer,
    contacts,
    blindIndex: deploymentIndex(config),
    linkDoors: new InboxLinks(config.signal?.number ?? null),
    wakeUps: new TaskWakeUps(clock, events),
    messagesFor,
    /** What everybody of the server reads is in its language, as far as the gateway has told it. */
    serverMessages: () => messagesFor(server()?.preferredLocale ?? 'en'),
    /** The server's own name, as the gateway has told it. */
    communityName: () => server()?.name,
    messagesPerSecond: {
      discord: discord.messagesPerSecond,
      ...(config.telegram && { telegram: config.telegram.messagesPerSecond }),
      ...(config.signal && { signal: config.signal.messagesPerSecond }),
    },
    draw: pngOf,
    owner: randomUUID(),
    random: Math.random,
    newId: randomUUID,
    newNonce: () => randomBytes(16).toString('base64url'),
  };
}

/** A deployment's rules, as its settings say. */
export function rulesOf(config: Config): Rules {
  const { discord, promotion } = config;
  return {
    settings: {
      guildId: discord.guildId,
      promotionsEnabled: promotion.enabled,
      timezone: promotion.timezone,
      reminderTime: promotion.reminderTime,
      startTime: promotion.startTime,
      followUpDelaySeconds: promotion.followUp.delaySeconds,
      globalCooldown: promotion.globalCooldown,
      dryRunDefault: promotion.dryRunDefault,
      promoterIds: promotion.promoterIds,
      retentionDays: config.retentionDays,
      linkIntervalSeconds: config.linkIntervalSeconds,
      sessionReadyThreshold: config.sessionReadyThreshold,
      playerLinkPolicy: config.playerLinkPolicy,
    },
    maxAttempts: promotion.jobMaxAttempts,
    summaryChannelId: promotion.followUp.channelId ?? null,
  };
}

async function openDatabase(backups: BackupContext): Promise<Database> {
  const { databasePath, clock, events } = backups;
  const database = await Database.open(databasePath, {
    backUp: () => makeUpgradeBackup(backups),
    waiting: clock,
  });
  if (database.upgraded?.backupPath) events.emit({ type: 'upgraded', ...database.upgraded });
  return database;
}

/** Telegram and Signal, as far as they are set up. */
async function otherChannels(
  { telegram, signal }: Config,
  tools: { database: Database; contacts: ContactVault; clock: Clock; events: EventBus },
) {
  const { clock, events } = tools;
  const forget =
    (channel: LinkableChannel) =>
    (closed: { userId: string; address: string; code: string }): Promise<void> =>
      forgetClosedContact(tools, { ...closed, channel });
  // telegraf costs 16 MiB: only who has a Telegram bot loads it.
  const { TelegramChannel } = telegram ? await import('../channels/telegram/telegram-channel.js') : {};
  const channels = [
    telegram &&
      TelegramChannel &&
      new TelegramChannel({ ...telegram, clock, events, forget: forget('telegram') }),
    signal && new SignalChannel({ ...signal, clock, events, forget: forget('signal') }),
  ];
  return channels.filter((channel) => channel !== undefined);
}

/** The game server, where something looks there: the follow-up, or players who prove who they are. */
async function gameServerOf(config: Config, clock: Clock): Promise<GameServer | null> {
  const { gameServer, promotion, playerLinkPolicy } = config;
  if (!gameServer || !(promotion.followUp.serverCheck || playerLinkPolicy === 'verified')) return null;
  const opened = await openGameServer(gameServer, clock);
  if (!opened) throw new ConfigurationError(`GAME_SERVER_TYPE ${UNKNOWN_GAME} Then start again.`);
  return opened;
}
