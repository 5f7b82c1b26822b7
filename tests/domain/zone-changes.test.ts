import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { zoneChanges } from '../../src/domain/zone-changes.js';

const HOUR = 3_600_000;
const ZONES = [
  'Europe/Ljubljana',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Africa/Casablanca',
  'Europe/Dublin',
  'UTC',
];

function between(zone: string, from: string, to: string) {
  return zoneChanges(zone, Date.parse(from), Date.parse(to)).map(({ at, before, after }) => ({
    at: new Date(at).toISOString(),
    before,
    after,
  }));
}

describe('when clocks of a zone change', () => {
  it('is to the second', () => {
    expect(between('Europe/Ljubljana', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')).toEqual([
      { at: '2026-03-29T01:00:00.000Z', before: 60, after: 120 },
      { at: '2026-10-25T01:00:00.000Z', before: 120, after: 60 },
    ]);
  });

  it('is told of clocks that change by half an hour, and of the south', () => {
    expect(between('Australia/Lord_Howe', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')).toEqual([
      { at: '2026-04-04T15:00:00.000Z', before: 660, after: 630 },
      { at: '2026-10-03T15:30:00.000Z', before: 630, after: 660 },
    ]);
  });

  it.each(['Asia/Kolkata', 'UTC'])('is never in %s', (zone) => {
    expect(between(zone, '2025-01-01T00:00:00Z', '2028-01-01T00:00:00Z')).toEqual([]);
  });

  it('is at the end of a stretch too, and not at its beginning', () => {
    const [spring, summer] = ['2026-03-29T01:00:00Z', '2026-07-01T00:00:00Z'];
    expect(between('Europe/Ljubljana', '2026-02-01T13:00:00Z', spring)).toHaveLength(1);
    expect(between('Europe/Ljubljana', spring, summer)).toEqual([]);
  });

  it('says of every hour what luxon says', () => {
    const anHour = fc.integer({ min: 0, max: 3 * 365 * 24 });
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), anHour, (zone, hours) => {
        const from = Date.parse('2025-01-01T00:00:00Z');
        const changes = zoneChanges(zone, from, Date.parse('2028-01-02T00:00:00Z'));
        const instant = from + hours * HOUR;
        const last = changes.filter(({ at }) => at <= instant).at(-1);
        const offset = last?.after ?? changes[0]?.before ?? DateTime.fromMillis(from, { zone }).offset;
        expect(offset).toBe(DateTime.fromMillis(instant, { zone }).offset);
      }),
      { numRuns: 60 },
    );
  });
});
