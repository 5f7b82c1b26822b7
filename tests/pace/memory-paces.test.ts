import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { besideMessages, DISCORD_ACCOUNT } from '../../src/domain/discord-budgets.js';
import type { Pace, PaceSlot } from '../../src/domain/pace.js';
import { MemoryPaces } from '../../src/pace/memory-paces.js';
import { FakeClock } from '../support/fake-clock.js';

/** Rounding in the last digit is not a request too many. */
const EPSILON_MS = 1e-6;

/** The most of these moments in any time so long, its end excluded. */
function mostIn(perMs: number, moments: readonly number[]): number {
  const sorted = [...moments].sort((a, b) => a - b);
  return Math.max(
    0,
    ...sorted.map((first, n) => sorted.slice(n).filter((at) => at < first + perMs - EPSILON_MS).length),
  );
}

/** A slot of a pace, when its requests leave (monotonic), and whether they did. */
interface Asked {
  slot: PaceSlot;
  at: number;
  left: boolean;
}

const anyRate = fc.constantFrom(0.5, 1, 2, 7, 25, 40, 48.6);

/** What may happen to a pace. */
const anything = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.nat({ max: 400 }) }) },
    fc.record({ kind: fc.constant('sleep' as const), ms: fc.integer({ min: 1_000, max: 60_000 }) }),
    fc.record({ kind: fc.constant('clock set' as const), ms: fc.integer({ min: -1e7, max: 1e7 }) }),
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('ask' as const),
        times: fc.integer({ min: 1, max: 60 }),
        waitedMs: fc.constantFrom(0, 30, 500, 60_000),
      }),
    },
    fc.record({ kind: fc.constant('give back' as const), which: fc.nat() }),
    fc.record({ kind: fc.constant('grow old' as const), which: fc.nat() }),
  ),
  { minLength: 1, maxLength: 25 },
);
type Happening = typeof anything extends fc.Arbitrary<(infer T)[]> ? T : never;

/** Plays what happens to paces that are asked in turn. @returns what left of each, in the order it was asked for. */
async function played(
  paces: readonly Pace[],
  clock: FakeClock,
  happenings: readonly Happening[],
): Promise<readonly (readonly Asked[])[]> {
  const asked = paces.map((): Asked[] => []);
  /** Slots that are not used yet. */
  const open = (): Asked[] => asked.flat().filter(({ left, at }) => left && at >= clock.monotonic());
  let turn = 0;
  for (const happening of happenings) {
    switch (happening.kind) {
      case 'pass':
        await clock.advance(happening.ms);
        break;
      case 'sleep':
        await clock.suspend(happening.ms);
        break;
      case 'clock set':
        clock.step(happening.ms);
        break;
      case 'ask':
        for (let n = 0; n < happening.times; n += 1, turn += 1) {
          const which = turn % paces.length;
          const slot = await paces[which]!.take(1, happening.waitedMs);
          asked[which]!.push({ slot, at: clock.monotonic() + slot.waitMs, left: true });
        }
        break;
      case 'give back': {
        const given = open().at(happening.which % Math.max(1, open().length));
        if (!given) break;
        given.left = false;
        await paces[asked.findIndex((each) => each.includes(given))]!.giveBack(given.slot);
        break;
      }
      case 'grow old': {
        const old = open().at(happening.which % Math.max(1, open().length));
        if (!old) break;
        const pace = paces[asked.findIndex((each) => each.includes(old))]!;
        await clock.advance(old.at - clock.monotonic() + pace.goodForMs + 1);
        old.slot = await pace.renew(old.slot);
        old.at = clock.monotonic() + old.slot.waitMs;
      }
    }
  }
  return asked;
}

const momentsOf = (asked: readonly Asked[]): number[] => asked.filter(({ left }) => left).map(({ at }) => at);

