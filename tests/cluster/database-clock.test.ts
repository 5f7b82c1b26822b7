import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DatabaseClock } from '../../src/cluster/database-clock.js';
import { FakeClock } from '../support/fake-clock.js';

const NOON = Date.parse('2026-03-10T11:00:00.000Z');

/** A reading on its way: asked now, said after `there` ms, back after `back` ms more. */
function ask(machine: FakeClock, ahead: number, there: number, back: number) {
  const askedAt = machine.monotonic();
  return { said: machine.now() + there + ahead, askedAt, answeredAt: askedAt + there + back };
}

describe('the database’s clock', () => {
  it('is carried on by the machine’s, whatever the machine believes the time to be', async () => {
    const machine = new FakeClock(NOON);
    const clock = new DatabaseClock(machine, ask(machine, 120_000, 1, 1));
    await machine.advance(60_000);
    expect(clock.now()).toBe(NOON + 60_000 + 120_000);
    machine.step(-3_600_000);
    expect(clock.now()).toBe(NOON + 60_000 + 120_000);
    expect(clock.skewMs).toBe(-3_600_000 - 120_000);
  });

  it('is never wrong by more than half of the shortest of the last round trips', async () => {
    const trips = fc.array(
      fc.record({ there: fc.integer({ min: 0, max: 300 }), back: fc.integer({ min: 0, max: 300 }) }),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    await fc.assert(
      fc.asyncProperty(trips, fc.integer({ min: -200_000, max: 200_000 }), async (all, ahead) => {
        const machine = new FakeClock(NOON);
        const [first, ...others] = all;
        const clock = new DatabaseClock(machine, ask(machine, ahead, first!.there, first!.back));
        for (const { there, back } of others) clock.read(ask(machine, ahead, there, back));
        const shortest = Math.min(...all.map(({ there, back }) => there + back));
        expect(Math.abs(clock.now() - (machine.now() + ahead))).toBeLessThanOrEqual(shortest / 2 + 1);
        expect(clock.withinMs).toBeGreaterThanOrEqual(shortest / 2 + 1);
        expect(clock.withinMs).toBeLessThanOrEqual(shortest / 2 + 2);
      }),
    );
  });

  it('follows at once where one of the clocks was set, however good the readings before were', async () => {
    const machine = new FakeClock(NOON);
    const clock = new DatabaseClock(machine, ask(machine, 0, 0, 0));
    const since = clock.steadySince;
    await machine.advance(4_000);
    for (let n = 0; n < 8; n += 1) clock.read(ask(machine, 0, 0, 0));
    expect(clock.steadySince).toBe(since);
    clock.read(ask(machine, 30_000, 20, 20));
    expect(clock.now()).toBe(NOON + 34_000);
    expect(clock.steadySince).toBe(since + 4_040);
  });
});
