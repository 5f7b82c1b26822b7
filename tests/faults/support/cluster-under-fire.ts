import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import type { Failpoint } from '../../../src/domain/failpoints.js';
import { SimpleEventBus } from '../../../src/observability/event-bus.js';
import { PostgresConnection } from '../../../src/persistence/engine/postgres-connection.js';
import { rememberDmChannel } from '../../../src/persistence/stores/preference-store.js';
import { openGround } from '../../../src/root/ground.js';
import { SystemClock } from '../../../src/scheduling/system-clock.js';
import { DatabaseMaker } from '../../support/database-maker.js';
import type { RedisServer } from '../../../demo/servers/redis.js';
import type { PostgresServer } from '../../../demo/servers/postgres.js';
import { startPostgres, TEMPLATE } from '../../support/postgres-template.js';
import { type AtEnd, openWay, type Way } from '../../support/postgres-way.js';
import { fill } from './campaign-under-fire.js';
import { type ChannelUnderFire, CLOSED, type Provider } from './channels-under-fire.js';
import { type ChildBundle, bundleOf } from './child-bundle.js';
import type { MemberOrders, Said } from './cluster-orders.js';
import { EveningClock, Headless } from './headless.js';
import { EVENING } from './orders.js';

/** What happens to one of the processes. */
export interface Blow {
  /** Its number, from 0. */
  readonly process: number;
  /** Cut: its connections to the database end. Blocked: nothing gets through any more, and nobody says so. */
  readonly how: 'kill' | 'stop' | 'cut' | 'block';
  /** At a pass of a step, for what it does to itself; or so long (ms) after the first message's moment. */
  readonly when: { readonly at: Failpoint; readonly pass: number } | { readonly afterMs: number };
  /** How long it is stopped, cut off or blocked, in milliseconds. */
  readonly forMs?: number;
}

/** An evening with several processes, and what happens to them. */
export interface ClusterPlan {
  readonly channel: ChannelUnderFire;
  readonly processes: number;
  readonly people?: number;
  readonly blows: readonly Blow[];
  /** Whether a reminder goes out before, half a minute ahead; by default the start message alone, which stays of use for long. */
  readonly reminds?: boolean;
  /** Whether everybody's direct messages have been opened before, as they have on most evenings; by default each takes a request more. */
  readonly knowsDms?: boolean;
  /** By how much the hosts' clocks are wrong. */
  readonly skewsMs?: readonly number[];
  /** Where pace and limits lie; by default in the database. */
  readonly redis?: RedisServer;
  /** Which server is killed so long (ms) after the first message's moment, and comes back after a while: no other test may need it. */
  readonly outage?: { readonly of: 'postgres' | 'redis'; readonly afterMs: number; readonly forMs: number };
}

/** How it ended. */
export interface ClusterEnding {
  /** Everything that must not be; empty is good. */
  readonly faults: readonly string[];
  /** How often the provider answered "too many requests". */
  readonly refusals: number;
  /** How many messages nobody knows of whether they arrived. */
  readonly unknown: number;
  /** When each message arrived at Discord, and the first one's moment, in milliseconds. */
  readonly arrivals: readonly number[];
  readonly firstAt: number;
}

/** From the beginning of the evening to its first message, in milliseconds. */
const LEAD_MS = 1_500;
/** An evening with a reminder, and one that is called after it. */
const REMINDED = {
  createdAt: EVENING.createdAt,
  startTime: '20:45:30',
  firstAt: Date.parse('2026-03-10T19:45:00.000Z'),
} as const;
const LATE = {
  createdAt: EVENING.moreAt,
  startTime: '20:47:00',
  firstAt: Date.parse('2026-03-10T19:47:00.000Z'),
} as const;
/** What an evening may take beyond its last moment. */
const PATIENCE_MS = 60_000;
/** What a process ends with where it can't reach the database at its start. */
const NOT_REACHED = 75;
/** How long a supervisor takes to start a process again. */
const AGAIN_AFTER_MS = 300;
/** Below what the providers allow, as the settings are by default. */
const MESSAGES_PER_SECOND = { discord: 40, telegram: 25, signal: 25 } as const;

/** What all evenings of a file share: a server, and the program of the processes. */
export class ClusterRange {
  private constructor(
    private readonly server: PostgresServer,
    private readonly maker: DatabaseMaker,
    private readonly bundle: ChildBundle,
  ) {}

  static async open(): Promise<ClusterRange> {
    const [bundle, server] = await Promise.all([bundleOf('cluster-child'), startPostgres()]);
    return new ClusterRange(server, new DatabaseMaker(server.urlOf('postgres')), bundle);
  }

  async close(): Promise<void> {
    this.bundle.remove();
    await this.server.stop();
  }

