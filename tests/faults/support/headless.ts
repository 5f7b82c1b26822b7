import { NO_NEWS } from '../../../src/domain/news.js';
import { LiveSettings } from '../../../src/domain/live-settings.js';
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { RESTOptions } from 'discord.js';
import { DiscordChannel } from '../../../src/channels/discord/discord-channel.js';
import { ChannelRegistry } from '../../../src/channels/registry.js';
import { SignalChannel } from '../../../src/channels/signal/signal-channel.js';
import { TelegramChannel } from '../../../src/channels/telegram/telegram-channel.js';
import { DiscordGuildDirectory } from '../../../src/discord/guild-directory.js';
import { Dispatcher } from '../../../src/dispatch/dispatcher.js';
import type { WakeUps } from '../../../src/dispatch/wake-ups.js';
import type { CampaignRequest } from '../../../src/domain/campaign.js';
import type { Channel } from '../../../src/domain/channel.js';
import type { LinkableChannel } from '../../../src/domain/channel-choice.js';
import type { Clock } from '../../../src/domain/clock.js';
import { MemoryWaysOut } from '../../../src/domain/ways-out.js';
import { messagesFor } from '../../../src/messages/catalog.js';
import { SimpleEventBus } from '../../../src/observability/event-bus.js';
import { Database } from '../../../src/persistence/engine/database.js';
import { ReadOnce } from '../../../src/persistence/engine/read-once.js';
import { rememberDmChannel } from '../../../src/persistence/stores/preference-store.js';
import { SystemClock } from '../../../src/scheduling/system-clock.js';
import { callMore } from '../../../src/services/call-more.js';
import { cancelCampaign } from '../../../src/services/cancel-campaign.js';
import type { Actor, ServiceContext, ServiceSettings } from '../../../src/services/context.js';
import { type CreatedCampaign, createCampaign, createFor } from '../../../src/services/create-campaign.js';
import { forgetClosedContact } from '../../../src/services/link-channel.js';
import { BlindIndex } from '../../../src/vault/blind-index.js';
import { ContactVault } from '../../../src/vault/contact-vault.js';
import { FakeLiveness } from '../../support/fake-liveness.js';
import { lanesTo } from '../../support/lanes.js';
import { type ChannelOrders, type ChildOrders, CONTACT_KEY, EVENING } from './orders.js';
import type { Ground } from '../../../src/root/ground.js';
import type { EventBus } from '../../../src/domain/events.js';
import { channelTools } from '../../support/in-memory.js';

/** Faster than any provider allows: what is waited for here teaches nothing. */
const MESSAGES_PER_SECOND = 100;

/** What a headless Muster stands on. */
type Footing = Pick<Ground, 'database' | 'liveness' | 'paces' | 'limits' | 'gates' | 'waysOut'>;

/** What every life is told. */
type LifeOrders = Omit<ChildOrders, 'kill' | 'stop' | 'databasePath'>;
type FileOrders = LifeOrders & Pick<ChildOrders, 'databasePath'>;

/** A clock that shows the time of the evening, which can be moved on. */
export class EveningClock implements Clock {
  #offset = 0;

  constructor(
    private readonly onSet: (offset: number) => void = () => undefined,
    private readonly machine: Clock = new SystemClock(),
  ) {}

  now(): number {
    return this.machine.now() + this.#offset;
  }

  monotonic(): number {
    return this.machine.monotonic();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.machine.sleep(ms, signal);
  }

  /** It shows so much more than the clock below. */
  shift(offset: number): void {
    this.#offset = offset;
  }

  /** It is `instant` now. */
  set(instant: number): void {
    this.#offset = instant - this.machine.now();
    this.onSet(this.#offset);
  }
}

interface Standing {
  readonly campaigns: number;
  readonly running: number;
  readonly open: number;
  /** How many reminder jobs have ended, and how many calling an evening off there are. */
  readonly reminded: number;
  readonly called_off: number;
  readonly next_run_at: string | null;
}

/**
 * A Muster without its gateway: the real database, dispatcher, channels, directory and services, on a Discord that is
 * asked over REST, in an evening that passes quickly.
 */
export class Headless {
  readonly database: Database;
  readonly dispatcher: Dispatcher;
  readonly context: ServiceContext;
  readonly #contacts = new ContactVault([CONTACT_KEY]);

