import { execFileSync } from 'node:child_process';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { WeekClock } from '../../../demo/week/week-clock.js';

const HOUR_MS = 3_600_000;

describe('the clock of the demo’s week', () => {
  it('goes on to a moment, and never back', () => {
    const clock = new WeekClock();
    const later = DateTime.fromMillis(Date.now() + 48 * HOUR_MS);
    clock.moveTo(later);
    expect(clock.now()).toBeGreaterThanOrEqual(later.toMillis());
    clock.moveTo(later.minus({ hours: 1 }));
    expect(clock.now()).toBeGreaterThanOrEqual(later.toMillis());
  });

  it('is that of a process that starts with its options, however it asks for the time', () => {
    const clock = new WeekClock();
    clock.moveTo(DateTime.fromMillis(Date.now() + 48 * HOUR_MS));
    const asked = `const at = new Date();
      console.log(JSON.stringify({
        times: [Date.now(), at.getTime(), Date.parse(Date())],
        isDate: [at instanceof Date, at.constructor === Date, new Date(0).toISOString(), Date.UTC(1970, 0)],
      }));`;
    const before = clock.now();
    const said = execFileSync(process.execPath, [...clock.nodeOptions, '--eval', asked], {
      encoding: 'utf8',
    });
    const { times, isDate } = JSON.parse(said) as { times: number[]; isDate: unknown[] };
    for (const time of times) {
      // A date in words has no milliseconds.
      expect(time).toBeGreaterThanOrEqual(before - 1_000);
      expect(time).toBeLessThanOrEqual(clock.now());
    }
    expect(isDate).toEqual([true, true, '1970-01-01T00:00:00.000Z', 0]);
  });
});
