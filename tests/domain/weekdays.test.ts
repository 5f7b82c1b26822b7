import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { FEWEST_TOLD } from '../../src/domain/answer.js';
import { addDays } from '../../src/domain/local-time.js';
import type { Turnout } from '../../src/domain/turnout.js';
import { FEWEST_EVENINGS, weekdaysOf } from '../../src/domain/weekdays.js';

const MONDAY = '2026-03-02';

function evening(day: number, joined: number | null, expected = 10): Turnout {
  const date = addDays(MONDAY, day);
  return {
    campaignId: `c${day}`,
    date,
    expected,
    inVoice: null,
    onServer: null,
    joined,
    steppedIn: null,
  };
}

/** The same weekday, week after week. */
const weekly = (day: number, joined: readonly (number | null)[], expected = 10): Turnout[] =>
  joined.map((came, week) => evening(day + 7 * week, came, expected));

const anyTurnout = fc
  .tuple(fc.nat(55), fc.option(fc.nat(9)), fc.integer({ min: 1, max: 9 }))
  .map(([day, joined, expected]) => evening(day, joined, expected));

/** The same by the shortest way there is: each weekday by itself, by luxon's numbers and with fractions. */
function naive(turnouts: readonly Turnout[], threshold: number) {
  const days = [1, 2, 3, 4, 5, 6, 7].flatMap((number) => {
    const came: number[] = [];
    for (let day = 0; day < 56; day += 1) {
      const date = addDays(MONDAY, day);
      if (DateTime.fromISO(date).weekday !== number) continue;
      const known = turnouts
        .filter((turnout) => turnout.date === date && turnout.expected >= 5)
        .flatMap(({ joined }) => joined ?? []);
      if (known.length > 0) came.push(Math.max(...known));
    }
    const reached = came.filter((each) => each >= threshold).length;
    const sum = came.reduce((total, each) => total + each, 0);
    return came.length >= 3 ? [{ number, evenings: came.length, reached, came: sum }] : [];
  });
  const isAtLeast = (one: (typeof days)[number], other: (typeof days)[number]): boolean => {
    const shares = one.reached / one.evenings - other.reached / other.evenings;
    if (Math.abs(shares) > 1e-9) return shares > 0;
    return one.came / one.evenings > other.came / other.evenings - 1e-9;
  };
  const best = days.filter((day) => day.reached > 0 && days.every((other) => isAtLeast(day, other)));
  return { days, best: best.length === 1 ? best[0]! : null };
}

const NUMBER = { mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6, sun: 7 };

describe('the weekday that works', () => {
  it('is the one that reached the threshold most often, and of several the one to which more came', () => {
    const evenings = [...weekly(0, [9, 1, 1]), ...weekly(1, [6, 6, 2]), ...weekly(3, [6, 7, 2])];
    const { weekdays, best } = weekdaysOf(evenings, 6);
    expect(weekdays).toEqual([
      { weekday: 'mon', evenings: 3, reached: 1, came: 11 },
      { weekday: 'tue', evenings: 3, reached: 2, came: 14 },
      { weekday: 'thu', evenings: 3, reached: 2, came: 15 },
    ]);
    expect(best?.weekday).toBe('thu');
  });

  it('is none where two are alike, or where none ever reached the threshold', () => {
    expect(weekdaysOf([...weekly(0, [6, 6, 6]), ...weekly(1, [6, 6, 6])], 6).best).toBeNull();
    expect(weekdaysOf(weekly(0, [5, 5, 5]), 6).best).toBeNull();
  });

  it('rests on at least three evenings of which it is known who came, with five people called to each', () => {
    expect(weekdaysOf(weekly(0, [6, 6]), 6).weekdays).toEqual([]);
    expect(weekdaysOf(weekly(0, [6, 6, null]), 6).weekdays).toEqual([]);
    expect(weekdaysOf(weekly(0, [4, 4, 4], FEWEST_TOLD - 1), 4).weekdays).toEqual([]);
    expect(FEWEST_EVENINGS).toBe(3);
  });

  it('is what a naive reckoning says, in whatever order the evenings come', () => {
    fc.assert(
      fc.property(
        fc.array(anyTurnout, { maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        (turnouts, threshold) => {
          const { weekdays, best } = weekdaysOf(turnouts, threshold);
          const model = naive(turnouts, threshold);
          expect(
            weekdays.map(({ weekday, ...numbers }) => ({ number: NUMBER[weekday], ...numbers })),
          ).toEqual(model.days);
          expect(best && NUMBER[best.weekday]).toBe(model.best && model.best.number);
          expect(weekdaysOf(turnouts.toReversed(), threshold)).toEqual({ weekdays, best });
        },
      ),
    );
  });
});
