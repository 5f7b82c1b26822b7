import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Gathering, LAST_HOUR_MS, type Tidings, tidingsOf } from '../../src/domain/ready.js';

const START_AT = Date.parse('2026-03-10T20:00:00.000Z');
const gathering = (more: Partial<Gathering> = {}): Gathering => ({
  startAt: START_AT,
  looking: 6,
  threshold: 6,
  told: new Set(),
  ...more,
});
const told = (...tidings: Tidings[]): ReadonlySet<Tidings> => new Set(tidings);

describe('what is told of a session', () => {
  it('is that it is on, from the moment enough are looking until it starts, once', () => {
    const morning = START_AT - 12 * LAST_HOUR_MS;
    expect(tidingsOf(morning, gathering())).toBe('ready');
    expect(tidingsOf(morning, gathering({ looking: 9 }))).toBe('ready');
    expect(tidingsOf(START_AT - 1, gathering({ told: told('one_short') }))).toBe('ready');
    expect(tidingsOf(START_AT, gathering())).toBeNull();
    expect(tidingsOf(morning, gathering({ told: told('ready') }))).toBeNull();
  });

  it('is that one more would do, in the last hour alone, once, and not after it was on', () => {
    const lastHour = START_AT - LAST_HOUR_MS;
    expect(tidingsOf(lastHour - 1, gathering({ looking: 5 }))).toBeNull();
    expect(tidingsOf(lastHour, gathering({ looking: 5 }))).toBe('one_short');
    expect(tidingsOf(lastHour, gathering({ looking: 4 }))).toBeNull();
    expect(tidingsOf(START_AT, gathering({ looking: 5 }))).toBeNull();
    expect(tidingsOf(lastHour, gathering({ looking: 5, told: told('one_short') }))).toBeNull();
    expect(tidingsOf(lastHour, gathering({ looking: 5, told: told('ready') }))).toBeNull();
  });

  it('is each at most once, and nothing after it is on, whatever the numbers do', () => {
    const step = fc.record({
      after: fc.integer({ min: 0, max: 40 * 60_000 }),
      looking: fc.integer({ min: 0, max: 4 }),
      threshold: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let now = START_AT - 3 * LAST_HOUR_MS;
        const all: Tidings[] = [];
        for (const { after, ...numbers } of steps) {
          now += after;
          const tidings = tidingsOf(now, gathering({ ...numbers, told: new Set(all) }));
          if (tidings) all.push(tidings);
        }
        expect([[], ['ready'], ['one_short'], ['one_short', 'ready']]).toContainEqual(all);
      }),
    );
  });
});
