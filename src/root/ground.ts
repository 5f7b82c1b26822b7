import type { Config, DatabaseFile, DatabaseServer } from '../config/config.js';
import type { Clock } from '../domain/clock.js';
import type { EventBus } from '../domain/events.js';
import type { Limits } from '../domain/limits.js';
import { type Liveness, SURE_FOR_MS } from '../domain/liveness.js';
import type { Paces } from '../domain/pace.js';
import type { Roles } from '../domain/roles.js';
import { NO_NEWS, type NewsWire } from '../domain/news.js';
import type { SharedGates } from '../domain/shared-gates.js';
import { MemoryShelf, type Shelf } from '../domain/shelf.js';
import { MemoryWaysOut, type WaysOut } from '../domain/ways-out.js';
import { MemoryLimits } from '../pace/memory-limits.js';
import { MemoryPaces } from '../pace/memory-paces.js';
import { Database, type Tx } from '../persistence/engine/database.js';
import { ProcessLock } from '../persistence/file/process-lock.js';
import { type BackupContext, makeUpgradeBackup } from '../upkeep/back-up.js';
import { deploymentIndex } from '../vault/blind-index.js';
import { waitForDatabase } from './wait-for-database.js';

/**
 * How long a server may take to hear a goodbye, in milliseconds. One that does not answer notices by itself that this process
 * has ended, and so do the others.
 */
const CLOSES_WITHIN_MS = 1_000;

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
  readonly shelf: Shelf;
  /** Whether what is read now can't have waited for so long that another process may have taken over meanwhile. */
  readsAfresh(): boolean;
  /** `null`: whoever runs the server backs it up. */
  readonly backups: BackupContext | null;
  /** Whether other processes may work on the database, too. */
  readonly isShared: boolean;
  /** How many are at work on it just now, as far as is known, this one included. */
  processes(): number;
  /** Deletes what processes told each other and nobody needs any more. */
  forgetOld(): Promise<void>;
  /** Calls whenever another process may have died or left, so that its work may be taken. */
  onGone(listener: () => void): void;
  /** Waits until a newer release has migrated the database; the migrations' names, or `null` when `stop` aborts before. */
  newerRelease(stop: AbortSignal): Promise<readonly string[] | null>;
  /** Closes the database, and lets others work on it. Nothing may be under way any more. */
  close(): Promise<void>;
}

/** What of the configuration it takes. */
type GroundConfig = Pick<Config, 'database' | 'redisUrl' | 'contactKeys'> & {
  readonly discord: Pick<Config['discord'], 'guildId' | 'token'>;
};

/**
 * Opens the database, and brings it up to date. `clock` is the machine's.
 * @throws AlreadyRunningError when another process works on the same file.
 * @throws StorageError, in words, when a database can't serve; a server that may yet is waited for.
 */
export function openGround(config: GroundConfig, clock: Clock, events: EventBus): Promise<Ground> {
  const { database } = config;
  return database.kind === 'sqlite'
    ? onFile(database, clock, events)
    : onServer({ ...config, database }, clock, events);
}

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
    shelf: new MemoryShelf(clock),
    readsAfresh: () => true,
    backups,
    isShared: false,
    processes: () => 1,
    forgetOld: () => Promise.resolve(),
    onGone: () => undefined,
    // Who has the file has it alone.
    newerRelease: () => Promise.resolve(null),
    async close() {
      await database.close();
      lock.release();
    },
  };
}