  /** Lives an evening as planned, and asks the provider and the database what came of it. */
  async run(plan: ClusterPlan, atEnd: AtEnd): Promise<ClusterEnding> {
    const people = peopleOf(plan.people ?? 40);
    const provider = await plan.channel.start(people, true);
    atEnd(() => provider.stop());
    const url = await this.maker.make(TEMPLATE, atEnd);
    const orders = await plannedEvening(url, provider, plan, people);
    const members = await Promise.all(
      Array.from({ length: plan.processes }, async (_, index) => {
        const way = await openWay(url, atEnd);
        const own = {
          ...orders,
          databaseUrl: way.url,
          sessionUrl: way.url,
          skewMs: plan.skewsMs?.[index] ?? 0,
        };
        return new Member(
          this.bundle,
          own,
          way,
          plan.blows.filter(({ process }) => process === index),
        );
      }),
    );
    atEnd(() => members.forEach((member) => member.end()));
    await Promise.all(members.map(({ begun }) => begun));
    // It is the database's time that counts, and its server runs here.
    const { firstAt } = plan.reminds ? REMINDED : LATE;
    const offset = firstAt - LEAD_MS - Date.now();
    const lives = members.map((member) => member.live(offset));
    await this.#strike(plan);
    const arrivals = (): number[] =>
      provider.discord.traffic
        .where({ route: 'POST /channels/:id/messages', status: 200 })
        .map(({ at }) => at);
    const judgement = await judged(url, provider, {
      people,
      channel: plan.channel,
      reminds: plan.reminds ?? false,
      faults: (await Promise.all(lives)).flat(),
    });
    return { ...judgement, arrivals: arrivals(), firstAt: firstAt - offset };
  }

  /** Kills a server for a while. */
  async #strike({ outage, redis }: ClusterPlan): Promise<void> {
    if (!outage) return;
    const server = outage.of === 'redis' ? redis : this.server;
    await wait(LEAD_MS + outage.afterMs);
    await server?.kill();
    await wait(outage.forMs);
    await server?.resume();
  }
}

/** Ids as Discord has them; the one with closed direct messages is among them. */
function peopleOf(count: number): string[] {
  const others = Array.from({ length: count - 1 }, (_, index) =>
    String(3_000_000_000_000_000_00n + BigInt(index)),
  );
  return [...others, CLOSED];
}

/** Fills the database and creates the campaign. @returns what every process is told. */
async function plannedEvening(
  url: string,
  provider: Provider,
  { channel, reminds = false, redis, knowsDms = false }: ClusterPlan,
  people: readonly string[],
): Promise<Omit<MemberOrders, 'databaseUrl' | 'sessionUrl' | 'offset'>> {
  const { createdAt, startTime } = reminds ? REMINDED : LATE;
  const events = new SimpleEventBus();
  const place = { kind: 'postgres', url, sessionUrl: url } as const;
  const { discord } = provider;
  const ground = await openGround({ database: place, discord, contactKeys: [] }, new SystemClock(), events);
  const orders = {
    discord: { apiUrl: discord.url, token: discord.token, guildId: discord.guildId },
    channels: [provider.orders],
    promoterId: people[0]!,
    createdAt,
    startTime,
    messagesPerSecond: MESSAGES_PER_SECOND[channel.type],
    ...(redis && { redisUrl: redis.url }),
  };
  await fill(ground.database, people, null);
  if (knowsDms) {
    await ground.database.withTransaction(async (tx) => {
      for (const id of people)
        await rememberDmChannel(tx, id, discord.world.dmWith(id).id, EVENING.createdAt);
    });
  }
  const clock = new EveningClock(() => undefined, ground.clock);
  const muster = Headless.on(ground, orders, clock, events);
  await muster.create();
  await ground.close();
  return orders;
}

/** One of the processes, started again by its supervisor whenever it is killed. */
class Member {
  /** Resolves once it waits for the evening to begin. */
  readonly begun: Promise<void>;
  readonly #faults: string[] = [];
  #child: ChildProcess;
  #isOver = false;

  constructor(
    private readonly bundle: ChildBundle,
    private readonly orders: MemberOrders,
    private readonly way: Way,
    private readonly blows: readonly Blow[],
  ) {
    const itself = blows.map(({ how, when }) => (isOwn(how) && 'at' in when ? { how, ...when } : null));
    const blow = itself.find((each) => each !== null);
    this.#child = this.#start(blow ? { ...orders, blow } : orders);
    const { stdout } = this.#child;
    this.begun = once(createInterface({ input: stdout! }), 'line').then(() => undefined);
  }

