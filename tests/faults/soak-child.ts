/**
 * A Muster that lives through days with the clock in its own hands: real database, dispatcher, services, scheduler and
 * log, on a channel and a directory that keep nothing. At every half hour it collects its garbage and says, one JSON
 * object a line, how much heap is in use and how many messages have left. Needs `--expose-gc`.
 */
import { NO_NEWS } from '../../src/domain/news.js';
import { LiveSettings } from '../../src/domain/live-settings.js';
import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { container } from '@sapphire/framework';
import { ChannelRegistry } from '../../src/channels/registry.js';
import { Dispatcher } from '../../src/dispatch/dispatcher.js';
import { addDays, instantOf, localDate } from '../../src/domain/local-time.js';
import { MemoryWaysOut } from '../../src/domain/ways-out.js';
import { messagesFor } from '../../src/messages/catalog.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { logSubscriber } from '../../src/observability/log-subscriber.js';
import { createLogger } from '../../src/observability/logger.js';
import { Database } from '../../src/persistence/engine/database.js';
import { ReadOnce } from '../../src/persistence/engine/read-once.js';
import { EmbeddedTaskHandler } from '../../src/scheduling/embedded-task-handler.js';
import { SWEEP_INTERVAL_MS } from '../../src/scheduling/sweep-watch.js';
import { TaskWakeUps } from '../../src/scheduling/task-wake-ups.js';
import { applyRetention } from '../../src/upkeep/apply-retention.js';
import { backUpNightly } from '../../src/upkeep/back-up.js';
import type { ServiceContext, ServiceSettings } from '../../src/services/context.js';
import { createCampaign, createFor } from '../../src/services/create-campaign.js';
import { BlindIndex } from '../../src/vault/blind-index.js';
import { ContactVault } from '../../src/vault/contact-vault.js';
import { FakeClock } from '../support/fake-clock.js';
import { FakeLiveness } from '../support/fake-liveness.js';
import type { SoakOrders, SoakSaid } from './support/soak.js';
import { channelTools } from '../support/in-memory.js';

const ZONE = 'Europe/Ljubljana';
const HALF_HOUR = 30 * 60_000;
const orders = JSON.parse(process.env['MUSTER_SOAK_ORDERS'] ?? '') as SoakOrders;
const people = Array.from({ length: orders.people }, (_, n) => `p${String(n)}`);
const say = (what: SoakSaid): void => void process.stdout.write(`${JSON.stringify(what)}\n`);

const clock = new FakeClock(orders.beginsAt);
const events = new SimpleEventBus();
const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
events.on(logSubscriber(createLogger({ level: 'info', pretty: false, secrets: [], destination: nowhere })));
const count = { sent: 0, backups: 0, retentions: 0, errors: 0 };
events.on((event) => {
  if (event.type === 'backup_made') count.backups += 1;
  if (event.type === 'retention') count.retentions += 1;
  if (['backup_failed', 'job_error', 'background_error'].includes(event.type)) count.errors += 1;
});

const database = await Database.open(orders.databasePath);
// What is looked for is in memory, not on the disk.
await database['writer'].sql`PRAGMA synchronous = OFF`;
const tools = channelTools(clock, events);
const channels = new ChannelRegistry(
  [
    {
      type: 'discord',
      messagesPerSecond: 40,
      nonceWindowMs: 120_000,
      addressIntervalMs: 0,
      timeoutMs: 10_000,
      send: async () => {
        await clock.sleep(100);
        count.sent += 1;
        return { kind: 'sent', messageId: String(count.sent) };
      },
    },
  ],
  tools,
);
const members = new Set([...people, 'promoter']);
const shared = {
  database,
  clock,
  events,
  directory: {
    member: async (userId: string) =>
      ({ known: true, value: { userId, displayName: userId, isAdmin: false, roleIds: [] } }) as const,
    membersAmong: async () => ({ known: true, value: members }) as const,
    knownMember: (userId: string) => members.has(userId),
    guildName: () => null,
  },
  blindIndex: new BlindIndex(['a secret']),
  calendarIndex: new BlindIndex(['a secret'], 'calendar address'),
  contacts: new ContactVault([]),
  messagesFor,
  way: () => ({ voiceUrl: null, joinAddress: null }),
  newId: randomUUID,
  presence: { voice: null, gameServer: null },
  gameServer: null,
};
const settings: ServiceSettings = {
  guildId: 'guild',
  promotionsEnabled: true,
  timezone: ZONE,
  reminderTime: '20:45:00',
  startTime: '21:00:00',
  globalCooldown: true,
  dryRunDefault: false,
  promoterIds: new Set(['promoter']),
  promoterRoleIds: new Set(),
  retentionDays: 2,
  linkIntervalSeconds: 30,
  followUpDelaySeconds: 90,
  sessionReadyThreshold: 6,
  playerLinkPolicy: 'self',
  pageUrl: null,
  boardChannelId: null,
  boardTime: '10:00:00',
  sessionMinimum: 0,
};
const wakeUps = new TaskWakeUps(clock, events);
const dispatcher = new Dispatcher(
  {
    ...shared,
    news: NO_NEWS,
    channels,
    createFor: (...asked) => createFor(context, ...asked),
    liveness: new FakeLiveness(randomUUID()),
    isToldOfVoice: () => true,
    awaitsVoice: () => false,
    timezone: ZONE,
    maxAttempts: 5,
    settings,
    draw: async () => new Uint8Array(),
    followUp: {
      delayMs: 90_000,
      channelId: null,
      messages: () => messagesFor('en'),
      onlyVerifiedLinks: false,
    },
    random: Math.random,
    newNonce: () => randomUUID().slice(0, 24),
  },
  wakeUps,
);
const context: ServiceContext = {
  ...shared,
  serverMessages: () => messagesFor('en'),
  wakeUps,
  sweep: () => undefined,
  directMessages: { open: async () => 'later' },
  limits: tools.limits,
  waysOut: new MemoryWaysOut(clock),
  linkDoors: { deepLink: () => null },
  reads: new ReadOnce(database),
  outbox: channels,
  channels: channels.configured,
  messagesPerSecond: {},
  live: new LiveSettings({}),
  places: { canUse: async () => ({ known: false }), hasRole: async () => ({ known: false }) },
  settings,
};
const backups = {
  databasePath: orders.databasePath,
  folder: `${orders.databasePath}.backups`,
  keep: 2,
  clock,
  events,
};

