import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressPace } from '../../src/channels/address-pace.js';
import { AnswerTurns } from '../../src/channels/answer-turns.js';
import { MemoryLimits } from '../../src/pace/memory-limits.js';
import { FakeClock } from '../support/fake-clock.js';
import { pacerOf } from '../support/in-memory.js';

const FOR_EVER = Number.POSITIVE_INFINITY;

function world(perSecond: number) {
  const clock = new FakeClock(0);
  const pacer = pacerOf(clock, perSecond);
  const begun = clock.monotonic();
  const answered: number[] = [];
  const called: number[] = [];
  const turns = new AnswerTurns(clock, pacer, perSecond);
  const passed = (): number => clock.monotonic() - begun;
  return {
    clock,
    answered,
    called,
    turns,
    answer: (until = FOR_EVER) => turns.take(until).then((slot) => slot && answered.push(passed())),
    /** Calls one after the other, each with the next slot asked for as it has its own. */
    call: async (count: number) => {
      for (let n = 0; n < count; n += 1) {
        await pacer.acquire();
        called.push(passed());
      }
    },
  };
}

describe('answers', () => {
  it('have the channel to themselves while nobody is called', async () => {
    const { clock, answer, answered } = world(10);
    for (let n = 0; n < 5; n += 1) void answer();
    await clock.advance(10_000);
    expect(answered.map(Math.round)).toEqual([0, 100, 200, 300, 400]);
  });

  it('leave the slots to calls that wait for them, but for one in ten', async () => {
    const { clock, answer, call, answered, called } = world(1);
    const ahead = Promise.all([call(30), call(30)]);
    await clock.advance(1);
    for (let n = 0; n < 10; n += 1) void answer();
    await clock.advance(40_000);
    expect(answered.length).toBeGreaterThanOrEqual(3);
    expect(answered.length).toBeLessThanOrEqual(4);
    expect(called.length).toBeGreaterThanOrEqual(36);
    await clock.advance(60_000);
    await ahead;
  });

  it('never wait for ever, and never make the channel faster than it may be', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(1, 7, 25),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 0, max: 60 }),
        async (perSecond, answers, calls) => {
          const { clock, answer, call, answered, called } = world(perSecond);
          void Promise.all([call(calls), call(calls)]);
          for (let n = 0; n < answers; n += 1) void answer();
          await clock.advance(1_000_000);
          expect(answered).toHaveLength(answers);
          const times = [...answered, ...called].sort((a, b) => a - b);
          const gaps = times.slice(1).map((time, index) => time - times[index]!);
          for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(1000 / perSecond - 1e-6);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('end their wait at a stop, for their turn as for their slot', async () => {
    const { clock, turns, call } = world(1);
    void Promise.all([call(30), call(30)]);
    await clock.advance(1);
    const stopping = new AbortController();
    const waiting = Promise.all([1, 2, 3].map(() => turns.take(FOR_EVER, stopping.signal)));
    await clock.advance(9_000);
    stopping.abort();
    expect(await waiting).toEqual([null, null, null]);
    await clock.advance(120_000);
  });

  it('are given up once it is too late for them', async () => {
    const { clock, answer, answered } = world(1);
    const until = clock.monotonic() + 2_500;
    for (let n = 0; n < 6; n += 1) void answer(until);
    await clock.advance(60_000);
    expect(answered.map(Math.round)).toEqual([0, 1000, 2000]);
  });
});

describe('one address', () => {
  it('has its time counted for everybody who writes to it, and who comes too soon knows how long', async () => {
    const clock = new FakeClock(0);
    const limits = new MemoryLimits(clock);
    const [one, other] = [1, 2].map(() => new AddressPace(clock, limits, 'telegram', 1_000));
    expect(await one!.take('ana')).toBe(0);
    await clock.advance(400);
    expect(other!.waitMs('ana')).toBe(0);
    expect(await other!.take('ana')).toBe(600);
    expect(other!.waitMs('ana')).toBe(600);
    await clock.advance(600);
    expect(await other!.take('ana')).toBe(0);
  });

  it('has no more than a message in its time, and others meanwhile', async () => {
    const clock = new FakeClock(0);
    const pace = new AddressPace(clock, new MemoryLimits(clock), 'telegram', 1_000);
    const begun = clock.monotonic();
    const had: [string, number][] = [];
    const write = async (address: string): Promise<void> => {
      for (let waitMs = await pace.take(address); waitMs > 0; waitMs = await pace.take(address)) {
        await clock.sleep(waitMs);
      }
      had.push([address, clock.monotonic() - begun]);
    };
    for (const address of ['ana', 'ana', 'bor']) void write(address);
    await clock.advance(5_000);
    expect(had).toEqual([
      ['ana', 0],
      ['bor', 0],
      ['ana', 1_000],
    ]);
  });
});
