import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { ChannelRegistry } from '../../src/channels/registry.js';
import { SharedWaysOut } from '../../src/cluster/shared-ways-out.js';
import type { DispatchContext } from '../../src/dispatch/context.js';
import type { Dispatcher } from '../../src/dispatch/dispatcher.js';
import type { WakeUps } from '../../src/dispatch/wake-ups.js';
import type { CampaignRequest, FinalOutcome, JobStatus } from '../../src/domain/campaign.js';
import type { JobType } from '../../src/domain/message-kinds.js';
import type { Channel } from '../../src/domain/channel.js';
import { CHANNEL_TYPES, type ChannelType } from '../../src/domain/channel-choice.js';
import type { MusterEvent } from '../../src/domain/events.js';
import { LiveSettings } from '../../src/domain/live-settings.js';
import { NO_NEWS, type NewsWire } from '../../src/domain/news.js';
import { MemoryWaysOut, type WaysOut } from '../../src/domain/ways-out.js';
import type { SettingTexts } from '../../src/domain/setting-list.js';
import type { Result } from '../../src/domain/refusal.js';
import { messagesFor } from '../../src/messages/catalog.js';
import type { Messages } from '../../src/messages/messages.js';
import { SqliteFile } from '../../src/persistence/file/sqlite-file.js';
import type { Clock } from '../../src/domain/clock.js';
import { PostgresConnection } from '../../src/persistence/engine/postgres-connection.js';
import { PostgresEngine } from '../../src/persistence/engine/postgres-engine.js';
import { ENGINE } from './engine-of-run.js';
import { aMigratedPostgres } from './postgres.js';
import { watched, watchStatements } from './under-way.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { Database } from '../../src/persistence/engine/database.js';
import type { CampaignJobRow } from '../../src/persistence/entities/campaign-job.js';
import type { CampaignRow } from '../../src/persistence/entities/campaign.js';
import type { LedgerRow } from '../../src/persistence/entities/ledger-entry.js';
import type { SendLogRow } from '../../src/persistence/entities/send-log.js';
import type {
  OpenedDirectMessage,
  Actor,
  ServiceContext,
  ServiceSettings,
} from '../../src/services/context.js';
import { loadSettings } from '../../src/services/change-settings.js';
import { loadOwnStarts } from '../../src/services/load-own-starts.js';
import { createCampaign, type CreatedCampaign } from '../../src/services/create-campaign.js';
import type { FixedSettings } from '../../src/services/service-settings.js';
import { buildPlant } from '../../src/root/plant.js';
import { adoptBackup } from '../../src/upkeep/adopt-backup.js';
import { BlindIndex } from '../../src/vault/blind-index.js';
import { ContactVault } from '../../src/vault/contact-vault.js';
import { FakeChannel } from './fake-channel.js';
import { FakeClock, settled } from './fake-clock.js';
import { FakeDirectory } from './fake-directory.js';
import { FakeGameServer } from './fake-game-server.js';
import { FakeNews } from './fake-news.js';
import { FakeLiveness } from './fake-liveness.js';
import { FakePlaces } from './fake-places.js';
import { FakeVoice } from './fake-voice.js';
import { settingTexts } from './setting-texts.js';
import { channelTools } from './in-memory.js';

export const GUILD = '100000000000000001';
/** A Tuesday in winter: 21:00 in Ljubljana is 20:00Z. */
export const DATE = '2026-03-10';
export const REMINDER_AT = Date.parse('2026-03-10T19:45:00.000Z');
export const START_AT = Date.parse('2026-03-10T20:00:00.000Z');
/** When the follow-up comes if the start message takes no time. */
export const FOLLOW_UP_AT = START_AT + 90_000;
export const MINUTE = 60_000;
export const CONTACT_KEY = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';

export interface TestAppOptions {
  /** By default this run's: SQLite, unless `MUSTER_TEST_ENGINE` names the other. */
  engine?: 'sqlite' | 'postgres';
  /** Where to connect instead of to the PostgreSQL database at hand. */
  wayToPostgres?: (url: string) => Promise<string>;
  /** When the test begins; by default seconds past the minute, so that no sweep falls on a job's moment. */
  at?: string;
  /** This deployment's channels; by default Discord. */
  channels?: readonly ChannelType[];
  settings?: Partial<ServiceSettings>;
  /** The session plan, as it would be written; by default none. */
  plan?: string;
  /** What the environment fixes; by default nothing. */
  given?: SettingTexts;
  /** The follow-up's checks that are on; by default none, so no follow-up. */
  checks?: { voice?: boolean; gameServer?: boolean };
  /** Whether a game server is set up, for the follow-up or for proofs; by default yes. */
  gameServer?: boolean;
  /** The Discord channel for the follow-up's summary; by default none. */
  summaryChannelId?: string;
  /** The server's language; by default English. */
  serverLocale?: string;
  maxAttempts?: number;
  random?: () => number;
  messagesFor?: (locale: string) => Messages;
  /** The keys that seal contacts; by default one. */
  contactKeys?: readonly string[];
  /** How often the sweep looks for lost work, in milliseconds. 0: only when the test asks. */
  sweepEveryMs?: number;
  /** Whether other processes work on the database too, see {@link TestApp.beside}; by default none does. */
  shared?: boolean;
}