const pieces = [
  { name: 'promotion-sweep', interval: SWEEP_INTERVAL_MS, run: () => dispatcher.sweep() },
  { name: 'promotion-job', run: ({ jobId }: { jobId: string }) => dispatcher.wake(jobId) },
  { name: 'backup', pattern: '2 5 * * *', timezone: ZONE, run: () => backUpNightly(backups) },
  { name: 'retention', pattern: '17 5 * * *', timezone: ZONE, run: () => applyRetention(context) },
];
const store = {
  get: (name: string) => pieces.find((piece) => piece.name === name),
  repeatedTasks: pieces.filter((piece) => piece.name !== 'promotion-job'),
};
container.client = { emit: () => true } as never;
const tasks = new EmbeddedTaskHandler(clock, () => store as never);
wakeUps.useTasks(tasks as never);

await seed();
await tasks.createRepeated();
const endsAt = clock.now() + orders.hours * 2 * HALF_HOUR;
say({ at: clock.now(), heap: heap(), ...count });
while (clock.now() < endsAt) {
  const before = localDate(clock.now(), ZONE);
  if (clock.now() >= instantOf(before, '18:00', ZONE)) await tonight(before);
  await clock.advance(HALF_HOUR);
  say({ at: clock.now(), heap: heap(), ...count });
}
await tasks.close();
await dispatcher.drain();
await database.close();
process.exit(0);

function heap(): number {
  for (let turn = 0; turn < 3; turn += 1) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** Everybody opted in and looks for a game every evening. */
async function seed(): Promise<void> {
  const at = new Date(clock.now()).toISOString();
  const first = localDate(clock.now(), ZONE);
  await database.withTransaction(async (tx) => {
    for (const userId of [...people, 'promoter']) {
      await tx.sql`INSERT INTO player_links VALUES (${userId}, ${userId}, ${userId}, NULL, ${at}, ${at})`;
    }
    for (const userId of people) {
      await tx.sql`
        INSERT INTO subscription_preferences
          (user_id, allow_promotions, preferred_channel, discord_dms, discord_dm_channel_id, timezone, locale,
           created_at, updated_at)
        VALUES (${userId}, 1, 'any', 1, ${userId}, ${ZONE}, 'en', ${at}, ${at})`;
      for (let day = 0; day <= orders.hours / 24; day += 1) {
        const id = `${userId} on day ${String(day)}`;
        await tx.sql`
          INSERT INTO availability_entries
          VALUES (${id}, ${userId}, ${userId}, ${addDays(first, day)}, 'LOOKING', ${at}, ${at})`;
      }
    }
  });
}

/** The promoter asks for tonight's campaign; asked again, they get the same one back. */
async function tonight(date: string): Promise<void> {
  if (clock.now() >= instantOf(date, '20:30', ZONE)) return;
  const promoter = { userId: 'promoter', displayName: 'Promoter', guildId: 'guild', locale: 'en' };
  const created = await createCampaign(context, promoter, {
    includeAvailable: false,
    includeMaybe: false,
    dryRun: false,
  });
  if (!created.ok) throw new Error(created.refusal.code);
}
