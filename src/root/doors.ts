import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { container, type SapphireClient } from '@sapphire/framework';
import type { FastifyInstance } from 'fastify';
import { Status } from 'discord.js';
import type { BridgeConfig, Config } from '../config/config.js';
import { Alerts } from '../discord/alerts.js';
import { Boards } from '../discord/boards.js';
import { CampaignDrafts } from '../discord/campaign-drafts.js';
import { ALWAYS_US, type Editor } from '../discord/editor.js';
import { countPieces, createClient, loadPieces } from '../discord/client.js';
import { Gateway } from '../discord/gateway.js';
import { GuildEntry } from '../discord/guild-entry.js';
import { ProgressReports } from '../discord/progress-reports.js';
import type { Duties } from '../domain/duties.js';
import { GATEWAY, HOUSEKEEPING, type Role } from '../domain/roles.js';
import type { BridgeSettings } from '../http/context.js';
import type { Readiness } from '../http/readiness.js';
import type { Logger } from '../observability/logger.js';
import { Metrics } from '../observability/metrics.js';
import { sapphireLogger } from '../observability/sapphire-logger.js';
import { dueJobIds, pendingJobs } from '../persistence/stores/job-store.js';
import { promotionsPaused } from '../persistence/stores/system-state-store.js';
import { registerEmbeddedTasks } from '../scheduling/embedded-plugin.js';
import { registerRedisTasks } from '../scheduling/redis-plugin.js';
import { tidyRedisTasks } from '../scheduling/tidy-redis-tasks.js';
import { applyRetention } from '../upkeep/apply-retention.js';
import { backUpNightly } from '../upkeep/back-up.js';
import { noticeLife } from '../services/signs-of-life.js';
import { TroubleNotices } from '../services/trouble-notices.js';
import { VERSION } from '../version.js';
import type { Plant } from './plant.js';
import type { RealPorts } from './ports.js';

/** The repository, or `dist` once compiled: it holds the folders of pieces. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Without a look for due jobs for so long the scheduler does not run. In milliseconds. */
const SCHEDULER_SILENCE_MS = 60_000;

/** The ways in for people and machines, and what tells them what happens. */
export interface Doors {
  /** Discord: commands, buttons, and who is in voice. */
  readonly client: SapphireClient;
  /** The connection the client hears Discord by. */
  readonly gateway: Gateway;
  /** `null`: switched off. */
  readonly bridge: FastifyInstance | null;
  readonly progress: ProgressReports;
  readonly boards: Boards;
  /** What runs the scheduled tasks. */
  readonly scheduler: 'embedded' | 'redis';
  readonly tasks: Pick<typeof container.tasks, 'createRepeated' | 'close'>;
  /** Loads every command, listener and task. @returns how many there are. @throws when one is missing. */
  readonly loadPieces: () => Promise<number>;
  /** Has Redis hold what this start wants, and nothing else of this deployment's. */
  readonly tidyTasks: () => Promise<void>;
  /** The bot's place in its server. */
  readonly entry: GuildEntry;
}

/** Makes every door but the inboxes; all of them are still closed. */
export async function makeDoors(
  config: Config,
  ports: RealPorts,
  plant: Plant,
  duties: Duties,
  logger: Logger,
): Promise<Doors> {
  const { requests, voice } = ports;
  const { services } = plant;
  const isHousekeeper = (): boolean => duties.stateOf(HOUSEKEEPING) === 'held';
  const { progress, boards } = subscribe(ports, plant, duties);
  container.muster = {
    services,
    dispatcher: plant.dispatcher,
    directory: ports.directory,
    news: ports.news,
    drafts: new CampaignDrafts(ports.ground.shelf, ports.clock, randomUUID),
    progress,
    boards,
    // Every process has the timer, and one of them the task.
    applyRetention: async () => {
      if (!isHousekeeper()) return;
      await applyRetention(services);
      await ports.ground.forgetOld();
    },
    backUp: async () => {
      if (isHousekeeper() && ports.backups) await backUpNightly(ports.backups);
    },
  };
  const redis = await registerScheduler(config, ports);
  const client = createClient({
    root: ROOT,
    apiUrl: config.discord.apiUrl,
    makeRequest: requests.unhindered,
    logger: sapphireLogger(logger),
    ...(redis ? { tasks: redis } : {}),
  });
  const { tasks } = container;
  ports.wakeUps.useTasks(tasks);
  ports.useClient(client);
  voice.onArrival((userIds) => void noticeLife(services, userIds, 'voice'));
  voice.onKnown(() => plant.dispatcher.voiceKnown());
  voice.listenTo(client);
  const isSure = (): boolean => ports.liveness.isSure();
  const gateway = new Gateway(client, isSure);
  const entry = new GuildEntry(client, config.discord.guildId, ports.clock, ports.events);
  const bridge = await makeBridge(config, ports, plant, { client, entry, duties });
  return {
    client,
    gateway,
    bridge,
    progress,
    boards,
    scheduler: redis ? 'redis' : 'embedded',
    tasks,
    loadPieces: async () => {
      await loadPieces(client);
      return countPieces(client, ROOT);
    },
    tidyTasks: () => tidyRedisTasks(tasks),
    entry,
  };
}

