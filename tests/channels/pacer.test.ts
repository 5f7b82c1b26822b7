import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pacer, type Slot, type SlotRequest } from '../../src/channels/pacer.js';
import type { Clock } from '../../src/domain/clock.js';
import type { Pace } from '../../src/domain/pace.js';
import { MemoryPaces } from '../../src/pace/memory-paces.js';
import { FakeClock } from '../support/fake-clock.js';
import { pacerOf } from '../support/in-memory.js';

/** Rounding in the last digit is not a request too many. */
const EPSILON_MS = 1e-6;

/** The most requests in any second that begins with one, its end excluded. */
const mostInASecond = (times: readonly number[]): number => mostIn(1_000, times);

function mostIn(perMs: number, times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return Math.max(
    0,
    ...sorted.map(
      (start, index) => sorted.slice(index).filter((time) => time < start + perMs - EPSILON_MS).length,
    ),
  );
}

async function slotOf(pacer: Pacer): Promise<Slot> {
  const slot = await pacer.acquire();
  if (!slot) throw new Error('nobody aborted');
  return slot;
}

const anyRate = fc.constantFrom(1, 2, 7, 25, 40, 49);

describe('the pacer', () => {
  it('lets the first request through at once', async () => {
    const clock = new FakeClock(0);
    await pacerOf(clock, 1).acquire();
    expect(clock.sleeping).toBe(0);
  });

  it('never lets more than its rate through in any second, and keeps the order', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyRate,
        fc.array(fc.record({ pause: fc.nat({ max: 400 }), burst: fc.integer({ min: 1, max: 30 }) }), {
          minLength: 1,
          maxLength: 5,
        }),
        async (rate, arrivals) => {
          const clock = new FakeClock(0);
          const pacer = pacerOf(clock, rate);
          const through: { index: number; at: number }[] = [];
          let asked = 0;
          for (const { pause, burst } of arrivals) {
            await clock.advance(pause);
            for (let i = 0; i < burst; i++) {
              const index = asked++;
              void pacer.acquire().then(() => through.push({ index, at: clock.monotonic() }));
            }
          }
          await clock.advance(200_000);
          expect(through.map(({ index }) => index)).toEqual(
            Array.from({ length: asked }, (_, index) => index),
          );
          expect(mostInASecond(through.map(({ at }) => at))).toBeLessThanOrEqual(rate);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('keeps its rate busy: a hundred at once take as long as ninety-nine gaps', async () => {
    const clock = new FakeClock(0);
    const pacer = pacerOf(clock, 25);
    const begun = clock.monotonic();
    const times: number[] = [];
    for (let i = 0; i < 100; i++) void pacer.acquire().then(() => times.push(clock.monotonic() - begun));
    expect(pacer.backlogMs()).toBe(4000);
    await clock.advance(10_000);
    expect(times).toHaveLength(100);
    expect(times.at(-1)).toBeCloseTo(99 * 40);
    expect(pacer.backlogMs()).toBe(0);
  });

  it('does not save up for a burst what was not used', async () => {
    const clock = new FakeClock(0);
    const pacer = pacerOf(clock, 10);
    await clock.advance(60_000);
    const times: number[] = [];
    for (let i = 0; i < 20; i++) void pacer.acquire().then(() => times.push(clock.monotonic()));
    await clock.advance(5_000);
    expect(mostInASecond(times)).toBe(10);
  });

  it('gives the last slot that was given back to whoever asks next', async () => {
    const clock = new FakeClock(0);
    const pacer = pacerOf(clock, 1);
    pacer.giveBack(await slotOf(pacer));
    await pacer.acquire();
    expect(clock.sleeping).toBe(0);
  });

  it('gives one that is given back to nobody whom it does not fit', async () => {
    const clock = new FakeClock(0);
    const pacer = pacerOf(clock, 10);
    const begun = clock.monotonic();
    const one = await slotOf(pacer);
    const two = pacer.acquire(undefined, { requests: 2 }).then(() => clock.monotonic() - begun);
    await clock.advance(50);
    pacer.giveBack(one);
    await clock.advance(10_000);
    expect(await two).toBe(200);
  });

  it('has nothing reserved for those who stop waiting', async () => {
    const clock = new FakeClock(0);
    const pacer = pacerOf(clock, 1);
    const stop = new AbortController();
    const first = await slotOf(pacer);
    const waiting = Array.from({ length: 4 }, () => pacer.acquire(stop.signal));
    expect(pacer.backlogMs()).toBe(5000);
    stop.abort();
    expect(await Promise.all(waiting)).toEqual([null, null, null, null]);
    expect(pacer.backlogMs()).toBe(1000);
    pacer.giveBack(first);
    expect(pacer.backlogMs()).toBe(0);
  });

  it('gives one that is given back to whoever waits, at once', async () => {
    const clock = new FakeClock(0);
    const pacer = pacerOf(clock, 1);
    const begun = clock.monotonic();
    const first = await slotOf(pacer);
    const times: number[] = [];
    for (let i = 0; i < 3; i++) void pacer.acquire().then(() => times.push(clock.monotonic() - begun));
    await clock.advance(400);
    pacer.giveBack(first);
    await clock.advance(10_000);
    expect(times).toEqual([400, 1000, 2000]);
  });

  it('lets who is due go before who waits for their turn', async () => {
    const clock = new FakeClock(0);
    const pacer = pacerOf(clock, 1);
    const order: string[] = [];
    const ask = (who: string, urgency: 'due' | 'in_turn'): void =>
      void pacer.acquire(undefined, { urgency }).then((slot) => slot && order.push(who));
    ask('first', 'in_turn');
    ask('second', 'in_turn');
    await clock.advance(500);
    ask('due', 'due');
    ask('due too', 'due');
    await clock.advance(10_000);
    expect(order).toEqual(['first', 'due', 'due too', 'second']);
  });

  it('lets parties take turns, however many requests each waits with', async () => {
    const clock = new FakeClock(0);
    const pacer = pacerOf(clock, 1);
    const order: string[] = [];
    const ask = (party: object, who: string): void =>
      void pacer.acquire(undefined, { party }).then((slot) => slot && order.push(who));
    const [one, other] = [{}, {}];
    for (const index of [1, 2, 3, 4]) ask(one, `one ${index}`);
    await clock.advance(500);
    for (const index of [1, 2]) ask(other, `other ${index}`);
    await clock.advance(10_000);
    expect(order).toEqual(['one 1', 'other 1', 'one 2', 'other 2', 'one 3', 'one 4']);
  });

  it('takes as many gaps as requests, whoever asks for them', async () => {
    const clock = new FakeClock(0);
    const pacer = pacerOf(clock, 10);
    const begun = clock.monotonic();
    const times: number[] = [];
    for (const requests of [2, 1, 2])
      void pacer.acquire(undefined, { requests }).then(() => times.push(clock.monotonic() - begun));
    await clock.advance(10_000);
    expect(times).toEqual([100, 200, 400]);
  });

  it('loses no slot to a machine that is late', async () => {
    const clock = new FakeClock(0);
    const pacer = pacerOf(clock, 10);
    const begun = clock.monotonic();
    const times: number[] = [];
    for (let i = 0; i < 8; i++) void pacer.acquire().then(() => times.push(clock.monotonic() - begun));
    await clock.suspend(100);
    await clock.advance(10_000);
    expect(times.at(-1)).toBe(700);
  });

  it('never lets more than its rate through when slots are given back, whichever and whenever', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyRate,
        fc.array(
          fc.record({
            pause: fc.nat({ max: 300 }),
            burst: fc.integer({ min: 1, max: 8 }),
            useless: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
          }),
          { minLength: 1, maxLength: 8 },
        ),
        async (rate, arrivals) => {
          const clock = new FakeClock(0);
          const pacer = pacerOf(clock, rate);
          const used: number[] = [];
          for (const { pause, burst, useless } of arrivals) {
            await clock.advance(pause);
            for (let i = 0; i < burst; i++) {
              void pacer.acquire().then((slot) => {
                if (slot && useless[i]) pacer.giveBack(slot);
                else used.push(clock.monotonic());
              });
            }
          }
          await clock.advance(200_000);
          expect(mostInASecond(used)).toBeLessThanOrEqual(rate);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('lets everybody go at once when told to stop', async () => {
    const clock = new FakeClock(0);
    const pacer = pacerOf(clock, 1);
    const stop = new AbortController();
    const waiting = [1, 2, 3].map(() => pacer.acquire(stop.signal));
    stop.abort();
    await Promise.all(waiting);
    expect(clock.sleeping).toBe(0);
  });

  it('gives nobody who is due a later slot because who waits with more requests was there before', async () => {
    const clock = new FakeClock(0);
    const pacer = pacerOf(clock, 10);
    const begun = clock.monotonic();
    const times: [string, number][] = [];
    const ask = (who: string, request: SlotRequest): void =>
      void pacer.acquire(undefined, request).then(() => times.push([who, clock.monotonic() - begun]));
    ask('first', {});
    ask('with two', { requests: 2 });
    await clock.advance(50);
    ask('due', { urgency: 'due' });
    await clock.advance(10_000);
    expect(times).toEqual([
      ['first', 0],
      ['due', 100],
      ['with two', 300],
    ]);
  });

  it('is late with its timers without a burst beside another on the same pace', async () => {
    const clock = new FakeClock(0);
    const pace = new MemoryPaces(clock).of('messages', { perSecond: 10 });
    const late: Clock = {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      sleep: (ms, signal) => clock.sleep(ms + 1_130, signal),
    };
    const used: number[] = [];
    for (const pacer of [new Pacer(late, pace), new Pacer(clock, pace)]) {
      for (let n = 0; n < 60; n += 1) void pacer.acquire().then(() => used.push(clock.monotonic()));
    }
    await clock.advance(200_000);
    expect(used).toHaveLength(120);
    expect(mostIn(1_100, used)).toBeLessThanOrEqual(11);
  });

  it('sends no burst after a sleep: what a tenth of a second lost, then its rate', async () => {
    const clock = new FakeClock(0);
    const pacer = pacerOf(clock, 40);
    const times: number[] = [];
    for (let i = 0; i < 500; i++) void pacer.acquire().then(() => times.push(clock.monotonic()));
    await clock.advance(1_000);
    const before = times.length;
    await clock.suspend(60_000);
    expect(times.length - before).toBeLessThanOrEqual(6);
    await clock.advance(1_000);
    expect(times.length - before).toBeLessThanOrEqual(46);
    await clock.advance(20_000);
    expect(times).toHaveLength(500);
  });

  it('gives nobody a slot before its moment, though all who waited for it have left', async () => {
    const clock = new FakeClock(0);
    const pacer = pacerOf(clock, 1);
    const begun = clock.monotonic();
    await slotOf(pacer);
    const stop = new AbortController();
    void pacer.acquire(stop.signal);
    await clock.advance(400);
    stop.abort();
    const next = pacer.acquire().then(() => clock.monotonic() - begun);
    await clock.advance(5_000);
    expect(await next).toBe(1_000);
  });

  describe('a slot that has grown old', () => {
    it('is good for as long as the pace says, and then put off to when there is room', async () => {
      const clock = new FakeClock(0);
      const pacer = pacerOf(clock, 10);
      const slot = await slotOf(pacer);
      await clock.advance(100);
      expect(await pacer.renewed(slot)).toBe(slot);
      await clock.advance(1);
      expect((await pacer.renewed(slot)).at).toBe(clock.monotonic());
    });

    it('waits for its new moment where others have filled the second', async () => {
      const clock = new FakeClock(0);
      const pacer = pacerOf(clock, 10);
      const old = await slotOf(pacer);
      const used: number[] = [];
      for (let i = 0; i < 30; i++) void pacer.acquire().then(() => used.push(clock.monotonic()));
      await clock.advance(1_250);
      void pacer.renewed(old).then(() => used.push(clock.monotonic()));
      await clock.advance(20_000);
      expect(used).toHaveLength(31);
      expect(mostInASecond(used)).toBeLessThanOrEqual(10);
    });

    it('is used in the end by a machine that has every answer too late', async () => {
      const clock = new FakeClock(0);
      const late: Pace = {
        perSecond: 10,
        goodForMs: 20,
        take: async (requests) => ({ requests, waitMs: 0 }),
        renew: async ({ requests }) => ({ requests, waitMs: -50 }),
        giveBack: async () => undefined,
        holds: () => true,
        backlogMs: () => 0,
      };
      const pacer = new Pacer(clock, late);
      const slot = await slotOf(pacer);
      await clock.advance(100);
      expect((await pacer.renewed(slot)).of.requests).toBe(1);
    });

    it('goes to whoever waits when it is given back, never too soon', async () => {
      const clock = new FakeClock(0);
      const pacer = pacerOf(clock, 1);
      const begun = clock.monotonic();
      const old = await slotOf(pacer);
      const times: number[] = [];
      for (let i = 0; i < 3; i++) void pacer.acquire().then(() => times.push(clock.monotonic() - begun));
      await clock.advance(2_500);
      pacer.giveBack(old);
      await clock.advance(10_000);
      expect(times).toEqual([1_000, 2_000, 3_000]);
    });
  });
});