async function onServer(
  config: GroundConfig & { readonly database: DatabaseServer },
  machine: Clock,
  events: EventBus,
): Promise<Ground> {
  const { database: server, redisUrl, discord } = config;
  const listeners: (() => void)[] = [];
  const gone = (): void => {
    for (const listener of listeners) listener();
  };
  const opening = (): ReturnType<typeof join> => join(server, { machine, events, gone });
  const { database, membership, news, databaseName, newerRelease } = await waitForDatabase(
    opening,
    machine,
    events,
  );
  database.watch((trouble) => {
    events.emit(trouble ? { type: 'database_trouble', ...trouble } : { type: 'database_well' });
  });
  const { clock, me } = membership;
  const [{ openShared }, { Turns }, { SharedShelf }, { SharedWaysOut }] = await Promise.all([
    import('../pace/shared.js'),
    import('../cluster/turns.js'),
    import('../cluster/shared-shelf.js'),
    import('../cluster/shared-ways-out.js'),
  ]);
  const shared = await openShared({
    // Its settings are a session's.
    databaseUrl: server.sessionUrl,
    redisUrl,
    deployment: discord.guildId,
    secret: discord.token,
    clock,
    events,
    me,
    liveProcesses: () => membership.processes,
  });
  const turns = new Turns(machine);
  const closed = new AbortController();
  void turns.watch(closed.signal);
  const waysOut = new SharedWaysOut(me, database, clock, deploymentIndex(config, 'way out'), {
    isSure: () => membership.isSure(),
    sureSince: () => membership.sureSince,
    waitedSince: () => turns.waitedSince(),
  });
  const shelf = new SharedShelf(database, clock);
  return {
    database,
    databaseName,
    clock,
    liveness: membership,
    roles: membership,
    paces: shared.paces,
    limits: shared.limits,
    waysOut,
    news,
    shelf,
    readsAfresh: () => turns.waitingMs() < SURE_FOR_MS,
    backups: null,
    gates: shared.gates,
    isShared: true,
    processes: () => membership.processes,
    async forgetOld() {
      await waysOut.forgetOld();
      await shelf.forgetOld();
    },
    onGone: (listener) => void listeners.push(listener),
    newerRelease: (stop) => newerRelease(database.view, machine, stop),
    async close() {
      closed.abort();
      const closing = Promise.all([news.leave(), shared.close(), membership.leave()]).then(() =>
        database.close(),
      );
      await atMost(machine, CLOSES_WITHIN_MS, closing);
    },
  };
}

/** Waits for `work`, no longer than `ms`. @throws what it throws by then. */
async function atMost(machine: Clock, ms: number, work: Promise<void>): Promise<void> {
  const done = new AbortController();
  try {
    await Promise.race([work, machine.sleep(ms, done.signal)]);
  } finally {
    done.abort();
    // By then nobody listens.
    work.catch(() => undefined);
  }
}

/** One try to open a database on a server, and to join those who work on it. @throws StorageError in words. */
async function join(
  { url, sessionUrl }: DatabaseServer,
  life: { machine: Clock; events: EventBus; gone: () => void },
) {
  // Only a deployment on PostgreSQL loads its driver.
  const [
    { PostgresEngine },
    { inWords, nameOf, sessionWay },
    { assertDirect },
    { Membership },
    { PostgresNews },
    { newerRelease },
  ] = await Promise.all([
    import('../persistence/engine/postgres-engine.js'),
    import('../persistence/engine/server-trouble.js'),
    import('../cluster/direct-way.js'),
    import('../cluster/membership.js'),
    import('../cluster/postgres-news.js'),
    import('../cluster/release-watch.js'),
  ]);
  // Before anything is written: an upgrade holds a lock for as long as its session lasts.
  await assertDirect({ url, sessionUrl });
  const database = new Database(await PostgresEngine.open({ url, sessionUrl }));
  try {
    const membership = await inWords(sessionWay({ url, sessionUrl }), () =>
      Membership.join(sessionUrl, database, life),
    );
    const news = await inWords(sessionWay({ url, sessionUrl }), () =>
      PostgresNews.join(sessionUrl, life.machine),
    ).catch(async (error: unknown) => {
      await membership.leave();
      throw error;
    });
    return { database, membership, news, databaseName: nameOf(url), newerRelease };
  } catch (error) {
    await database.close();
    throw error;
  }
}