describe('a pace', () => {
  it('never gives more slots than its rate and one, in the time they take, whatever happens', async () => {
    await fc.assert(
      fc.asyncProperty(anyRate, anything, async (perSecond, happenings) => {
        const clock = new FakeClock(0);
        const [asked = []] = await played(
          [new MemoryPaces(clock).of('messages', { perSecond })],
          clock,
          happenings,
        );
        const most = Math.floor(perSecond) + 1;
        expect(mostIn((most * 1000) / perSecond, momentsOf(asked))).toBeLessThanOrEqual(most);
      }),
      { numRuns: 300 },
    );
  });

  it('serves those who ask in their order, whatever the others do', async () => {
    await fc.assert(
      fc.asyncProperty(anyRate, anything, async (perSecond, happenings) => {
        const clock = new FakeClock(0);
        const inOrder = happenings.filter(({ kind }) => kind !== 'grow old' && kind !== 'give back');
        const [asked = []] = await played(
          [new MemoryPaces(clock).of('messages', { perSecond })],
          clock,
          inOrder,
        );
        const moments = momentsOf(asked);
        expect(moments).toEqual([...moments].sort((a, b) => a - b));
      }),
      { numRuns: 100 },
    );
  });

  it('wastes nothing: so many who ask at once take one gap less, and none of what was given back', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyRate,
        fc.integer({ min: 1, max: 100 }),
        fc.nat({ max: 30 }),
        async (perSecond, people, useless) => {
          const clock = new FakeClock(0);
          const pace = new MemoryPaces(clock).of('messages', { perSecond });
          const given = [];
          for (let n = 0; n < useless; n += 1) given.push(await pace.take(1, 0));
          for (const slot of given) await pace.giveBack(slot);
          const waits = [];
          for (let n = 0; n < people; n += 1) waits.push((await pace.take(1, 0)).waitMs);
          expect(waits.at(-1)).toBeCloseTo(((people - 1) * 1000) / perSecond, 5);
          expect(pace.backlogMs()).toBeCloseTo((people * 1000) / perSecond, 5);
        },
      ),
    );
  });

  it('makes up for a tenth of a second that a slow machine lost, and no more', async () => {
    const clock = new FakeClock(0);
    const pace = new MemoryPaces(clock).of('messages', { perSecond: 40 });
    await pace.take(1, 0);
    await clock.suspend(60_000);
    const waits = [];
    for (let n = 0; n < 8; n += 1) waits.push(Math.round((await pace.take(1, 60_000)).waitMs));
    expect(waits).toEqual([0, 0, 0, 0, 0, 25, 50, 75]);
  });

  it('takes as many gaps as requests', async () => {
    const clock = new FakeClock(0);
    const pace = new MemoryPaces(clock).of('messages', { perSecond: 10 });
    const waits = [];
    for (const requests of [2, 1, 2]) waits.push((await pace.take(requests, 0)).waitMs);
    expect(waits).toEqual([100, 200, 400]);
  });

  it('is the same for everybody who asks for its name', async () => {
    const clock = new FakeClock(0);
    const paces = new MemoryPaces(clock);
    await paces.of('messages', { perSecond: 10 }).take(1, 0);
    expect((await paces.of('messages', { perSecond: 10 }).take(1, 0)).waitMs).toBe(100);
    expect((await paces.of('others', { perSecond: 10 }).take(1, 0)).waitMs).toBe(0);
  });
});

describe('those who ask while their account is full', () => {
  it('keep their order, though others give back slots before them', async () => {
    const clock = new FakeClock(0);
    const paces = new MemoryPaces(clock);
    const budgets = [{ name: 'account', perSecond: 2 }];
    const [mine, theirs] = ['mine', 'theirs'].map((name) => paces.of(name, { perSecond: 1_000, budgets }));
    const given = [];
    for (let n = 0; n < 3; n += 1) given.push(await theirs!.take(1, 0));
    const first = await mine!.take(1, 0);
    for (const slot of given) await theirs!.giveBack(slot);
    const second = await mine!.take(1, 0);
    expect(first.waitMs).toBe(1_500);
    expect(mine!.backlogMs()).toBeGreaterThanOrEqual(1_500);
    expect(second.waitMs).toBeGreaterThanOrEqual(first.waitMs);
  });
});

