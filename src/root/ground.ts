import type { Config, DatabaseFile, DatabaseServer } from '../config/config.js';
import type { Clock } from '../domain/clock.js';
import type { EventBus } from '../domain/events.js';
import type { Limits } from '../domain/limits.js';
import type { Liveness } from '../domain/liveness.js';
import type { Paces } from '../domain/pace.js';
import type { Roles } from '../domain/roles.js';
import { NO_NEWS, type NewsWire } from '../domain/news.js';
import type { SharedGates } from '../domain/shared-gates.js';
import { MemoryWaysOut, type WaysOut } from '../domain/ways-out.js';
import { MemoryLimits } from '../pace/memory-limits.js';
import { MemoryPaces } from '../pace/memory-paces.js';
import { Database, type Tx } from '../persistence/engine/database.js';
import { ProcessLock } from '../persistence/file/process-lock.js';
import { type BackupContext, makeUpgradeBackup } from '../upkeep/back-up.js';

/** What a process stands on: the database, and whatever decides for all the processes that work on it. */
export interface Ground {
  readonly database: Database;
  /** The database for people to read: a path, or a server and a name. */
  readonly databaseName: string;
  /** On a server the server's, so that all processes agree on what is due. */
  readonly clock: Clock;
  readonly liveness: Liveness<Tx>;
  readonly roles: Roles;
  readonly paces: Paces;
  readonly limits: Limits;
  /** Absent: each channel's gate is this process's own. */
  readonly gates?: SharedGates;
  readonly waysOut: WaysOut;
  /** What processes tell each other. */
  readonly news: NewsWire;
  /** `null`: whoever runs the server backs it up. */
  readonly backups: BackupContext | null;
  /** Whether other processes may work on the database, too. */
  readonly isShared: boolean;
  /** Calls whenever another process may have died or left, so that its work may be taken. */
  onGone(listener: () => void): void;
  /** Closes the database, and lets others work on it. Nothing may be under way any more. */
  close(): Promise<void>;
}

/**
 * Opens the database, and brings it up to date. `clock` is the machine's.
 * @throws AlreadyRunningError when another process works on the same file.
 */
export function openGround(config: GroundConfig, clock: Clock, events: EventBus): Promise<Ground> {
  const { database } = config;
  return database.kind === 'sqlite'
    ? onFile(database, clock, events)
    : onServer({ ...config, database }, clock, events);
}

type GroundConfig = Pick<Config, 'database' | 'redisUrl'> & {
  readonly discord: Pick<Config['discord'], 'guildId' | 'token'>;
};

async function onFile(file: DatabaseFile, clock: Clock, events: EventBus): Promise<Ground> {
  const backups = { databasePath: file.path, ...file.backups, clock, events };
  const lock = ProcessLock.acquire(file.path);
  const opening = Database.open(file.path, { backUp: () => makeUpgradeBackup(backups), waiting: clock });
  const database = await opening.catch((error: unknown) => {
    lock.release();
    throw error;
  });
  return {
    database,
    databaseName: file.path,
    clock,
    liveness: lock,
    roles: lock,
    paces: new MemoryPaces(clock),
    limits: new MemoryLimits(clock),
    waysOut: new MemoryWaysOut(clock),
    news: NO_NEWS,
    backups,
    isShared: false,
    onGone: () => undefined,
    async close() {
      await database.close();
      lock.release();
    },
  };
}

async function onServer(
  { database: { url, sessionUrl }, redisUrl, discord }: GroundConfig & { readonly database: DatabaseServer },
  machine: Clock,
  events: EventBus,
): Promise<Ground> {
  // Only a deployment on PostgreSQL loads its driver.
  const [{ nameOf, PostgresEngine }, { Membership }, { PostgresNews }, { openShared }] = await Promise.all([
    import('../persistence/engine/postgres-engine.js'),
    import('../cluster/membership.js'),
    import('../cluster/postgres-news.js'),
    import('../pace/shared.js'),
  ]);
  const database = new Database(await PostgresEngine.open({ url }));
  const listeners: (() => void)[] = [];
  const gone = (): void => {
    for (const listener of listeners) listener();
  };
  const joining = Membership.join(sessionUrl, database, { machine, events, gone });
  const membership = await joining.catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  const news = await PostgresNews.join(sessionUrl, machine).catch(async (error: unknown) => {
    await membership.leave();
    await database.close();
    throw error;
  });
  const { clock, me } = membership;
  const shared = await openShared({
    databaseUrl: url,
    redisUrl,
    deployment: discord.guildId,
    secret: discord.token,
    clock,
    events,
    me,
    liveProcesses: () => membership.processes,
  });
  return {
    database,
    databaseName: nameOf(url),
    clock,
    liveness: membership,
    roles: membership,
    paces: shared.paces,
    limits: shared.limits,
    waysOut: new MemoryWaysOut(clock),
    news,
    backups: null,
    gates: shared.gates,
    isShared: true,
    onGone: (listener) => void listeners.push(listener),
    async close() {
      await news.leave();
      await shared.close();
      await membership.leave();
      await database.close();
    },
  };
}