/** One life of the process. */
export interface Life {
  readonly database: Database;
  readonly dispatcher: Dispatcher;
  readonly context: ServiceContext;
  readonly dispatch: DispatchContext;
  readonly owner: string;
  readonly news: NewsWire;
  /** Like a kill: none of its waits ends, and it writes nothing more. */
  die(): Promise<void>;
}

/** A row of the log, in a test's words. */
export interface FinalRow {
  readonly jobType: JobType;
  readonly userId: string;
  readonly outcome: FinalOutcome;
  readonly reason: string | null;
  readonly code: string | null;
  readonly channel: ChannelType | null;
  readonly at: number;
}

/**
 * Everything the services and the dispatcher need, wired together on its own database file, with time,
 * Discord and the channels under the test's control. Closed when the test ends.
 */
export class TestApp {
  readonly clock: FakeClock;
  readonly directory = new FakeDirectory();
  readonly voice = new FakeVoice();
  readonly places = new FakePlaces();
  readonly gameServer = new FakeGameServer();
  /** What the processes tell each other. */
  readonly news = new FakeNews();
  readonly events: MusterEvent[] = [];
  /** The DM channels Discord opens on request, by person; absent: the DM can't be opened. */
  readonly dmChannels = new Map<string, string>();
  /** Discord opens no direct message now, for anybody. */
  dmsPaused = false;
  /** The owners that every process but themselves takes for alive; all others are dead. */
  readonly living = new Set<string>();
  /** The owners that are not told who is in voice. */
  readonly voiceless = new Set<string>();
  readonly discord: FakeChannel;
  readonly telegram: FakeChannel;
  readonly signal: FakeChannel;
  readonly path: string;
  contactKeys: readonly string[];
  /** Of a PostgreSQL database; `null`: it is a file. */
  #url: string | null = null;
  /** Of that database too, and of no process: it outlives them. */
  #onlooker: PostgresConnection | null = null;
  #life: Life | null = null;
  #dying: Promise<void> = Promise.resolve();
  readonly #beside: Life[] = [];
  #lives = 0;
  #ids = 0;

  private constructor(
    readonly folder: string,
    readonly options: TestAppOptions,
  ) {
    this.path = join(folder, 'muster.sqlite');
    this.contactKeys = options.contactKeys ?? [CONTACT_KEY];
    this.clock = new FakeClock(options.at ?? '2026-03-10T19:30:07.123Z');
    const jobTypeOf = (nonce: string): JobType | null | Promise<JobType | null> => this.#jobTypeOf(nonce);
    this.discord = new FakeChannel('discord', this.clock, jobTypeOf);
    this.discord.nonceWindowMs = this.discord.rememberedMs = 120_000;
    this.telegram = new FakeChannel('telegram', this.clock, jobTypeOf);
    this.signal = new FakeChannel('signal', this.clock, jobTypeOf);
  }

  static async open(options: TestAppOptions = {}): Promise<TestApp> {
    const app = new TestApp(mkdtempSync(join(tmpdir(), 'muster-test-')), options);
    await app.#make();
    // After that, for what is asked for last is done first: it ends before its database does.
    onTestFinished(() => app.close());
    app.#life = await app.#begin();
    return app;
  }