describe('a slot that has grown old', () => {
  it('counts once, where it is now', async () => {
    const clock = new FakeClock(0);
    const paces = new MemoryPaces(clock);
    const [mine, theirs] = ['mine', 'theirs'].map((name) =>
      paces.of(name, { perSecond: 1_000, budgets: [DISCORD_ACCOUNT] }),
    );
    const old = await mine!.take(1, 0);
    for (let n = 0; n < 49; n += 1) expect((await theirs!.take(1, 0)).waitMs).toBeLessThan(50);
    await clock.advance(60);
    expect((await mine!.renew(old)).waitMs).toBe(0);
    expect((await theirs!.take(1, 0)).waitMs).toBeGreaterThan(900);
  });

  it('moves to now where there is room, and takes no slot of anybody', async () => {
    const clock = new FakeClock(0);
    const pace = new MemoryPaces(clock).of('messages', { perSecond: 40 });
    const [old] = [await pace.take(1, 0), await pace.take(1, 0)];
    await clock.advance(30);
    expect((await pace.renew(old)).waitMs).toBe(0);
    expect((await pace.take(1, 0)).waitMs).toBeCloseTo(20);
  });

  it('waits where the others have filled the time', async () => {
    const clock = new FakeClock(0);
    const pace = new MemoryPaces(clock).of('messages', { perSecond: 10 });
    const old = [await pace.take(1, 0), await pace.take(1, 0)];
    for (let n = 0; n < 11; n += 1) await pace.take(1, 0);
    await clock.advance(1_200);
    const waits = [];
    for (const slot of old) waits.push(Math.round((await pace.renew(slot)).waitMs));
    expect(waits).toEqual([100, 200]);
  });

  it('goes at once where its account has room, however full its own row is', async () => {
    const clock = new FakeClock(0);
    const rule = { perSecond: 40, budgets: [DISCORD_ACCOUNT] };
    const pace = new MemoryPaces(clock).of('messages', rule);
    const old = await pace.take(1, 0);
    for (let n = 0; n < 80; n += 1) await pace.take(1, 0);
    await clock.advance(30);
    expect((await pace.renew(old)).waitMs).toBe(0);
  });
});

describe('two budgets of one account', () => {
  /** As Discord's are: messages, and people's questions beside them. */
  function bothAt(messages: number, clock: FakeClock) {
    const paces = new MemoryPaces(clock);
    const beside = besideMessages(messages);
    return [
      paces.of('messages', { perSecond: messages, budgets: [DISCORD_ACCOUNT] }),
      paces.of('questions', { perSecond: 4, budgets: [beside, DISCORD_ACCOUNT] }),
      paces.of('reports', { perSecond: 40, budgets: [beside, DISCORD_ACCOUNT] }),
    ];
  }

  it('never draw more on it together than 49 a second, nor does what leaves late fill up a second', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(1, 20, 40, 47.3, 48),
        anything,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        async (messages, happenings, late) => {
          const clock = new FakeClock(0);
          const paces = bothAt(messages, clock);
          const moments = (await played(paces, clock, happenings)).map(momentsOf);
          const all = moments.flat();
          // 49 a second: so many, and one, in the time they take.
          expect(mostIn((50 * 1000) / 49, all)).toBeLessThanOrEqual(50);
          const goodForMs = Math.min(...paces.map((pace) => pace.goodForMs));
          const left = all.map((at) => at + goodForMs * (late.next().value ?? 0));
          expect(mostIn(1_000, left)).toBeLessThanOrEqual(50);
          const { perSecond } = besideMessages(messages);
          const beside = moments.slice(1).flat();
          expect(mostIn(((perSecond + 1) * 1000) / perSecond, beside)).toBeLessThanOrEqual(perSecond + 1);
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([1, 40, 47.3, 48])(
    'leave %d messages a second all of their slots while others ask',
    async (messages) => {
      const clock = new FakeClock(0);
      const [sends, ...others] = bothAt(messages, clock) as [Pace, ...Pace[]];
      for (let n = 0; n < 30; n += 1) for (const pace of others) await pace.take(1, 0);
      let lastAt = 0;
      const begun = clock.monotonic();
      for (let n = 0; n < messages * 10; n += 1) {
        const { waitMs } = await sends.take(1, 60_000);
        lastAt = clock.monotonic() + waitMs;
        await clock.advance(waitMs);
      }
      expect(lastAt - begun).toBeLessThanOrEqual(10_000 + 100);
    },
  );
});
