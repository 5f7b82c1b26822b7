import { NO_NEWS } from '../../src/domain/news.js';
import { LiveSettings } from '../../src/domain/live-settings.js';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import { ChannelRegistry } from '../../src/channels/registry.js';
import type { DiscordStandIn } from '../../demo/discord/stand-in.js';
import type { DmMemory } from '../../src/channels/discord/discord-channel.js';
import type { DispatchContext } from '../../src/dispatch/context.js';
import { newNonce } from '../../src/dispatch/nonce.js';
import { Dispatcher } from '../../src/dispatch/dispatcher.js';
import type { Campaign, CampaignRecipient } from '../../src/domain/campaign.js';
import type { Channel } from '../../src/domain/channel.js';
import { CHANNEL_TYPES, type ChannelType } from '../../src/domain/channel-choice.js';
import type { GuildDirectory } from '../../src/domain/guild-directory.js';
import { lastUsefulMoment } from '../../src/domain/schedule.js';
import { messagesFor } from '../../src/messages/catalog.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { insertCampaign, insertRecipients } from '../../src/persistence/stores/campaign-store.js';
import { Database } from '../../src/persistence/engine/database.js';
import { ReadOnce } from '../../src/persistence/engine/read-once.js';
import { insertJob } from '../../src/persistence/stores/job-store.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import type { Actor, ServiceContext, ServiceSettings } from '../../src/services/context.js';
import { createCampaign, createFor } from '../../src/services/create-campaign.js';
import { MemoryShelf } from '../../src/domain/shelf.js';
import type { BridgeContext } from '../../src/http/context.js';
import { MemoryWaysOut } from '../../src/domain/ways-out.js';
import { MemoryLimits } from '../../src/pace/memory-limits.js';
import { BlindIndex } from '../../src/vault/blind-index.js';
import { ContactVault } from '../../src/vault/contact-vault.js';
import { SqliteFile } from '../../src/persistence/file/sqlite-file.js';
import { channelTools } from '../support/in-memory.js';
import { FakeLiveness } from '../support/fake-liveness.js';

export const GUILD = '100000000000000001';
export const PROMOTER = '200000000000000001';
/** Everywhere but where it is about to be midnight. */
export const ZONE = DateTime.utc().hour === 23 ? 'America/New_York' : 'UTC';

/** What every campaign here asks for. */
export const LOOKING_ONLY = { includeAvailable: false, includeMaybe: false, dryRun: false };

export function userIdOf(index: number): string {
  return String(300_000_000_000_000_000n + BigInt(index));
}

/** Everybody is a member: what Discord takes to answer is not what is measured. */
const everybody: GuildDirectory = {
  member: (userId) =>
    Promise.resolve({ known: true, value: { userId, displayName: 'Somebody', isAdmin: true, roleIds: [] } }),
  membersAmong: (userIds) => Promise.resolve({ known: true, value: new Set(userIds) }),
  knownMember: () => true,
  guildName: () => null,
};

/** A channel that answers at once. */
export const instantChannel: Channel = {
  type: 'discord',
  messagesPerSecond: 1_000_000,
  nonceWindowMs: 120_000,
  addressIntervalMs: 0,
  timeoutMs: 10_000,
  send: () => Promise.resolve({ kind: 'sent', messageId: '1' }),
};

/** The rules of every world here. */
const SETTINGS: ServiceSettings = {
  guildId: GUILD,
  promotionsEnabled: true,
  timezone: ZONE,
  // Past: a campaign here has its start only.
  reminderTime: '00:00:00',
  startTime: '23:59:59',
  followUpDelaySeconds: 90,
  globalCooldown: false,
  dryRunDefault: false,
  promoterIds: new Set([PROMOTER]),
  promoterRoleIds: new Set(),
  retentionDays: 180,
  linkIntervalSeconds: 30,
  sessionReadyThreshold: 6,
  playerLinkPolicy: 'self',
  pageUrl: null,
  boardChannelId: null,
  boardTime: '10:00:00',
  sessionMinimum: 0,
};

/** A database in a folder of its own, with everything dispatch and the services need around it. */
export class BenchWorld {
  readonly clock = new SystemClock();
  readonly events = new SimpleEventBus();
  /** Nothing is to be remembered: all direct messages are open. */
  readonly dms: DmMemory = { remember: () => Promise.resolve(), forget: () => Promise.resolve() };

  private constructor(
    readonly folder: string,
    readonly path: string,
    readonly database: Database,
  ) {}

  /** A new database, or a copy of one that is closed. */
  static async open(copyOf?: string): Promise<BenchWorld> {
    const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'));
    const path = join(folder, 'muster.sqlite');
    if (copyOf) copyFileSync(copyOf, path);
    return new BenchWorld(folder, path, await Database.open(path));
  }

  /** The database of a world that was sealed, opened again: from now on it is this one's. */
  static async again({ folder, path }: BenchWorld): Promise<BenchWorld> {
    return new BenchWorld(folder, path, await Database.open(path));
  }