  get life(): Life {
    if (!this.#life) throw new Error('the app is stopped');
    return this.#life;
  }

  get database(): Database {
    return this.life.database;
  }

  get dispatcher(): Dispatcher {
    return this.life.dispatcher;
  }

  get context(): ServiceContext {
    return this.life.context;
  }

  get engine(): 'sqlite' | 'postgres' {
    return this.options.engine ?? ENGINE;
  }

  newId = (): string => `id-${String(++this.#ids).padStart(6, '0')}`;

  /** Kills the process without warning. */
  async crash(): Promise<void> {
    const { life } = this;
    this.#life = null;
    // On PostgreSQL its connections take a moment to close.
    this.#dying = life.die();
    await this.#dying;
  }

  /** Starts another process on the same file; a running one is killed first. */
  async restart(): Promise<void> {
    if (this.#life) await this.crash();
    await this.#dying;
    this.#life = await this.#begin();
    await adoptBackup(this.context);
    await this.dispatcher.recover();
    await this.dispatcher.scheduleAll();
    await this.dispatcher.sweep();
    await settled();
  }

  /** Starts a process beside this one, on the same file, with the same people and channels. Needs `shared`. */
  async beside(): Promise<Life> {
    const life = await this.#begin();
    this.#beside.push(life);
    return life;
  }

  async close(): Promise<void> {
    for (const life of this.#beside.splice(0)) await life.die();
    if (this.#life) await this.crash();
    await this.#onlooker?.close();
    this.#onlooker = null;
    rmSync(this.folder, { recursive: true, force: true });
  }

  advance = (ms: number): Promise<void> => this.clock.advance(ms);
  advanceTo = (instant: string | number): Promise<void> => this.clock.advanceTo(instant);

  /** Rows of the last committed state. */
  async rows<T>(sql: string, ...parameters: unknown[]): Promise<T[]> {
    return this.database.view.query(sql, parameters);
  }

  /** Changes rows in ways that the application never does. */
  async change(sql: string, ...parameters: unknown[]): Promise<void> {
    await this.database.withTransaction(async (tx) => {
      await tx.query(sql, parameters);
    });
  }

  /** The same as another program does it, on a connection of its own. */
  changeFromOutside(...statements: string[]): Promise<void> {
    return watched(this.#changeFromOutside(statements));
  }

  /** A boolean as rows have it. */
  stored(value: boolean): boolean | number {
    return this.engine === 'postgres' ? value : Number(value);
  }

  /** Lets lines of the log be deleted, which they never are. */
  async letLogBeDeleted(): Promise<void> {
    const table = 'availability_promotion_send_logs';
    const trigger = `${table}_append_only_delete`;
    await this.change(`DROP TRIGGER ${trigger}${this.engine === 'postgres' ? ` ON ${table}` : ''}`);
  }

  /** The names of all tables. */
  async tables(): Promise<string[]> {
    const rows = await this.rows<{ name: string }>(
      this.engine === 'postgres'
        ? 'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()'
        : `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
    );
    return rows.map(({ name }) => name);
  }

  /** The names of a table's columns. */
  async columns(table: string): Promise<string[]> {
    const rows = await this.rows<{ name: string }>(
      this.engine === 'postgres'
        ? 'SELECT column_name AS name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ?'
        : 'SELECT name FROM pragma_table_info(?)',
      table,
    );
    return rows.map(({ name }) => name);
  }

  /** Creates a campaign; fails the test if it is refused. */
  async campaign(promoter: Actor, request: Partial<CampaignRequest> = {}): Promise<CreatedCampaign> {
    return value(
      await createCampaign(this.context, promoter, {
        includeAvailable: false,
        includeMaybe: false,
        dryRun: false,
        ...request,
      }),
    );
  }

  async campaigns(): Promise<CampaignRow[]> {
    return this.rows('SELECT * FROM availability_promotion_campaigns ORDER BY created_at, id');
  }

  async campaignStatus(id: string): Promise<string | undefined> {
    return (await this.campaigns()).find((campaign) => campaign.id === id)?.status;
  }

  async jobs(): Promise<CampaignJobRow[]> {
    return this.rows('SELECT * FROM availability_promotion_jobs ORDER BY run_at, id');
  }

  /** The status of each of a campaign's jobs. */
  async jobStatuses(campaignId?: string): Promise<Partial<Record<JobType, JobStatus>>> {
    const jobs = await this.jobs();
    const mine = jobs.filter((job) => !campaignId || job.campaign_id === campaignId);
    return Object.fromEntries(mine.map((job) => [job.job_type, job.status]));
  }

  async ledger(): Promise<LedgerRow[]> {
    return this.rows('SELECT * FROM notifications_ledger ORDER BY id');
  }

  async log(): Promise<SendLogRow[]> {
    return this.rows('SELECT * FROM availability_promotion_send_logs ORDER BY id');
  }

  /** The final rows in their order; of one kind of job, or of all. */
  async finalRows(jobType?: JobType, campaignId?: string): Promise<FinalRow[]> {
    const rows = await this.rows<SendLogRow & { job_type: JobType }>(
      `SELECT l.*, j.job_type FROM availability_promotion_send_logs l
       JOIN availability_promotion_jobs j ON j.id = l.job_id WHERE l.is_final = true ORDER BY l.id`,
    );
    return rows
      .filter(
        (row) => (!jobType || row.job_type === jobType) && (!campaignId || row.campaign_id === campaignId),
      )
      .map((row) => ({
        jobType: row.job_type,
        userId: row.user_id,
        outcome: row.outcome as FinalOutcome,
        reason: row.reason,
        code: row.error_code,
        channel: row.channel_type,
        at: Date.parse(row.created_at),
      }));
  }

  /** The final row of each person in a job, as `outcome` or `outcome(reason)`. */
  async fates(jobType: JobType, campaignId?: string): Promise<Record<string, string>> {
    const rows = await this.finalRows(jobType, campaignId);
    return Object.fromEntries(
      rows.map(({ userId, outcome, reason }) => [userId, reason ? `${outcome}(${reason})` : outcome]),
    );
  }

  eventsOf<T extends MusterEvent['type']>(type: T): Extract<MusterEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<MusterEvent, { type: T }> => event.type === type);
  }

  async #changeFromOutside(statements: readonly string[]): Promise<void> {
    if (this.#url === null) {
      const file = new SqliteFile(this.path);
      for (const statement of statements) file.exec(statement);
      file.close();
      return;
    }
    const connection = await PostgresConnection.open({ url: this.#url });
    for (const statement of statements) await connection.script(statement);
    await connection.close();
  }

  #openDm(userId: string): OpenedDirectMessage {
    const channelId = this.dmChannels.get(userId);
    if (this.dmsPaused) return 'later';
    return channelId === undefined ? 'closed' : { channelId };
  }

  /** A request does not name its job, but its ledger row does, committed before the request leaves. */
  #jobTypeOf(nonce: string): JobType | null | Promise<JobType | null> {
    if (this.#onlooker) return this.#jobTypeOnPostgres(this.#onlooker, nonce);
    const file = new SqliteFile(this.path, { fileMustExist: true });
    try {
      const row = file.prepare(`
        SELECT j.job_type FROM notifications_ledger n JOIN availability_promotion_jobs j ON j.id = n.job_id
        WHERE n.state = 'sending' AND n.nonce = ?`);
      return (row.pluck().get(nonce) as JobType | undefined) ?? null;
    } finally {
      file.close();
    }
  }

  async #jobTypeOnPostgres(onlooker: PostgresConnection, nonce: string): Promise<JobType | null> {
    const [row] = await onlooker.sql<{ job_type: JobType }>`
      SELECT j.job_type FROM notifications_ledger n JOIN availability_promotion_jobs j ON j.id = n.job_id
      WHERE n.state = 'sending' AND n.nonce = ${nonce}`;
    return row?.job_type ?? null;
  }

  #waysOut(owner: string, database: Database, clock: Clock): WaysOut {
    if (this.engine !== 'postgres') return new MemoryWaysOut(clock);
    const common = { ...clock, withinMs: 0, steadySince: Number.NEGATIVE_INFINITY };
    return new SharedWaysOut(owner, database, common, new BlindIndex(['a test secret'], 'way out'));
  }

  async #open(clock: Clock): Promise<Database> {
    if (this.#url !== null) return new Database(await PostgresEngine.open({ url: this.#url }));
    const database = await Database.open(this.path, this.options.shared ? { waiting: clock } : {});
    // A test's crash ends a process and is no power cut: waiting for the disk would gain nothing.
    await database['writer'].sql`PRAGMA synchronous = OFF`;
    return database;
  }

  /** Makes the database, with what the options say of settings that may change, as an admin would have set it before. */
  async #make(): Promise<void> {
    const presets = Object.entries(settingTexts(this.options));
    if (this.engine === 'postgres') {
      watchStatements();
      const url = await aMigratedPostgres();
      this.#url = (await this.options.wayToPostgres?.(url)) ?? url;
      const connection = await PostgresConnection.open({ url });
      for (const [key, text] of presets)
        await connection.sql`INSERT INTO settings VALUES (${key}, ${text}, 'a preset', '', '')`;
      this.#onlooker = connection;
      return;
    }
    copyFileSync(inject('emptyDatabase'), this.path);
    const file = new SqliteFile(this.path);
    const insert = file.prepare("INSERT INTO settings VALUES (?, ?, 'a preset', '', '')");
    for (const [key, text] of presets) insert.run(key, text);
    file.close();
  }

  async #begin(): Promise<Life> {
    const clock = this.clock.forProcess();
    const owner = `boot-${++this.#lives}`;
    let alive = true;
    const forever = new Promise<never>(() => undefined);
    const database = await this.#open(clock);
    const events = new SimpleEventBus();
    events.on((event) => alive && this.events.push(event));
    const news = this.options.shared ? this.news.wire() : NO_NEWS;
    const live = new LiveSettings(this.options.given ?? {});
    await loadSettings({ database, live, events });
    const configured = this.options.channels ?? ['discord'];
    const channels = configured.map((type): Channel => {
      const channel = this[type];
      return {
        type,
        messagesPerSecond: channel.messagesPerSecond,
        nonceWindowMs: channel.nonceWindowMs,
        addressIntervalMs: channel.addressIntervalMs,
        get timeoutMs() {
          return channel.timeoutMs;
        },
        // Nothing leaves a dead process, and no answer reaches it.
        send: async (delivery) => {
          const outcome = await (alive ? channel.send(delivery) : forever);
          return alive ? outcome : forever;
        },
      };
    });
    const tools = channelTools(clock, events);
    const registry = new ChannelRegistry(channels, tools);
    const settings: FixedSettings = {
      guildId: GUILD,
      promotionsEnabled: true,
      timezone: 'Europe/Ljubljana',
      promoterIds: new Set(['promoter', 'promoter-2', 'promoter-3']),
      retentionDays: 180,
      linkIntervalSeconds: 30,
      pageUrl: null,
      playerLinkPolicy: 'self',
      ...this.options.settings,
    };
    const wording = this.options.messagesFor ?? messagesFor;
    const quietly = async (work: () => Promise<void>): Promise<void> => {
      try {
        await work();
      } catch (error) {
        events.emit({ type: 'background_error', where: 'test app', error });
      }
    };
    const wakeUps: WakeUps = {
      schedule: (jobId, at) => {
        void quietly(async () => {
          await clock.sleep(at - clock.now());
          await plant.dispatcher.wake(jobId);
        });
      },
    };
    const plant = buildPlant(
      {
        database,
        clock,
        events,
        channels: registry,
        directory: this.directory,
        membersForSends: this.directory,
        directMessages: { open: async (userId) => this.#openDm(userId) },
        voice: this.voice,
        live,
        places: this.places,
        gameServer: (this.options.gameServer ?? true) ? this.gameServer : null,
        blindIndex: new BlindIndex(['a test secret']),
        calendarIndex: new BlindIndex(['a test secret'], 'calendar address'),
        contacts: new ContactVault(this.contactKeys),
        linkDoors: { deepLink: (channel, token) => `https://${channel}.example/${token}` },
        limits: tools.limits,
        waysOut: this.#waysOut(owner, database, clock),
        news,
        wakeUps,
        messagesFor: (locale) => wording(locale),
        serverMessages: () => wording(this.options.serverLocale ?? 'en'),
        messagesPerSecond: Object.fromEntries(
          CHANNEL_TYPES.map((type) => [type, this[type].messagesPerSecond]),
        ),
        // Tests of the pictures look at them; here drawing must only take no time.
        draw: async (svg) => Buffer.from(svg),
        liveness: new FakeLiveness(owner, this.living, !this.options.shared),
        isToldOfVoice: () => !this.voiceless.has(owner),
        random: this.options.random ?? (() => 0.5),
        newId: this.newId,
        newNonce: () => `nonce-${this.newId()}`,
      },
      {
        settings,
        maxAttempts: this.options.maxAttempts ?? 5,
      },
    );
    const every = this.options.sweepEveryMs ?? 30_000;
    if (every > 0) {
      void (async () => {
        for (;;) {
          await clock.sleep(every);
          await quietly(() => plant.dispatcher.sweep());
        }
      })();
    }
    const die = async (): Promise<void> => {
      if (!alive) return;
      alive = false;
      clock.die();
      if (news !== NO_NEWS) this.news.cut(news);
      // Closing the connections rolls back open transactions, as the end of a process does; and nobody connects again.
      if (this.engine === 'postgres') return database['engine'].close();
      await database['reader'].close();
      await database['writer'].close();
    };
    const { dispatcher, dispatch, services: context } = plant;
    await loadOwnStarts(context);
    return { database, dispatcher, context, dispatch, owner, news, die };
  }
}

export function testApp(options: TestAppOptions = {}): Promise<TestApp> {
  return TestApp.open(options);
}

/** The value of a service's result. @throws when the service refused. */
export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}

/** The code of a service's refusal. @throws when the service did not refuse. */
export function refusal<T>(result: Result<T>): string {
  if (result.ok) throw new Error('not refused');
  return result.refusal.code;
}