  private constructor(
    private readonly orders: LifeOrders,
    readonly clock: EveningClock,
    readonly events: EventBus,
    footing: Footing,
    private readonly makeRequest?: RESTOptions['makeRequest'],
  ) {
    const { database, liveness, paces, limits, gates, waysOut } = footing;
    this.database = database;
    const { apiUrl, token, guildId } = orders.discord;
    const { followUp } = orders;
    const tools = { clock, events, paces, limits, ...(gates && { gates }) };
    const directory = new DiscordGuildDirectory(lanesTo({ url: apiUrl, token }), guildId, clock);
    const channels = new ChannelRegistry(
      orders.channels.map((channel) => this.#channelOf(channel)),
      tools,
    );
    const shared = {
      database,
      clock,
      events,
      directory,
      presence: { voice: followUp ? { inVoice: () => new Set(followUp.inVoice) } : null, gameServer: null },
      blindIndex: new BlindIndex(['a secret']),
      calendarIndex: new BlindIndex(['a secret'], 'calendar address'),
      contacts: this.#contacts,
      messagesFor,
      awaitsVoice: () => false,
      way: () => ({ voiceUrl: null, joinAddress: null }),
      newId: randomUUID,
    };
    const settings: ServiceSettings = {
      guildId,
      promotionsEnabled: true,
      timezone: EVENING.timezone,
      reminderTime: EVENING.reminderTime,
      startTime: orders.startTime ?? EVENING.startTime,
      followUpDelaySeconds: 90,
      globalCooldown: true,
      dryRunDefault: false,
      promoterIds: new Set([orders.promoterId]),
      promoterRoleIds: new Set(),
      retentionDays: 180,
      linkIntervalSeconds: 30,
      // Nobody is told that it is on but where that is wanted.
      sessionReadyThreshold: orders.readyThreshold ?? (orders.posts?.what === 'ready' ? 6 : 1_000),
      sessionMinimum: orders.minimum ?? 0,
      playerLinkPolicy: 'self',
      // At any moment of the day: it is due while the session is to come.
      pageUrl: null,
      boardChannelId: orders.posts?.channelId ?? null,
      boardTime: '00:00:00',
      questionTime: orders.questionTime ?? null,
    };
    const wakeUps: WakeUps = {
      schedule: (jobId, at) => {
        void wait(Math.max(0, at - clock.now()), undefined, { ref: false }).then(() => this.#wake(jobId));
      },
    };
    this.dispatcher = new Dispatcher(
      {
        ...shared,
        news: NO_NEWS,
        channels,
        createFor: (...asked) => createFor(this.context, ...asked),
        liveness,
        isToldOfVoice: () => true,
        timezone: EVENING.timezone,
        maxAttempts: 5,
        settings,
        draw: async () => new Uint8Array(),
        followUp: {
          delayMs: 90_000,
          channelId: followUp?.summaryChannelId ?? null,
          messages: () => messagesFor('en'),
          onlyVerifiedLinks: false,
        },
        // No waiting where only our own patience would be tried.
        random: () => 0,
        newNonce: () => randomBytes(16).toString('base64url'),
      },
      wakeUps,
    );
    this.context = {
      ...shared,
      serverMessages: () => messagesFor('en'),
      wakeUps,
      sweep: () => undefined,
      gameServer: null,
      directMessages: { open: async () => 'later' },
      limits,
      waysOut,
      linkDoors: { deepLink: () => null },
      reads: new ReadOnce(database),
      outbox: channels,
      channels: channels.configured,
      messagesPerSecond: {},
      live: new LiveSettings({}),
      places: { canUse: async () => ({ known: false }), hasRole: async () => ({ known: false }) },
      settings,
    };
  }

  /** `makeRequest`: how messages are asked of Discord, where not as always. */
  static async open(
    orders: FileOrders,
    clock = new EveningClock(),
    makeRequest?: RESTOptions['makeRequest'],
  ): Promise<Headless> {
    const events = new SimpleEventBus();
    const footing = {
      database: await Database.open(orders.databasePath, { waiting: clock }),
      liveness: new FakeLiveness(randomUUID()),
      waysOut: new MemoryWaysOut(clock),
      ...channelTools(clock, events),
    };
    return new Headless(orders, clock, events, footing, makeRequest);
  }

  /** One of several on a database; its evening goes on by the ground's clock. */
  static on(ground: Ground, orders: LifeOrders, clock: EveningClock, events: EventBus): Headless {
    return new Headless(orders, clock, events, ground);
  }

  /** Creates the campaign, half a minute before its reminder; or after that, where standbys are asked for. */
  async create(request: Partial<CampaignRequest> = {}): Promise<CreatedCampaign> {
    const { more, createdAt = more ? EVENING.moreAt : EVENING.createdAt } = this.orders;
    this.clock.set(createdAt);
    const whom = { includeAvailable: false, includeMaybe: false, dryRun: false, ...request };
    const created = await createCampaign(this.context, this.#promoter, whom);
    if (!created.ok) throw new Error(`refused: ${created.refusal.code}`);
    return created.value;
  }

  /** Its promoter calls the evening off, and has those told who were called. */
  async callOff(): Promise<void> {
    const cancelled = await cancelCampaign(this.context, this.#promoter, { notify: true });
    if (!cancelled.ok) throw new Error(`refused: ${cancelled.refusal.code}`);
  }

  async isCalledOff(): Promise<boolean> {
    return (await this.#standing()).called_off > 0;
  }

  /** Sweeps until the reminder has gone out. */
  async untilReminded(): Promise<void> {
    await this.#until(({ reminded }) => reminded > 0);
  }

  /** Asks for so many standbys of the campaign. */
  async askForMore(count: number): Promise<void> {
    const called = await callMore(this.context, this.#promoter, { count });
    if (!called.ok) throw new Error(`refused: ${called.refusal.code}`);
  }

  /** Whether standbys were asked for. */
  async hasAskedForMore(): Promise<boolean> {
    const jobs: unknown[] = await this.database.view.query(
      `SELECT 1 FROM availability_promotion_jobs WHERE job_type = 'one_more'`,
    );
    return jobs.length > 0;
  }

  get #promoter(): Actor {
    const { promoterId: userId, discord } = this.orders;
    return { userId, displayName: 'Promoter', guildId: discord.guildId, locale: 'en' };
  }

  /** Posts the day's board, or that it is on, until nothing of that is left to be sent. */
  async untilPosted(what: 'board' | 'ready'): Promise<void> {
    do {
      if (what === 'board') await this.dispatcher.postBoard(new AbortController().signal);
      else await this.dispatcher.sweep();
      await this.dispatcher.idle();
    } while ((await this.#standing()).open > 0);
  }

  /** Whether there is a campaign yet. */
  async hasCampaign(): Promise<boolean> {
    return (await this.#standing()).campaigns > 0;
  }

  /**
   * Sweeps until no job is left, and nothing to be sent. Whenever nothing happens until the next moment, the evening is moved on to it: half
   * a minute of waiting teaches no more than none.
   */
  async untilOver(sweepEveryMs = 150): Promise<void> {
    await this.#until((now) => now.next_run_at === null && now.open === 0, sweepEveryMs);
  }

  async #until(isOver: (now: Standing) => boolean, sweepEveryMs = 150): Promise<void> {
    for (;;) {
      await wait(sweepEveryMs);
      await this.dispatcher.sweep();
      const now = await this.#standing();
      if (now.running > 0) continue;
      if (isOver(now)) return;
      if (now.next_run_at === null) continue;
      const next = Date.parse(now.next_run_at) - AHEAD_MS;
      if (now.open === 0 && next > this.clock.now()) {
        this.clock.set(next);
        await this.dispatcher.scheduleAll();
      }
    }
  }

  /** Whether there was a campaign, and nothing of it is left to be done. */
  async isOver(): Promise<boolean> {
    const { campaigns, running, open, next_run_at: next } = await this.#standing();
    return campaigns > 0 && running === 0 && open === 0 && next === null;
  }

  /** Sweeps until there is a campaign, which Muster starts by itself. */
  async untilCampaign(): Promise<void> {
    while (!(await this.hasCampaign())) {
      await wait(20);
      await this.dispatcher.sweep();
    }
  }

  async close(): Promise<void> {
    await this.dispatcher.drain();
    await this.database.close();
  }

  async #wake(jobId: string): Promise<void> {
    try {
      await this.dispatcher.wake(jobId);
    } catch (error) {
      this.events.emit({ type: 'background_error', where: 'wake-up', error });
    }
  }

  async #standing(): Promise<Standing> {
    const rows: Standing[] = await this.database.view.query(`
      SELECT (SELECT COUNT(*) FROM availability_promotion_campaigns) AS campaigns,
        (SELECT COUNT(*) FROM availability_promotion_jobs WHERE status = 'running') AS running,
        (SELECT COUNT(*) FROM notifications_ledger WHERE state IN ('sending', 'retry')) AS open,
        (SELECT COUNT(*) FROM availability_promotion_jobs WHERE job_type = 'reminder' AND finished_at IS NOT NULL) AS reminded,
        (SELECT COUNT(*) FROM availability_promotion_jobs WHERE job_type = 'call_off') AS called_off,
        (SELECT MIN(next_run_at) FROM availability_promotion_jobs WHERE status = 'pending') AS next_run_at`);
    return rows[0]!;
  }

  /** Every channel there is, as its orders say. */
  #channelOf({ type, apiUrl, token, requestTimeoutMs }: ChannelOrders): Channel {
    const { database, clock, events } = this;
    const shared = {
      apiUrl,
      messagesPerSecond: this.orders.messagesPerSecond ?? MESSAGES_PER_SECOND,
      events,
    };
    const timeout = requestTimeoutMs === undefined ? {} : { timeoutMs: requestTimeoutMs };
    const forget =
      (channel: LinkableChannel) => (closed: { userId: string; address: string; code: string }) =>
        forgetClosedContact({ database, contacts: this.#contacts, clock, events }, { ...closed, channel });
    const remember = (userId: string, channelId: string | null): Promise<void> =>
      database.withTransaction((tx) => rememberDmChannel(tx, userId, channelId, clock.now()));
    switch (type) {
      case 'telegram':
        return new TelegramChannel({ ...shared, ...timeout, token, clock, forget: forget('telegram') });
      case 'signal':
        return new SignalChannel({ ...shared, ...timeout, number: token, clock, forget: forget('signal') });
      case 'discord':
        return new DiscordChannel({
          ...shared,
          clock,
          token,
          dms: { remember, forget: (userId) => remember(userId, null) },
          ...(requestTimeoutMs === undefined ? {} : { requestTimeoutMs }),
          ...(this.makeRequest && { makeRequest: this.makeRequest }),
        });
    }
  }
}

/** Where the evening is moved on to ahead of a moment. */
const AHEAD_MS = 30;