  /** On a database of another engine: what writes past Muster does not work there. */
  static on(database: Database): BenchWorld {
    return new BenchWorld('', '', database);
  }

  get today(): string {
    return DateTime.now().setZone(ZONE).toISODate() ?? '';
  }

  /** People with an entry for today; every `lookingEvery`-th of them is looking to play and opted in. */
  fill(count: number, lookingEvery: number, dmChannelOf = (userId: string): string => `dm${userId}`): void {
    const at = new Date().toISOString();
    this.write((file) => {
      const entry = file.prepare('INSERT INTO availability_entries VALUES (?, ?, ?, ?, ?, ?, ?)');
      const preference = file.prepare(
        `INSERT INTO subscription_preferences (user_id, allow_promotions, preferred_channel, discord_dms,
           discord_dm_channel_id, timezone, locale, created_at, updated_at)
         VALUES (?, 1, 'any', 1, ?, 'UTC', 'en', ?, ?)`,
      );
      for (let index = 0; index < count; index += 1) {
        const userId = userIdOf(index);
        const looking = index % lookingEvery === 0;
        const status = looking ? 'LOOKING' : 'NOT_PLAYING';
        entry.run(randomUUID(), userId, `Player ${String(index)}`, this.today, status, at, at);
        if (looking) preference.run(userId, dmChannelOf(userId), at, at);
      }
    });
    this.link(PROMOTER);
  }

  /** Makes people members of a stand-in's guild, who can all be called. @returns their direct messages' channels. */
  join(discord: DiscordStandIn, count: number): string[] {
    const channels = new Map<string, string>();
    for (let index = 0; index < count; index += 1) {
      const { id } = discord.addMember({ id: userIdOf(index), name: `Player ${String(index)}` });
      channels.set(id, discord.world.dmWith(id).id);
    }
    this.fill(count, 1, (userId) => channels.get(userId) ?? '');
    return [...channels.values()];
  }

  /** Gives somebody the player link a promoter needs. */
  link(userId: string): void {
    const at = new Date().toISOString();
    this.write((file) => {
      file
        .prepare(`INSERT INTO player_links VALUES (?, ?, 'Promoter', NULL, ?, ?)`)
        .run(userId, userId, at, at);
    });
  }

  /** Creates tonight's campaign, as the command does. */
  async promote(): Promise<void> {
    const created = await createCampaign(this.services(), this.promoter(), LOOKING_ONLY);
    if (!created.ok) throw new Error(`no campaign: ${created.refusal.code}`);
  }

  /** Has so many people of each channel: everybody prefers one, is reached there, and was recorded so. */
  assign(people: Readonly<Record<ChannelType, number>>): void {
    this.write((file) => {
      const everybody = file
        .prepare('SELECT user_id FROM availability_promotion_recipients ORDER BY id')
        .all() as { user_id: string }[];
      const choose = file.prepare(
        `UPDATE subscription_preferences SET preferred_channel = @type,
           telegram_handle_encrypted = CASE WHEN @type = 'telegram' THEN 'sealed' END,
           signal_handle_encrypted = CASE WHEN @type = 'signal' THEN 'sealed' END WHERE user_id = @userId`,
      );
      const record = file.prepare(
        'UPDATE availability_promotion_recipients SET channel_type = @type WHERE user_id = @userId',
      );
      let index = 0;
      for (const type of CHANNEL_TYPES) {
        for (const { user_id: userId } of everybody.slice(index, index + people[type])) {
          choose.run({ type, userId });
          record.run({ type, userId });
        }
        index += people[type];
      }
    });
  }

  /** Sets all jobs due: nobody waits for the evening here. */
  makeDue(): void {
    const now = new Date().toISOString();
    this.write((file) => {
      file.prepare('UPDATE availability_promotion_jobs SET run_at = ?, next_run_at = ?').run(now, now);
    });
  }

  /**
   * Records a campaign for the `index`-th lot of people, with a start due at `dueAt`: what creating it would record,
   * but for a moment that is not the whole deployment's. `idOf` names people by their number, lot after lot.
   * @returns the people.
   */
  async plant(index: number, people: number, dueAt: number, idOf = userIdOf): Promise<string[]> {
    const now = this.clock.now();
    const promoterId = this.promoterOf(index);
    const userIds = Array.from({ length: people }, (_, person) => idOf(index * people + person));
    const campaign: Campaign = {
      id: randomUUID(),
      kind: 'promotion',
      date: this.today,
      timezone: ZONE,
      startAt: dueAt,
      promoterId,
      guildId: GUILD,
      request: LOOKING_ONLY,
      status: 'scheduled',
      idempotencyKey: promoterId,
      recipientCount: people,
      standbyCount: 0,
      channelsSummary: { telegram: 0, signal: 0, discord: people },
      slotFreedAt: null,
      cancelledAt: null,
      createdAt: now,
    };
    const expiresAt = lastUsefulMoment('start', dueAt);
    const job = {
      id: randomUUID(),
      campaignId: campaign.id,
      jobType: 'start',
      runAt: dueAt,
      expiresAt,
    } as const;
    const recipients = userIds.map((userId): CampaignRecipient => ({
      id: randomUUID(),
      userId,
      displayName: 'Somebody',
      status: 'LOOKING',
      channel: 'discord',
    }));
    await this.database.withTransaction(async (tx) => {
      await insertCampaign(tx, campaign, false);
      await insertRecipients(tx, campaign.id, recipients, now);
      await insertJob(tx, job, now);
    });
    return userIds;
  }

