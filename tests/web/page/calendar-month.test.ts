import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { monthOf, monthsAfter, rangeAround, weeksOf } from '../../../web/src/page/calendar-month.js';

const month = fc
  .tuple(fc.integer({ min: 2000, max: 2200 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, number]) => `${String(year)}-${String(number).padStart(2, '0')}`);

describe('the months', () => {
  test('reach from a month back to three months ahead, whatever clocks do', () => {
    expect(rangeAround('2026-03-10')).toEqual({ from: '2026-02-07', to: '2026-06-08' });
  });

  test('follow one another across years', () => {
    expect([monthsAfter('2026-12', 1), monthsAfter('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
  });

  test('are written in weeks, as calendars show them', () => {
    const [first, ...others] = weeksOf('2026-03', 1);
    expect(first).toEqual([null, null, null, null, null, null, '2026-03-01']);
    expect(others).toHaveLength(5);
    expect(weeksOf('2026-03', 0)).toHaveLength(5);
  });

  test('have each of their days once, in order, under its weekday', () => {
    fc.assert(
      fc.property(month, fc.integer({ min: 0, max: 6 }), (of, firstWeekday) => {
        const weeks = weeksOf(of, firstWeekday);
        const days = weeks.flat().filter((date) => date !== null);
        const [year, number] = of.split('-').map(Number);
        expect(days).toHaveLength(new Date(Date.UTC(Number(year), Number(number), 0)).getUTCDate());
        expect(days).toEqual([...days].sort());
        expect(days.every((date) => monthOf(date) === of)).toBe(true);
        for (const week of weeks) {
          expect(week).toHaveLength(7);
          expect(week.some((date) => date !== null)).toBe(true);
          for (const [index, date] of week.entries()) {
            if (date !== null) expect(new Date(date).getUTCDay()).toBe((firstWeekday + index) % 7);
          }
        }
      }),
    );
  });
});
