import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAILPOINTS } from '../../src/domain/failpoints.js';
import { havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';
import { CHANNELS, type ChannelUnderFire } from './support/channels-under-fire.js';
import { type Blow, type ClusterPlan, ClusterRange } from './support/cluster-under-fire.js';
import { randomFrom } from './support/random.js';

/** The steps of an evening that is created beforehand; a follow-up's and a restart's are killed elsewhere. */
const STEPS = FAILPOINTS.filter((at) => !/^(create|recover|wake|sweep|skip|release)/.test(at));
/** Longer than a process counts as alive without a sign of life. */
const BEYOND_TTL_MS = 12_500;
/** How many evenings are struck at random moments; `MUSTER_SEED` replays one of them. */
const REPLAYED = process.env['MUSTER_SEED'];
const SEEDS = REPLAYED
  ? REPLAYED.split(',').map(Number)
  : Array.from({ length: Number(process.env['MUSTER_RANDOM_CLUSTERS'] ?? 6) }, (_, index) => index + 1);

const [DISCORD, TELEGRAM, SIGNAL] = CHANNELS as [ChannelUnderFire, ChannelUnderFire, ChannelUnderFire];

describe.skipIf(!havePostgres)(`several processes on one PostgreSQL (${NEEDS_POSTGRES})`, () => {
  let range: ClusterRange;
  let unknown = 0;

  beforeAll(async () => {
    range = await ClusterRange.open();
  });
  afterAll(async () => {
    await range.close();
    process.stdout.write(`Messages nobody knows of whether they arrived: ${unknown}\n`);
  });

  type AtEnd = Parameters<ClusterRange['run']>[1];
  async function expectOnceEach(plan: ClusterPlan, atEnd: AtEnd): Promise<void> {
    const ending = await range.run(plan, atEnd);
    unknown += ending.unknown;
    // The first tell enough, and a process that ended in error brings its whole people with it.
    expect({ faults: ending.faults.slice(0, 8), refusals: ending.refusals }).toEqual({
      faults: [],
      refusals: 0,
    });
    if (plan.channel.knowsNonces) expect(ending.unknown).toBe(0);
  }

  it.concurrent.for(CHANNELS)('call everybody once by $type', async (channel, { onTestFinished }) => {
    await expectOnceEach({ channel, processes: 3, blows: [], reminds: true }, onTestFinished);
  });

  it.concurrent.for(STEPS)('of which all but one are killed at %s', async (at, { onTestFinished }) => {
    const blows: Blow[] = [0, 1].map((process) => ({
      process,
      how: 'kill',
      when: { at, pass: 1 + process },
    }));
    await expectOnceEach({ channel: DISCORD, processes: 3, blows }, onTestFinished);
  });

  it.concurrent.for([TELEGRAM, SIGNAL])(
    'of which one is killed between a request by $type and its record',
    async (channel, { onTestFinished }) => {
      const blows: Blow[] = [0, 1].map((process) => ({
        process,
        how: 'kill',
        when: { at: 'send.after', pass: 2 },
      }));
      await expectOnceEach({ channel, processes: 2, blows }, onTestFinished);
    },
  );

  it.concurrent.for(['reserve.after', 'send.after', 'claim.after'] as const)(
    'of which one is stopped at %s for longer than it counts as alive',
    async (at, { onTestFinished }) => {
      const blows: Blow[] = [0, 1].map((process) => ({
        process,
        how: 'stop',
        when: { at, pass: 3 },
        forMs: BEYOND_TTL_MS,
      }));
      await expectOnceEach({ channel: DISCORD, processes: 3, blows }, onTestFinished);
    },
  );

  it.concurrent.for(['cut', 'block'] as const)(
    'of which each in turn is cut off (%s)',
    async (how, { onTestFinished }) => {
      const blows: Blow[] = [0, 1, 2].map((process) => ({
        process,
        how,
        when: { afterMs: 300 + process * 150 },
        forMs: BEYOND_TTL_MS,
      }));
      await expectOnceEach({ channel: DISCORD, processes: 3, blows }, onTestFinished);
    },
  );

  it.concurrent('whose clocks are two minutes apart from the database’s', async ({ onTestFinished }) => {
    const skewsMs = [120_000, -120_000, 0];
    const blows: Blow[] = [{ process: 0, how: 'kill', when: { afterMs: 300 } }];
    await expectOnceEach({ channel: DISCORD, processes: 3, blows, skewsMs }, onTestFinished);
  });

  it.concurrent.for(SEEDS)('struck at random moments, MUSTER_SEED=%i', async (seed, { onTestFinished }) => {
    const random = randomFrom(seed);
    const processes = random() < 0.5 ? 3 : 5;
    const channel = CHANNELS[Math.floor(random() * CHANNELS.length)]!;
    const blows: Blow[] = Array.from({ length: 4 }, () => ({
      process: Math.floor(random() * processes),
      how: random() < 0.7 ? 'kill' : 'cut',
      when: { afterMs: random() * 1_500 },
      forMs: 200 + random() * 3_000,
    }));
    await expectOnceEach({ channel, processes, blows }, onTestFinished);
  });
});
