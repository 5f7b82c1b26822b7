import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Failpoint, FAILPOINTS } from '../../src/domain/failpoints.js';
import { type Death, FiringRange, type Plan } from './support/campaign-under-fire.js';
import { CHANNELS, type ChannelUnderFire } from './support/channels-under-fire.js';
import { randomFrom } from './support/random.js';

/** How many campaigns are killed at random moments; `MUSTER_SEED` replays one of them. */
const RANDOM_MOMENTS = Number(process.env['MUSTER_RANDOM_KILLS'] ?? 40);
const REPLAYED = process.env['MUSTER_SEED'];
const SEEDS = REPLAYED
  ? REPLAYED.split(',').map(Number)
  : Array.from({ length: RANDOM_MOMENTS }, (_, index) => index + 1);
/** Beside Discord, which asks again, the others do the same work with less that can go wrong: fewer moments tell. */
const seedsFor = ({ knowsNonces }: ChannelUnderFire): number[] =>
  knowsNonces || REPLAYED ? SEEDS : SEEDS.slice(0, Math.ceil(SEEDS.length / 5));
function passesFor({ type, knowsNonces }: ChannelUnderFire, at: Failpoint): readonly number[] {
  // No answer of Signal's makes anybody wait for a second try, so no job is given back meanwhile.
  if (type === 'signal' && at === 'release.after') return [];
  return knowsNonces ? PASSES[at] : PASSES[at].slice(0, 2);
}

/** At which passes of each step the process dies. Twelve people, two jobs: the steps of one person come often. */
const PASSES: Readonly<Record<Failpoint, readonly number[]>> = {
  'create.before': [1],
  'create.after': [1],
  wake: [1, 2],
  sweep: [1, 2, 4],
  'claim.before': [1, 2],
  'claim.after': [1, 2],
  'reserve.before': [1, 5, 14],
  'reserve.after': [1, 4, 11, 15],
  'send.after': [1, 6, 11, 16],
  'settle.before': [1, 2, 7, 12, 18],
  'settle.after': [1, 3, 11, 17],
  'skip.after': [1, 2],
  'release.after': [1],
  'conclude.before': [1, 2],
  'conclude.after': [1, 2],
  'recover.before': [1],
  'recover.after': [1],
};
/** What a process that takes up work dies of, and how the one before it left that work. */
const RECOVERY: readonly Failpoint[] = ['recover.before', 'recover.after'];
const LEFT_IN_THE_MIDDLE: Death = { at: 'send.after', pass: 3 };

function deathsAt(at: Failpoint, pass: number): Death[] {
  const death = { at, pass };
  return RECOVERY.includes(at) ? [LEFT_IN_THE_MIDDLE, death] : [death];
}

let range: FiringRange;
let kills = 0;

beforeAll(async () => {
  range = await FiringRange.open();
});

afterAll(() => {
  range.close();
  process.stdout.write(`Processes killed: ${kills}\n`);
});

async function expectNoFaults(plan: Plan): Promise<void> {
  const ending = await range.run(plan);
  kills += ending.kills;
  expect(ending.faults).toEqual([]);
}

const [DISCORD] = CHANNELS as [ChannelUnderFire];
/** Where the process dies after the start: among nine nudges (after 23 calls), and around the summary that follows. */
const IN_THE_FOLLOW_UP: readonly Death[] = [
  { at: 'claim.after', pass: 3 },
  { at: 'skip.after', pass: 5 },
  { at: 'reserve.before', pass: 26 },
  { at: 'reserve.after', pass: 25 },
  { at: 'send.after', pass: 28 },
  { at: 'settle.before', pass: 30 },
  { at: 'conclude.before', pass: 3 },
  { at: 'conclude.after', pass: 3 },
  { at: 'reserve.after', pass: 33 },
  { at: 'send.after', pass: 33 },
  { at: 'settle.before', pass: 33 },
  { at: 'settle.after', pass: 33 },
];

describe.skipIf(REPLAYED !== undefined)('discord: killed after the start, at', () => {
  it.concurrent.each(IN_THE_FOLLOW_UP)('%o', async (death) => {
    await expectNoFaults({ channel: DISCORD, deaths: [death], followUp: true });
  });

  it.concurrent('the last nudge and again at the summary, and started again five minutes later', async () => {
    const deaths: Death[] = [
      { at: 'send.after', pass: 32 },
      { at: 'send.after', pass: 1 },
    ];
    await expectNoFaults({ channel: DISCORD, deaths, deadForMs: 5.5 * 60_000, followUp: true });
  });
});

/** Where the process of a dry run dies: among twelve people of whom nobody is called, and around its two reports. */
const IN_A_DRY_RUN: readonly Death[] = [
  { at: 'claim.after', pass: 1 },
  { at: 'reserve.before', pass: 1 },
  { at: 'reserve.before', pass: 2 },
  { at: 'reserve.after', pass: 1 },
  { at: 'reserve.after', pass: 2 },
  { at: 'send.after', pass: 1 },
  { at: 'send.after', pass: 2 },
  { at: 'settle.before', pass: 1 },
  { at: 'settle.after', pass: 2 },
  { at: 'conclude.before', pass: 1 },
  { at: 'conclude.after', pass: 2 },
];

describe.skipIf(REPLAYED !== undefined)('a dry run: killed at', () => {
  it.concurrent.each(IN_A_DRY_RUN)('%o', async (death) => {
    await expectNoFaults({ channel: DISCORD, deaths: [death], dryRun: true });
  });

  it.concurrent.each(['reserve.after', 'send.after', 'settle.before'] as const)(
    '%s of a report, and started again five minutes later',
    async (at) => {
      await expectNoFaults({
        channel: DISCORD,
        deaths: [{ at, pass: 1 }],
        deadForMs: 5.5 * 60_000,
        dryRun: true,
      });
    },
  );
});

for (const channel of CHANNELS) {
  describe.skipIf(REPLAYED !== undefined)(`${channel.type}: killed at`, () => {
    for (const at of FAILPOINTS) {
      it.concurrent.each(passesFor(channel, at))(`${at}, pass %i`, async (pass) => {
        await expectNoFaults({ channel, deaths: deathsAt(at, pass) });
      });
    }

    it.concurrent('three steps, one after the other', async () => {
      const deaths: Death[] = [
        { at: 'send.after', pass: 2 },
        { at: 'reserve.after', pass: 2 },
        { at: 'settle.before', pass: 2 },
      ];
      await expectNoFaults({ channel, deaths });
    });
  });

  describe.skipIf(REPLAYED !== undefined)(
    `${channel.type}: killed, and started again five minutes later, at`,
    () => {
      it.concurrent.each(['reserve.after', 'send.after', 'settle.before'] as const)('%s', async (at) => {
        await expectNoFaults({ channel, deaths: [{ at, pass: 5 }], deadForMs: 5.5 * 60_000 });
      });
    },
  );

  describe(`${channel.type}: killed at a random moment`, () => {
    it.concurrent.each(seedsFor(channel))('MUSTER_SEED=%i', async (seed) => {
      const random = randomFrom(seed);
      const deaths: Death[] = [{ afterMs: random() * 1_800 }];
      while (deaths.length < 3 && random() < 0.35) deaths.push({ afterMs: random() * 900 });
      await expectNoFaults({ channel, deaths });
    });
  });
}