/** Keeps boards true, shows promoters how their campaigns go, and tells them and the admins of trouble. */
function subscribe(
  ports: RealPorts,
  { services, dispatcher }: Plant,
  duties: Duties,
): Pick<Doors, 'progress' | 'boards'> {
  const { requests, events, clock, live, serverMessages, news, told, ground, liveness } = ports;
  const editorWith = (role: Role): Editor => {
    const isUs = (): boolean => duties.stateOf(role) === 'held' && liveness.isSure();
    return ground.isShared ? { isUs, news } : ALWAYS_US;
  };
  const troubles = new TroubleNotices(services, told);
  const progress = new ProgressReports(services, requests.reports, clock, editorWith(GATEWAY));
  const boards = new Boards(
    services,
    requests.reports,
    serverMessages,
    (signal) => dispatcher.postBoard(signal),
    editorWith(HOUSEKEEPING),
  );
  news.on((heard) => {
    progress.hear(heard);
    boards.hear(heard);
    if (heard.type === 'channel_paused') troubles.paused(heard);
    if (heard.type === 'role_left') duties.left(heard.role);
  });
  live.onChange(() => boards.lookAtAll());
  events.on((event) => {
    progress.handle(event);
    boards.handle(event);
    troubles.handle(event);
    // Whoever had the gateway before may have shown less than there is to show.
    if (ground.isShared && event.type === 'role' && event.role === GATEWAY) progress.lookAgain();
  });
  const alertChannel = (): string | null => live.values.alert_channel_id;
  const alerts = new Alerts(requests.alerts(), alertChannel, serverMessages, events, told);
  events.on((event) => {
    alerts.handle(event);
  });
  return { progress, boards };
}

/**
 * Runs scheduled tasks on Redis, if there is one, else inside the process; the pieces can't tell. Where several processes share
 * a database each of them sweeps, and wakes for every job.
 */
async function registerScheduler({ redisUrl, discord }: Config, { clock, ground }: RealPorts) {
  if (redisUrl && !ground.isShared) return registerRedisTasks(redisUrl, discord.guildId);
  registerEmbeddedTasks(clock);
  return null;
}

async function makeBridge(
  { bridge, discord, promotion }: Config,
  { database, clock, events, requests, ground, liveness }: RealPorts,
  { services, dispatcher }: Plant,
  { client, entry, duties }: Pick<Doors, 'client' | 'entry'> & { readonly duties: Duties },
): Promise<FastifyInstance | null> {
  if (!bridge) return null;
  // Only a deployment with the bridge loads Fastify and what belongs to it.
  const [{ buildServer }, { WEB_FOLDER }] = await Promise.all([
    import('../http/server.js'),
    import('../http/web-folder.js'),
  ]);
  const gatewayUp = (): boolean =>
    // `status` of the manager can still read ready after the gateway is lost; the shard's own doesn't.
    client.ws.shards.size > 0 && client.ws.shards.every(({ status }) => status === Status.Ready);
  const schedulerState = (): Readiness['scheduler'] => {
    if (!promotion.enabled) return 'off';
    return clock.monotonic() - dispatcher.sweptAt < SCHEDULER_SILENCE_MS ? 'running' : 'stopped';
  };
  const isElsewhere = (): boolean => duties.stateOf(GATEWAY) === 'elsewhere';
  const isHousekeeper = (): boolean => duties.stateOf(HOUSEKEEPING) === 'held';
  const readiness = (): Readiness => ({
    commands: isElsewhere() || entry.entered,
    gateway: isElsewhere() ? 'standby' : gatewayUp(),
    scheduler: schedulerState(),
    roles: duties.states().flatMap(([role, held]) => (held ? [role] : [])),
  });
  const numbers = {
    // What is the community's, and no process's own, one process tells.
    jobs: async () => {
      if (!isHousekeeper()) return null;
      const { view } = database;
      const due = await dueJobIds(view, clock.now(), false);
      return { due: due.length, waiting: (await pendingJobs(view)).length - due.length };
    },
    inFlight: () => dispatcher.inFlight,
    gatewayUp: () => (isElsewhere() ? null : gatewayUp()),
    promotionsPaused: async () => (isHousekeeper() ? promotionsPaused(database.view) : null),
    roles: () => duties.states(),
    discordRefusals: () => requests.refusals.recent,
  };
  return buildServer({
    services,
    settings: bridgeSettings(bridge, discord.apiUrl),
    refusals: requests.refusals,
    shelf: ground.shelf,
    webFolder: WEB_FOLDER,
    readiness,
    isSure: () => liveness.isSure() && ground.readsAfresh(),
    metrics: new Metrics(events, numbers, VERSION, clock),
  });
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
