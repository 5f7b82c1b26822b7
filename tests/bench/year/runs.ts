import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Dispatcher } from '../../../src/dispatch/dispatcher.js';
import { lastUsefulMoment } from '../../../src/domain/schedule.js';
import { makeBackup } from '../../../src/persistence/file/backup.js';
import { insertJob } from '../../../src/persistence/stores/job-store.js';
import { applyRetention } from '../../../src/upkeep/apply-retention.js';
import { grownUserId } from '../../support/grown-database.js';
import { type BenchResult, timed } from '../result.js';
import { delayDuring, GOAL_MS } from '../upkeep.bench.js';
import type { BenchWorld } from '../world.js';
import { compare, compareWork, group, ms, type Pair } from './compare.js';
import { EVENINGS, PEOPLE } from './database.js';

const DAY = 86_400_000;
const CALLED = 40;
const ROUNDS = 9;
const SWEEPS = 50;
/** The last of the people are called, two of four of whom look for a game; commands and routes have the others. */
const FIRST_CALLED = PEOPLE - CALLED * (ROUNDS + 1) * 2;
const SIZE = `${String(EVENINGS)} evenings of ${String(PEOPLE)}`;

/** What the scheduler does in the course of an evening: the sweep, a start job, and the follow-up behind it. */
export async function runs(worlds: Pair<BenchWorld>): Promise<BenchResult> {
  const evenings = { year: new Evening(worlds.year), empty: new Evening(worlds.empty) };
  const compared = [
    await compareWork('a sweep with nothing due', evenings, SWEEPS, (evening) => evening.sweep()),
    await compare(`a start job of ${String(CALLED)}`, evenings, ROUNDS, (evening, round) =>
      evening.start(round),
    ),
    await compare(`a follow-up of ${String(CALLED)}`, evenings, ROUNDS, (evening, round) =>
      evening.followUp(round),
    ),
  ];
  return group('Scheduled runs', compared);
}

/** One dispatcher on a database, and the people it calls in each round. */
class Evening {
  readonly #dispatcher: Dispatcher;
  #here: ReadonlySet<string> = new Set();
  readonly #campaigns = new Map<number, string>();

  constructor(private readonly world: BenchWorld) {
    const voice = { inVoice: () => this.#here };
    const dispatch = world.dispatch();
    // Else nobody is missed before a minute and a half have gone by.
    const followUp = { ...dispatch.followUp, delayMs: 0 };
    const context = { ...dispatch, followUp, presence: { voice, gameServer: null } };
    this.#dispatcher = new Dispatcher(context, { schedule: () => undefined });
  }

  /** Until all is done that it found. */
  async sweep(): Promise<void> {
    await this.#dispatcher.sweep();
    await this.#dispatcher.idle();
  }

  /** @returns what it took to call everybody of the round, in milliseconds. */
  async start(round: number): Promise<number> {
    const { world } = this;
    const people = calledIn(round);
    await world.plant(round, CALLED, world.clock.now(), (index) => people[index % CALLED] ?? '');
    const [campaign] = await world.database.view.query<{ id: string }>(
      'SELECT id FROM availability_promotion_campaigns WHERE initiated_by = ? AND campaign_date = ?',
      [world.promoterOf(round), world.today],
    );
    this.#campaigns.set(round, campaign?.id ?? '');
    const took = await timed(() => this.sweep());
    await this.#expectCalled(round, CALLED);
    return took;
  }

  /** The same for those who were called in that round, of whom every other one is there. */
  async followUp(round: number): Promise<number> {
    const { world } = this;
    const campaignId = this.#campaigns.get(round) ?? '';
    const now = world.clock.now();
    this.#here = new Set(calledIn(round).filter((_, index) => index % 2 === 0));
    await world.database.withTransaction(async (tx) => {
      const expiresAt = lastUsefulMoment('follow_up', now);
      await insertJob(tx, { id: randomUUID(), campaignId, jobType: 'follow_up', runAt: now, expiresAt }, now);
    });
    const took = await timed(() => this.sweep());
    await this.#expectCalled(round, CALLED + CALLED / 2);
    return took;
  }

  /** A run that called nobody would be quick. */
  async #expectCalled(round: number, messages: number): Promise<void> {
    const [sent] = await this.world.database.view.query<{ count: number }>(
      "SELECT COUNT(*) AS count FROM availability_promotion_send_logs WHERE campaign_id = ? AND outcome = 'sent'",
      [this.#campaigns.get(round)],
    );
    if (sent?.count !== messages)
      throw new Error(`${String(sent?.count)} and not ${String(messages)} were sent`);
  }
}

function calledIn(round: number): string[] {
  return Array.from({ length: CALLED }, (_, index) => {
    const person = round * CALLED + index;
    return grownUserId(FIRST_CALLED + Math.floor(person / 2) * 4 + (person % 2));
  });
}

/** The backup and the retention of one evening: by the time they take, and by what everything else waits for them. */
export async function lookAfter({ year, empty }: Pair<BenchWorld>): Promise<BenchResult[]> {
  const large = await delayDuring(() => backUp(year));
  const small = await delayDuring(() => backUp(empty));
  const perMiB = (took: number, { path }: BenchWorld): number => took / (statSync(path).size / 2 ** 20);
  const backup = {
    what: 'the backup, by the MiB',
    year: perMiB(large.tookMs, year),
    empty: perMiB(small.tookMs, empty),
  };
  // Of the empty one yesterday goes, as if it were the day after tomorrow: of both, one evening is deleted.
  const old = await delayDuring(() => forget(year, 0, EVENINGS - 1));
  const only = await delayDuring(() => forget(empty, 2 * DAY, 0));
  const retention = { what: 'the retention of one evening', year: old.tookMs, empty: only.tookMs };
  const size = `${(statSync(year.path).size / 2 ** 20).toFixed(0)} MiB, ${SIZE}`;
  const delay = (name: string, { p99, longest, tookMs }: typeof old): BenchResult => ({
    name: `${name}, ${size}`,
    measured: `event loop delay p99 ${p99.toFixed(1)} ms`,
    baseline: `${String(GOAL_MS)} ms`,
    ratio: p99 / GOAL_MS,
    goal: { atMost: 1 },
    note: `it took ${ms(tookMs)}; the longest delay was ${ms(longest)}`,
  });
  return [
    group('Upkeep', [backup, retention]),
    delay('Backup', large),
    delay('Retention of one evening', old),
  ];
}

function backUp(world: BenchWorld): Promise<unknown> {
  return makeBackup(world.path, join(world.folder, 'backups'), 'nightly', world.clock.now());
}

async function forget(world: BenchWorld, aheadMs: number, retentionDays: number): Promise<void> {
  const services = world.services();
  const clock = {
    now: () => services.clock.now() + aheadMs,
    monotonic: () => services.clock.monotonic(),
    sleep: (ms: number, signal?: AbortSignal) => services.clock.sleep(ms, signal),
  };
  const deleted = await applyRetention({
    ...services,
    clock,
    settings: { ...services.settings, retentionDays },
  });
  if (deleted < PEOPLE) throw new Error(`only ${String(deleted)} rows went`);
}