  /** Who is the promoter of the `index`-th lot. */
  promoterOf(index: number): string {
    return String(BigInt(PROMOTER) + BigInt(index));
  }

  /** Writes past Muster, on a connection of its own, in one transaction. */
  write(work: (file: SqliteFile) => void): void {
    const file = new SqliteFile(this.path, { timeout: 5_000 });
    try {
      file.transaction(() => {
        work(file);
      })();
    } finally {
      file.close();
    }
  }

  services(): ServiceContext {
    return {
      database: this.database,
      reads: new ReadOnce(this.database),
      serverMessages: () => messagesFor('en'),
      clock: this.clock,
      events: this.events,
      directory: everybody,
      presence: { voice: null, gameServer: null },
      gameServer: null,
      directMessages: { open: () => Promise.resolve('later') },
      blindIndex: new BlindIndex(['a secret of the bench']),
      calendarIndex: new BlindIndex(['a secret of the bench'], 'calendar address'),
      contacts: new ContactVault([]),
      limits: new MemoryLimits(this.clock),
      waysOut: new MemoryWaysOut(this.clock),
      linkDoors: { deepLink: () => null },
      outbox: new ChannelRegistry([instantChannel], channelTools(this.clock, this.events)),
      wakeUps: { schedule: () => undefined },
      sweep: () => undefined,
      channels: new Set(['discord'] as const),
      messagesPerSecond: { discord: 40 },
      messagesFor,
      way: () => ({ voiceUrl: null, joinAddress: null }),
      newId: randomUUID,
      live: new LiveSettings({}),
      places: { canUse: async () => ({ known: false }), hasRole: async () => ({ known: false }) },
      settings: SETTINGS,
    };
  }

  dispatch(channel: Channel = instantChannel): DispatchContext {
    return {
      database: this.database,
      clock: this.clock,
      events: this.events,
      news: NO_NEWS,
      channels: new ChannelRegistry([channel], channelTools(this.clock, this.events)),
      createFor: (...asked) => createFor(this.services(), ...asked),
      directory: everybody,
      presence: { voice: null, gameServer: null },
      blindIndex: new BlindIndex(['a secret of the bench']),
      contacts: new ContactVault([]),
      messagesFor,
      way: () => ({ voiceUrl: null, joinAddress: null }),
      liveness: new FakeLiveness(randomUUID()),
      isToldOfVoice: () => true,
      awaitsVoice: () => false,
      timezone: ZONE,
      maxAttempts: 5,
      settings: SETTINGS,
      draw: async () => new Uint8Array(),
      followUp: {
        delayMs: 90_000,
        channelId: null,
        messages: () => messagesFor('en'),
        onlyVerifiedLinks: false,
      },
      random: Math.random,
      newId: randomUUID,
      newNonce,
    };
  }

  /** A dispatcher that is woken as the scheduler inside the process wakes it. */
  dispatcher(channel: Channel): Dispatcher {
    const wake = async (jobId: string, at: number): Promise<void> => {
      await this.clock.sleep(at - this.clock.now());
      await dispatcher.wake(jobId);
    };
    const dispatcher: Dispatcher = new Dispatcher(this.dispatch(channel), {
      schedule: (jobId, at) => void wake(jobId, at),
    });
    return dispatcher;
  }

  promoter(userId = PROMOTER): Actor {
    return { userId, displayName: 'Promoter', guildId: GUILD, locale: 'en' };
  }

  /** Closes the database and leaves its file, whole, to be copied. */
  async seal(): Promise<string> {
    await this.database.close();
    return this.path;
  }

  async close(): Promise<void> {
    await this.database.close();
    this.remove();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A bridge on these services, as `buildServer` takes it; with a secret, to be asked with bearer tokens. */
export function bridgeOn(services: ServiceContext, jwtSecret: string | null = null): BridgeContext {
  return {
    services,
    settings: {
      publicUrl: null,
      allowedOrigins: [],
      trustedProxies: [],
      signInNeeds: [],
      signIn: null,
      jwtSecret,
      metricsToken: null,
    },
    readiness: () => ({ commands: true, gateway: true, scheduler: 'running', roles: [] }),
    refusals: { saw: () => undefined, heldBack: false },
    shelf: new MemoryShelf(services.clock),
    metrics: { contentType: 'text/plain', render: () => Promise.resolve('') },
  };
}
