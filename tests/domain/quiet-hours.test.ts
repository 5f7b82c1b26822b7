import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QuietHours } from '../../src/domain/person.js';
import { isQuiet } from '../../src/domain/quiet-hours.js';
import { wallClock } from './wall-clock.js';

const MINUTE = 60_000;
const MINUTES_A_DAY = 1440;

const hhmm = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Every quiet minute, found by walking the clock from start until it shows end. */
function quietMinutes(start: number, end: number): Set<string> {
  const minutes = new Set<string>();
  let minute = start;
  do {
    minutes.add(hhmm(minute));
    minute = (minute + 1) % MINUTES_A_DAY;
  } while (minute !== end);
  return minutes;
}

describe('isQuiet', () => {
  const at = (quietHours: QuietHours, time: string) =>
    isQuiet(quietHours, 'Europe/Ljubljana', Date.parse(`2026-01-10T${time}+01:00`));

  it('never is without quiet hours', () => {
    expect(isQuiet(null, 'UTC', 0)).toBe(false);
  });

  it('includes the start and excludes the end', () => {
    const evening = { start: '20:00', end: '21:00' };
    expect(at(evening, '19:59:59.999')).toBe(false);
    expect(at(evening, '20:00:00.000')).toBe(true);
    expect(at(evening, '20:59:59.999')).toBe(true);
    expect(at(evening, '21:00:00.000')).toBe(false);
  });

  it('goes over midnight', () => {
    const night = { start: '22:00', end: '07:00' };
    expect(at(night, '21:59:59.999')).toBe(false);
    expect(at(night, '23:30:00.000')).toBe(true);
    expect(at(night, '00:00:00.000')).toBe(true);
    expect(at(night, '06:59:00.000')).toBe(true);
    expect(at(night, '07:00:00.000')).toBe(false);
  });

  it("reads the person's own clock", () => {
    const evening = { start: '20:30', end: '21:30' };
    const nineInLjubljana = Date.parse('2026-01-10T20:00:00Z');
    expect(isQuiet(evening, 'Europe/Ljubljana', nineInLjubljana)).toBe(true);
    expect(isQuiet(evening, 'America/New_York', nineInLjubljana)).toBe(false);
  });

  it('agrees with a walk around the clock, minute by minute, through clock changes too', () => {
    const minute = fc.integer({ min: 0, max: MINUTES_A_DAY - 1 });
    const range = fc.oneof(
      fc.tuple(minute, minute),
      minute.map((same) => [same, same] as const),
      minute.map((start) => [start, (start + 1) % MINUTES_A_DAY] as const),
    );
    const day = fc.constantFrom(
      ['Europe/Ljubljana', '2027-03-27T20:00:00Z'] as const,
      ['Europe/Ljubljana', '2027-10-30T20:00:00Z'] as const,
      ['America/New_York', '2027-03-14T00:00:00Z'] as const,
      ['Australia/Lord_Howe', '2027-04-03T04:00:00Z'] as const,
      ['Asia/Kathmandu', '2026-08-01T00:00:00Z'] as const,
    );
    fc.assert(
      fc.property(range, day, ([start, end], [zone, from]) => {
        const model = quietMinutes(start, end);
        const read = wallClock(zone);
        const quietHours = { start: hhmm(start), end: hhmm(end) };
        for (let passed = 0; passed < MINUTES_A_DAY; passed += 1) {
          const instant = Date.parse(from) + passed * MINUTE;
          const { time } = read(instant);
          if (isQuiet(quietHours, zone, instant) !== model.has(time)) {
            throw new Error(`${JSON.stringify(quietHours)} in ${zone}: wrong at ${time}`);
          }
        }
      }),
      { numRuns: 40 },
    );
  }, 30_000);
});
