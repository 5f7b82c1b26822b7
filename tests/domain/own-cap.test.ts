import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CAPS, isCap, MOST_CALLS_PER_WEEK } from '../../src/domain/cap.js';
import { addDays, daysBetween, instantOf, localDate } from '../../src/domain/local-time.js';
import { isOverOwnCap, LONGEST_WEEK_MS, weekBefore } from '../../src/domain/own-cap.js';

const ZONE = 'Europe/Ljubljana';
const HOUR = 3_600_000;
/** Also some whose clocks change at midnight, or by half an hour. */
const zones = fc.constantFrom(
  ...[ZONE, 'America/New_York', 'Asia/Tokyo', 'America/Havana', 'America/Santiago', 'Asia/Beirut'],
  ...['Australia/Lord_Howe', 'Pacific/Chatham', 'UTC'],
);

describe('the own limit of calls a week', () => {
  it('is a whole number from one to fourteen', () => {
    expect(CAPS).toHaveLength(MOST_CALLS_PER_WEEK);
    expect([0, 1, 14, 15, 1.5, Number.NaN].map(isCap)).toEqual([false, true, true, false, false, false]);
  });

  it.each([
    ['in winter', '2026-03-10'],
    ['when clocks go forward', '2026-03-31'],
    ['when clocks go back', '2026-10-27'],
  ])('lets a call come at nine each Tuesday, %s', (_, date) => {
    const [earlier, now] = [instantOf(addDays(date, -7), '21:00', ZONE), instantOf(date, '20:59', ZONE)];
    expect(isOverOwnCap({ cap: 1, zone: ZONE }, [earlier], now)).toBe(false);
    // The day after last Tuesday counts to its last minute.
    const wednesday = earlier + 3 * HOUR + 1;
    expect(isOverOwnCap({ cap: 1, zone: ZONE }, [wednesday], now)).toBe(true);
  });

  it('is asked in the zone of whoever named it', () => {
    const now = instantOf('2026-03-10', '21:00', ZONE);
    // Tuesday's last hour in Ljubljana is Tuesday afternoon in New York, and Wednesday in Tokyo.
    const call = instantOf('2026-03-03', '23:30', ZONE);
    const over = (zone: string): boolean => isOverOwnCap({ cap: 1, zone }, [call], now);
    expect([ZONE, 'America/New_York', 'Asia/Tokyo'].map(over)).toEqual([false, false, false]);
    const midnight = instantOf('2026-03-04', '00:30', ZONE);
    const late = (zone: string): boolean => isOverOwnCap({ cap: 1, zone }, [midnight], now);
    expect([ZONE, 'America/New_York', 'Asia/Tokyo'].map(late)).toEqual([true, false, false]);
  });

  it('counts as somebody does who looks up the date of every call in a calendar', () => {
    fc.assert(
      fc.property(
        zones,
        fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2027-12-31') }),
        fc.array(fc.integer({ min: -10 * 24 * HOUR, max: 0 }), { maxLength: 20 }),
        fc.integer({ min: 1, max: MOST_CALLS_PER_WEEK }),
        (zone, now, ages, cap) => {
          const calls = ages.map((age) => now + age);
          const today = localDate(now, zone);
          const counted = calls.filter((call) => daysBetween(localDate(call, zone), today) < 7).length;
          expect(isOverOwnCap({ cap, zone }, calls, now)).toBe(counted >= cap);
          expect(weekBefore(now, zone)).toBeGreaterThanOrEqual(now - LONGEST_WEEK_MS);
          expect(isOverOwnCap({ cap: null, zone }, calls, now)).toBe(false);
        },
      ),
    );
  });

  it('never lets more through in any seven days of the calendar, whenever somebody asks to call', () => {
    fc.assert(
      fc.property(
        zones,
        fc.constantFrom('2026-03-20', '2026-10-16', '2026-06-01'),
        fc.array(fc.integer({ min: 0, max: 36 * HOUR }), { minLength: 10, maxLength: 60 }),
        fc.integer({ min: 1, max: 5 }),
        (zone, from, gaps, cap) => {
          let now = Date.parse(from);
          const sent: number[] = [];
          for (const gap of gaps) {
            now += gap;
            if (!isOverOwnCap({ cap, zone }, sent, now)) sent.push(now);
          }
          const dates = sent.map((call) => localDate(call, zone));
          for (const [index, last] of dates.entries()) {
            const week = dates.slice(0, index + 1).filter((date) => daysBetween(date, last) < 7);
            expect(week.length).toBeLessThanOrEqual(cap);
          }
        },
      ),
    );
  });
});