  /** Lives the evening. @returns what went wrong. */
  async live(offset: number): Promise<string[]> {
    const until = Date.now() + PATIENCE_MS;
    this.#child.stdin!.end(`${offset}\n`);
    for (const blow of this.blows) void this.#strike(blow, Date.now() + LEAD_MS);
    for (;;) {
      const timer = setTimeout(() => this.#child.kill('SIGKILL'), Math.max(0, until - Date.now()));
      const { exitCode, signalCode } = this.#child;
      if (exitCode === null && signalCode === null) await once(this.#child, 'exit');
      clearTimeout(timer);
      const { exitCode: code } = this.#child;
      if (code === 0) break;
      if (code !== null && code !== NOT_REACHED) this.#faults.push(`a process ended with ${code}`);
      if (Date.now() >= until) {
        this.#faults.push('a process did not come to its end');
        break;
      }
      await wait(AGAIN_AFTER_MS);
      this.#child = this.#start({ ...this.orders, offset });
    }
    this.#isOver = true;
    return this.#faults;
  }

  end(): void {
    this.#isOver = true;
    this.#child.kill('SIGKILL');
  }

  async #strike({ how, when, forMs = 0 }: Blow, firstAt: number): Promise<void> {
    if ('at' in when) return;
    await wait(Math.max(0, firstAt + when.afterMs - Date.now()));
    if (this.#isOver) return;
    const child = this.#child;
    switch (how) {
      case 'kill':
        child.kill('SIGKILL');
        return;
      case 'stop':
        child.kill('SIGSTOP');
        await wait(forMs);
        child.kill('SIGCONT');
        return;
      case 'cut':
      case 'block':
        if (how === 'cut') this.way.cut();
        else this.way.block();
        await wait(forMs);
        this.way.mend();
    }
  }

  #start(orders: MemberOrders): ChildProcess {
    const child = spawn(process.execPath, ['--no-opt', '--no-warnings', this.bundle.file], {
      env: { PATH: process.env['PATH'], MUSTER_CHILD_ORDERS: JSON.stringify(orders) },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as Said;
      if (said.said === 'stops') void this.#letStandStill(child);
    });
    createInterface({ input: child.stderr }).on('line', (line) => this.#faults.push(line));
    return child;
  }

  async #letStandStill(child: ChildProcess): Promise<void> {
    await wait(this.blows.find(({ how }) => how === 'stop')?.forMs ?? 0);
    child.kill('SIGCONT');
  }
}

function isOwn(how: Blow['how']): how is 'kill' | 'stop' {
  return how === 'kill' || how === 'stop';
}

interface Row {
  readonly job_type: string;
  readonly user_id: string;
  readonly finals: number;
  readonly outcome: string | null;
  readonly reason: string | null;
}

/** Everything that must not be, by the provider's own list and the records. */
async function judged(
  url: string,
  provider: Provider,
  evening: {
    people: readonly string[];
    channel: ChannelUnderFire;
    reminds: boolean;
    faults: readonly string[];
  },
): Promise<Omit<ClusterEnding, 'arrivals' | 'firstAt'>> {
  const { people, channel, reminds } = evening;
  const faults = [...evening.faults];
  const connection = await PostgresConnection.open({ url });
  const rows = await connection.sql<Row>`
    SELECT j.job_type, r.user_id, COUNT(l.id) AS finals, MIN(l.outcome) AS outcome, MIN(l.reason) AS reason
    FROM availability_promotion_jobs j
    JOIN availability_promotion_recipients r ON r.campaign_id = j.campaign_id AND r.tier = 'recipient'
    LEFT JOIN availability_promotion_send_logs l ON l.job_id = j.id AND l.user_id = r.user_id AND l.is_final
    GROUP BY j.id, j.job_type, r.user_id`;
  const open = await connection.sql`SELECT 1 FROM notifications_ledger WHERE state IN ('sending', 'retry')`;
  await connection.close();
  if (open.length > 0) faults.push(`${open.length} rows are left under way`);
  if (rows.length !== (reminds ? 2 : 1) * people.length) faults.push(`${rows.length} people in all jobs`);
  const delivered = provider
    .delivered()
    .map(({ userId, text }) => `${isReminder(text) ? 'reminder' : 'start'} to ${userId}`);
  let unknown = 0;
  for (const { job_type: jobType, user_id: userId, finals, outcome, reason } of rows) {
    const who = `${jobType} to ${userId}`;
    const has = delivered.filter((each) => each === who).length;
    const fate = reason === null ? String(outcome) : `${outcome}(${reason})`;
    if (finals !== 1) faults.push(`${who}: ${finals} final rows`);
    if (has > 1) faults.push(`${who}: delivered ${has} times`);
    if (userId === CLOSED) {
      if (has > 0) faults.push(`${who}: delivered to a closed door`);
      continue;
    }
    // Where nobody can be asked again, what was under way at a death may have arrived or not.
    if (outcome === 'unknown' && !channel.knowsNonces) unknown += 1;
    else if (outcome !== 'sent' || has !== 1) faults.push(`${who}: ${fate}, and there ${has} times`);
  }
  return { faults, refusals: provider.refusals(), unknown };
}

function isReminder(text: string): boolean {
  return text.includes(' starts in ');
}
