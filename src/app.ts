import { randomBytes, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { container, type SapphireClient } from '@sapphire/framework';
import { type Client, Routes, Status } from 'discord.js';
import { countedRequests } from './channels/discord/counted-requests.js';
import { DiscordChannel } from './channels/discord/discord-channel.js';
import { SteadyRest } from './channels/discord/steady-rest.js';
import { RefusalCount } from './channels/discord/refusal-count.js';
import { ChannelRegistry } from './channels/registry.js';
import { SignalChannel } from './channels/signal/signal-channel.js';
import type { BridgeConfig, Config } from './config/config.js';
import type { ConfigRemark } from './config/environment.js';
import { Alerts } from './discord/alerts.js';
import { CampaignDrafts } from './discord/campaign-drafts.js';
import { countPieces, createClient } from './discord/client.js';
import { DiscordGuildDirectory } from './discord/guild-directory.js';
import { ProgressReports } from './discord/progress-reports.js';
import { RequestLane } from './discord/request-lane.js';
import { ConfigurationError, waitForDiscord } from './discord/startup.js';
import { PacedDirectMessages } from './dispatch/direct-messages.js';
import { Dispatcher } from './dispatch/dispatcher.js';
import type { LinkableChannel } from './domain/channel-choice.js';
import type { BridgeSettings } from './http/context.js';
import { listen, stopListening } from './http/listen.js';
import type { Readiness } from './http/readiness.js';
import type { GameServer, Presence } from './domain/presence.js';
import type { Inbox } from './inbound/inbox.js';
import { SignalInbox } from './inbound/signal/signal-inbox.js';
import { messagesFor } from './messages/catalog.js';
import type { Messages } from './messages/messages.js';
import { SimpleEventBus } from './observability/event-bus.js';
import { logSubscriber } from './observability/log-subscriber.js';
import type { Logger } from './observability/logger.js';
import { Metrics } from './observability/metrics.js';
import { sapphireLogger } from './observability/sapphire-logger.js';
import { pngOf } from './pictures/png.js';
import { Database } from './persistence/database.js';
import { dueJobIds, pendingJobs } from './persistence/job-store.js';
import { rememberDmChannel } from './persistence/preference-store.js';
import { ProcessLock } from './persistence/process-lock.js';
import { ReadOnce } from './persistence/read-once.js';
import { storageError } from './persistence/storage-error.js';
import { promotionsPaused } from './persistence/system-state-store.js';
import { openGameServer, UNKNOWN_GAME } from './presence/game-server/open-game-server.js';
import { GatewayVoice } from './presence/voice/gateway-voice.js';
import { registerEmbeddedTasks } from './scheduling/embedded-plugin.js';
import { registerRedisTasks } from './scheduling/redis-plugin.js';
import { SweepWatch } from './scheduling/sweep-watch.js';
import { SystemClock } from './scheduling/system-clock.js';
import { TaskWakeUps } from './scheduling/task-wake-ups.js';
import { tidyRedisTasks } from './scheduling/tidy-redis-tasks.js';
import { applyRetention } from './services/apply-retention.js';
import { backUpNightly, catchUpBackup, lastBackupAt, makeUpgradeBackup } from './services/back-up.js';
import type { ServiceContext } from './services/context.js';
import { limits } from './services/limits.js';
import { forgetClosedContact } from './services/link-channel.js';
import { adoptBackup } from './services/restored.js';
import { TroubleNotices } from './services/trouble-notices.js';
import { unreadableContacts } from './services/rotate-contacts.js';
import { BlindIndex } from './vault/blind-index.js';
import { ContactVault } from './vault/contact-vault.js';
import { VERSION } from './version.js';

/** The repository, or `dist` once compiled: where the folders of pieces lie. */
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * What may be asked of Discord a second beside the sends: by people, by the dispatcher before it sends, and for
 * progress and alerts. Discord allows a bot 50 requests a second in all
 * (https://discord.com/developers/docs/topics/rate-limits#global-rate-limit); the sends take the rest.
 */
const REQUESTS_PER_SECOND = { people: 4, sends: 3, reports: 2, alerts: 1 };
/** How long the answer to each of the first two may take, in milliseconds: a person waits, the dispatcher asks again. */
const PATIENCE_MS = { people: 3_000, sends: 10_000 };

/**
 * How long each step of a stop may take, in milliseconds: nine seconds together (the bridge closes while the sends
 * drain), for supervisors kill after ten. A send
 * without an answer by then is in the ledger as under way, and the next start takes it up.
 */
const STOP_WITHIN = { drain: 6_500, bridge: 1_000, progress: 500, tasks: 1_000, client: 1_000 };

/** Nobody has looked for due jobs for so long: the scheduler does not run. In milliseconds. */
const SCHEDULER_SILENCE_MS = 60_000;

/** The whole application. */
export interface App {
  /**
   * Takes up what an earlier run left, logs in and serves. Waits for Discord as long as it takes.
   * @throws ConfigurationError when only a change of the configuration can help.
   */
  start(): Promise<void>;
  /** Reserves nothing more, lets what is under way settle, and closes everything. */
  stop(signal: string): Promise<void>;
}

/**
 * Composes the application: the one place where ports meet their implementations. Opens and migrates the database.
 * `remarks`: what is odd about the settings, for the log.
 * @throws AlreadyRunningError when another process works on the same database.
 * @throws ConfigurationError when the game that is configured is none.
 */
export async function createApp(
  config: Config,
  logger: Logger,
  remarks: readonly ConfigRemark[] = [],
): Promise<App> {
  const clock = new SystemClock();
  const events = new SimpleEventBus();
  events.on(logSubscriber(logger));
  events.emit({ type: 'starting', version: VERSION, databasePath: config.databasePath });
  for (const { name, reason } of remarks) events.emit({ type: 'setting_odd', setting: name, reason });
  const gameServer = await gameServerOf(config, clock);

  const lock = ProcessLock.acquire(config.databasePath);
  const backups = { databasePath: config.databasePath, ...config.backups, clock, events };
  const database = await Database.open(config.databasePath, {
    backUp: () => makeUpgradeBackup(backups),
    waiting: clock,
  }).catch((error: unknown) => {
    lock.release();
    throw error;
  });
  if (database.upgraded?.backupPath) events.emit({ type: 'upgraded', ...database.upgraded });
  const { discord, promotion } = config;
  const refusals = new RefusalCount(clock, events);
  const restOf = (globalRequestsPerSecond: number, mayWait = true): SteadyRest =>
    new SteadyRest({
      makeRequest: countedRequests(refusals, { mayWait }),
      api: discord.apiUrl,
      retries: 1,
      timeout: 5_000,
      globalRequestsPerSecond,
    }).setToken(discord.token);
  // A lane keeps the pace itself, more evenly than discord.js would.
  const laneOf = (asker: keyof typeof PATIENCE_MS): RequestLane =>
    // What a send has to know first belongs to the send, and is asked however much Discord refuses.
    new RequestLane(restOf(Number.MAX_SAFE_INTEGER, asker !== 'sends'), clock, {
      perSecond: REQUESTS_PER_SECOND[asker],
      patienceMs: PATIENCE_MS[asker],
    });
  const rest = restOf(REQUESTS_PER_SECOND.reports);
  const directory = new DiscordGuildDirectory(
    { people: laneOf('people'), sends: laneOf('sends') },
    discord.guildId,
    clock,
  );
  const remember = (userId: string, channelId: string | null): Promise<void> =>
    database.withTransaction((tx) => rememberDmChannel(tx, userId, channelId, clock.now()));
  const discordChannel = new DiscordChannel({
    token: discord.token,
    apiUrl: discord.apiUrl,
    messagesPerSecond: discord.messagesPerSecond,
    makeRequest: countedRequests(refusals, { mayWait: false }),
    dms: { remember, forget: (userId) => remember(userId, null) },
    clock,
    events,
  });
  const contacts = new ContactVault(config.contactKeys);
  const forget =
    (channel: LinkableChannel) =>
    (closed: { userId: string; address: string; code: string }): Promise<void> =>
      forgetClosedContact({ database, contacts, clock, events }, { ...closed, channel });
  const { telegram, signal } = config;
  // telegraf costs 16 MiB: only who has a Telegram bot loads it.
  const { TelegramChannel } = telegram ? await import('./channels/telegram/telegram-channel.js') : {};
  const telegramChannel =
    telegram &&
    TelegramChannel &&
    new TelegramChannel({ ...telegram, clock, events, forget: forget('telegram') });
  const signalChannel = signal && new SignalChannel({ ...signal, clock, events, forget: forget('signal') });
  const channels = new ChannelRegistry(
    [discordChannel, telegramChannel, signalChannel].filter((channel) => channel !== undefined),
    clock,
    events,
  );
  const blindIndex = new BlindIndex(config.contactKeys.length > 0 ? config.contactKeys : [discord.token]);
  const wakeUps = new TaskWakeUps(clock, events);
  const only = promotion.followUp.voiceCheck ? config.voiceChannelIds : new Set<string>();
  const voice = new GatewayVoice(discord.guildId, { only }, (channelIds) => {
    events.emit({ type: 'voice_channels_missing', channelIds });
  });
  const presence: Presence = {
    voice: promotion.followUp.voiceCheck ? voice : null,
    gameServer: promotion.followUp.serverCheck ? gameServer : null,
  };
  /** What everybody of the server reads is in its language, as far as the gateway has told it. */
  const serverMessages = (): Messages =>
    messagesFor(container.client.guilds.cache.get(discord.guildId)?.preferredLocale ?? 'en');
  const dispatcher = new Dispatcher(
    {
      database,
      clock,
      events,
      channels,
      directory: directory.forSends,
      presence,
      blindIndex,
      contacts,
      draw: pngOf,
      messagesFor,
      owner: randomUUID(),
      timezone: promotion.timezone,
      maxAttempts: promotion.jobMaxAttempts,
      followUp: {
        delayMs: promotion.followUp.delaySeconds * 1000,
        channelId: promotion.followUp.channelId ?? null,
        messages: serverMessages,
        onlyVerifiedLinks: config.playerLinkPolicy === 'verified',
      },
      random: Math.random,
      newId: randomUUID,
      newNonce: () => randomBytes(16).toString('base64url'),
    },
    wakeUps,
  );
  const sweep = (): void => {
    dispatcher.sweep().catch((error: unknown) => {
      events.emit({ type: 'background_error', where: 'sweep', error });
    });
  };
  const services: ServiceContext = {
    database,
    reads: new ReadOnce(database),
    clock,
    events,
    directory,
    presence,
    gameServer,
    directMessages: new PacedDirectMessages(channels.get('discord'), (userId) => discordChannel.open(userId)),
    blindIndex,
    contacts,
    linkDoors: {
      deepLink: (channel, token) => {
        if (channel === 'signal') return signal ? `https://signal.me/#p/${signal.number}` : null;
        const username = telegramInbox?.username ?? null;
        return username === null ? null : `https://t.me/${username}?start=${token}`;
      },
    },
    limits: limits(clock),
    outbox: channels,
    wakeUps,
    sweep,
    channels: channels.configured,
    messagesPerSecond: {
      discord: discord.messagesPerSecond,
      ...(telegram && { telegram: telegram.messagesPerSecond }),
      ...(signal && { signal: signal.messagesPerSecond }),
    },
    messagesFor,
    newId: randomUUID,
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
  };
  const { TelegramInbox } = telegram ? await import('./inbound/telegram/telegram-inbox.js') : {};
  const telegramInbox = telegram && TelegramInbox && new TelegramInbox(services, telegram);
  const signalInbox = signal && new SignalInbox(services, signal);
  const inboxes: readonly Inbox[] = [telegramInbox, signalInbox].filter((inbox) => inbox !== undefined);
  const troubles = new TroubleNotices(services);
  const progress = new ProgressReports(services, rest, clock);
  events.on((event) => {
    progress.handle(event);
    troubles.handle(event);
  });
  if (config.alertChannelId) {
    // An admin is told whatever happens.
    const alerts = new Alerts(
      restOf(REQUESTS_PER_SECOND.alerts, false),
      config.alertChannelId,
      serverMessages,
      events,
    );
    events.on((event) => {
      alerts.handle(event);
    });
  }
  container.muster = {
    services,
    dispatcher,
    directory,
    drafts: new CampaignDrafts(clock, randomUUID),
    progress,
    applyRetention: async () => {
      await applyRetention(services);
    },
    backUp: () => backUpNightly(backups),
  };
  const scheduler = await registerScheduler(config, clock);
  const client = createClient({
    root: ROOT,
    apiUrl: discord.apiUrl,
    // Answers to people, and so ways out, go by it: they are never held back.
    makeRequest: countedRequests(refusals, { mayWait: false }),
    logger: sapphireLogger(logger),
    ...(scheduler.options ? { tasks: scheduler.options } : {}),
  });
  let commandsRegistered = false;
  const gatewayUp = (): boolean =>
    // `status` of the manager can still read ready after the gateway is lost; the shard's own doesn't.
    client.ws.shards.size > 0 && client.ws.shards.every(({ status }) => status === Status.Ready);
  const schedulerState = (): Readiness['scheduler'] => {
    if (!promotion.enabled) return 'off';
    return clock.monotonic() - dispatcher.sweptAt < SCHEDULER_SILENCE_MS ? 'running' : 'stopped';
  };
  // Fastify and what belongs to it: only who has the bridge loads them.
  const { buildServer } = config.bridge ? await import('./http/server.js') : {};
  const bridge =
    config.bridge &&
    buildServer &&
    (await buildServer({
      services,
      settings: bridgeSettings(config.bridge, discord.apiUrl),
      refusals,
      webFolder: (await import('./http/static.js')).WEB_FOLDER,
      readiness: () => ({
        commands: commandsRegistered,
        gateway: gatewayUp(),
        scheduler: schedulerState(),
      }),
      metrics: new Metrics(
        events,
        {
          jobs: async () => {
            const { view } = database;
            const due = await dueJobIds(view, clock.now(), false);
            return { due: due.length, waiting: (await pendingJobs(view)).length - due.length };
          },
          inFlight: () => dispatcher.inFlight,
          gatewayUp,
          promotionsPaused: () => promotionsPaused(database.view),
          discordRefusals: () => refusals.recent,
        },
        VERSION,
      ),
    }));
  voice.listenTo(client);
  const stopping = new AbortController();
  let reviving = false;
  /** Redis may have come back with nothing in it: what was scheduled there is scheduled again. */
  const reviveTasks = (): void => {
    events.emit({ type: 'sweeps_missing' });
    if (scheduler.kind !== 'redis' || reviving) return;
    reviving = true;
    // Waits for Redis as long as it takes, and so does everybody who noticed meanwhile.
    const revived = container.tasks.createRepeated().then(() => dispatcher.scheduleAll());
    revived
      .catch((error: unknown) => {
        events.emit({ type: 'background_error', where: 'scheduler', error });
      })
      .finally(() => (reviving = false));
  };
  const sweepWatch = new SweepWatch(dispatcher, clock, reviveTasks, (error) => {
    events.emit({ type: 'background_error', where: 'sweep', error });
  });
  /** Waits for a step of the stop, but not for ever. */
  const within = async (ms: number, step: Promise<unknown>): Promise<void> => {
    const done = new AbortController();
    const ended = step
      .catch((error: unknown) => {
        events.emit({ type: 'background_error', where: 'stop', error });
      })
      .finally(() => done.abort());
    await Promise.race([ended, clock.sleep(ms, done.signal)]);
  };

  return {
    async start() {
      const takeUp = adoptBackup(services).then(() => dispatcher.recover());
      await takeUp.catch((error: unknown) => {
        throw storageError(error, config.databasePath) ?? error;
      });
      events.emit({ type: 'taken_up', ...(await dispatcher.toCome()), lastBackupAt: lastBackupAt(backups) });
      await reportUnusableContacts(services);
      if (bridge) {
        events.emit({ type: 'bridge_listening', url: await listen(bridge, config.bridge) });
        const missing = config.bridge.signIn.needs;
        if (missing.length > 0) events.emit({ type: 'sign_in_off', missing });
      }
      // A damaged page of years ago is no reason to call nobody tonight: it is told, and what reads it fails.
      database.lookThrough().catch((error: unknown) => {
        events.emit({ type: 'background_error', where: 'database', error });
      });
      // The ways out work even while Discord does not answer.
      for (const inbox of inboxes) inbox.start();
      const patiently = (ask: () => Promise<unknown>): Promise<void> =>
        waitForDiscord(ask, clock, events, stopping.signal);
      await patiently(() => rest.get(Routes.gatewayBot()));
      if (stopping.signal.aborted) return;
      // Sends need no gateway: what is late goes out while the client still logs in.
      if (promotion.enabled) {
        sweep();
        void sweepWatch.run(stopping.signal);
      } else await dispatcher.drain();
      await logIn(client, () => patiently(() => client.login(discord.token)));
      directory.useGateway(client as Client<true>);
      if (promotion.enabled) await dispatcher.scheduleAll();
      if (scheduler.kind === 'redis') {
        tidyRedisTasks(container.tasks).catch((error: unknown) => {
          events.emit({ type: 'background_error', where: 'scheduler', error });
        });
      }
      const pieces = countPieces(client, ROOT);
      commandsRegistered = true;
      events.emit({ type: 'ready', pieces, scheduler: promotion.enabled ? scheduler.kind : 'off' });
      // The night's, if nothing ran then. Nobody waits for it, and tonight's players come first.
      const { followUp, ...evening } = promotion;
      const moments = { ...evening, followUpDelaySeconds: followUp.delaySeconds };
      void catchUpBackup(backups, database, moments, stopping.signal);
    },
    async stop(signal) {
      const stoppedAt = clock.monotonic();
      stopping.abort();
      events.emit({ type: 'stopping', signal, inFlight: dispatcher.inFlight });
      const deaf = Promise.all(inboxes.map((inbox) => inbox.stop()));
      const unasked = bridge && stopListening(bridge, clock.sleep(STOP_WITHIN.bridge));
      await within(STOP_WITHIN.drain, Promise.all([dispatcher.drain(), deaf, unasked]));
      await within(STOP_WITHIN.progress, progress.close());
      // BullMQ waits for a Redis that is gone.
      await within(STOP_WITHIN.tasks, container.tasks.close());
      await within(STOP_WITHIN.client, client.destroy());
      const unsettled = dispatcher.inFlight;
      await database.close();
      lock.release();
      events.emit({ type: 'stopped', unsettled, tookMs: Math.round(clock.monotonic() - stoppedAt) });
    },
  };
}

/** The bridge's settings, as it takes them. */
function bridgeSettings(bridge: BridgeConfig, discordApiUrl: string): BridgeSettings {
  const { needs, ...credentials } = bridge.signIn;
  return {
    ...bridge,
    signInNeeds: needs,
    signIn: needs.length > 0 ? null : { discordApiUrl, ...credentials },
  };
}

/** Tells, in numbers, of people who can't be reached because no key opens what is kept of them. */
async function reportUnusableContacts({
  database,
  contacts,
  channels,
  events,
}: ServiceContext): Promise<void> {
  const linkable = [...channels].filter((channel) => channel !== 'discord');
  if (linkable.length > 0 && !contacts.enabled) events.emit({ type: 'linking_off', channels: linkable });
  const counts = await unreadableContacts(database.view, contacts);
  if (counts.telegram + counts.signal > 0) events.emit({ type: 'contacts_unreadable', counts });
}

/** The game server, where something looks there: the follow-up, or players who prove who they are. */
async function gameServerOf(config: Config, clock: SystemClock): Promise<GameServer | null> {
  const { gameServer, promotion, playerLinkPolicy } = config;
  if (!gameServer || !(promotion.followUp.serverCheck || playerLinkPolicy === 'verified')) return null;
  const opened = await openGameServer(gameServer, clock);
  if (!opened) throw new ConfigurationError(`GAME_SERVER_TYPE ${UNKNOWN_GAME} Then start again.`);
  return opened;
}

/** Scheduled tasks run on Redis where there is one, else inside the process; the pieces can't tell. */
async function registerScheduler(config: Config, clock: SystemClock) {
  if (config.redisUrl)
    return {
      kind: 'redis' as const,
      options: await registerRedisTasks(config.redisUrl, config.discord.guildId),
    };
  registerEmbeddedTasks(clock);
  return { kind: 'embedded' as const, options: null };
}

/** Logs in and resolves when the gateway is up and every command is registered. */
async function logIn(client: SapphireClient, login: () => Promise<void>): Promise<void> {
  const ready = new Promise<void>((resolve) => client.once('clientReady', () => resolve()));
  const registered = new Promise<void>((resolve) => {
    client.once('applicationCommandRegistriesRegistered', () => resolve());
  });
  await login();
  await Promise.all([ready, registered]);
}
