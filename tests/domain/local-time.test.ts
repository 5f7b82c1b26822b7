import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  addDays,
  daysBetween,
  instantOf,
  isLocalDate,
  localDate,
  parseWallTime,
  wallTime,
} from '../../src/domain/local-time.js';
import { LANGUAGES } from '../../src/messages/languages.js';
import { parseDateInput } from '../../src/messages/typed-date.js';
import { wallClock } from './wall-clock.js';

const MINUTE = 60_000;
const ZONES = [
  'Europe/Ljubljana',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
  'Etc/GMT+12',
  'UTC',
];

const anyDate = fc
  .integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2080, 0, 1) })
  .map((instant) => new Date(instant).toISOString().slice(0, 10));

describe('localDate and wallTime', () => {
  it('agree with Intl at any moment in any zone', () => {
    const moments = fc.tuple(
      fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2040, 0, 1) }),
      fc.constantFrom(...ZONES),
    );
    fc.assert(
      fc.property(moments, ([instant, zone]) => {
        const shown = wallClock(zone)(instant);
        expect(localDate(instant, zone)).toBe(shown.date);
        expect(wallTime(instant, zone)).toBe(shown.time);
      }),
    );
  });

  it('show midnight as 00:00 of the new day', () => {
    const midnight = Date.parse('2026-06-30T22:00:00Z');
    expect(localDate(midnight, 'Europe/Ljubljana')).toBe('2026-07-01');
    expect(wallTime(midnight, 'Europe/Ljubljana')).toBe('00:00');
    expect(localDate(midnight - 1, 'Europe/Ljubljana')).toBe('2026-06-30');
    expect(wallTime(midnight - 1, 'Europe/Ljubljana')).toBe('23:59');
  });

  it('throw for what is no zone', () => {
    expect(() => localDate(0, 'Mars/Olympus')).toThrow(RangeError);
    expect(() => wallTime(0, '+02:00')).toThrow(RangeError);
  });
});

describe('instantOf', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  const utc = (date: string, time: string, zone: string) =>
    new Date(instantOf(date, time, zone)).toISOString();

  it('keeps 21:00 in Ljubljana over the change to summer time', () => {
    expect(utc('2027-03-27', '21:00', 'Europe/Ljubljana')).toBe('2027-03-27T20:00:00.000Z');
    expect(utc('2027-03-28', '21:00', 'Europe/Ljubljana')).toBe('2027-03-28T19:00:00.000Z');
  });

  it('reads seconds', () => {
    expect(utc('2026-01-02', '20:45:30', 'UTC')).toBe('2026-01-02T20:45:30.000Z');
  });

  it.each([
    ['Europe/Ljubljana', '2027-10-31', '02:30', '2027-10-31T00:30:00.000Z'],
    ['Europe/London', '2027-10-31', '01:30', '2027-10-31T00:30:00.000Z'],
    ['Atlantic/Azores', '2027-10-31', '00:30', '2027-10-31T00:30:00.000Z'],
    ['America/New_York', '2027-11-07', '01:30', '2027-11-07T05:30:00.000Z'],
    ['Australia/Sydney', '2027-04-04', '02:30', '2027-04-03T15:30:00.000Z'],
    ['Australia/Lord_Howe', '2027-04-04', '01:45', '2027-04-03T14:45:00.000Z'],
  ])('takes the first of two occurrences in %s, in every season', (zone, date, time, expected) => {
    vi.useFakeTimers();
    for (const asked of ['2027-01-15', '2027-07-15', date]) {
      vi.setSystemTime(new Date(`${asked}T00:00:00Z`));
      expect(utc(date, time, zone)).toBe(expected);
    }
  });

  it.each([
    ['Europe/Ljubljana', '2027-03-28', '02:30', '03:30'],
    ['America/New_York', '2027-03-14', '02:00', '03:00'],
    ['Australia/Sydney', '2027-10-03', '02:59', '03:59'],
    ['Australia/Lord_Howe', '2027-10-03', '02:15', '02:45'],
  ])('shifts a skipped time in %s by the length of the gap', (zone, date, time, expected) => {
    const instant = instantOf(date, time, zone);
    expect(wallClock(zone)(instant)).toEqual({ date, time: expected });
  });

  it('shifts a skipped day', () => {
    expect(utc('2011-12-30', '12:00', 'Pacific/Apia')).toBe('2011-12-30T22:00:00.000Z');
  });

  it('finds what a search through all minutes around finds', () => {
    const changes = [
      ['Europe/Ljubljana', '2026-10-25'],
      ['Europe/Ljubljana', '2027-03-28'],
      ['America/New_York', '2026-11-01'],
      ['America/New_York', '2027-03-14'],
      ['Australia/Lord_Howe', '2026-10-04'],
      ['Australia/Lord_Howe', '2027-04-04'],
      ['Pacific/Chatham', '2027-04-04'],
      ['Asia/Kathmandu', '2027-04-04'],
    ] as const;
    for (const [zone, date] of changes) {
      const read = wallClock(zone);
      const noon = Date.parse(`${date}T12:00:00Z`);
      const first = new Map<string, number>();
      for (
        let instant = noon - 32 * 60 * MINUTE;
        instant <= noon + 32 * 60 * MINUTE;
        instant += 15 * MINUTE
      ) {
        const shown = read(instant);
        if (shown.date === date && !first.has(shown.time)) first.set(shown.time, instant);
      }
      expect(first.size).toBeGreaterThanOrEqual(92);
      for (const [time, instant] of first)
        expect(instantOf(date, time, zone), `${zone} ${time}`).toBe(instant);
    }
  });

  it.each([
    ['2026-02-30', '21:00', 'UTC'],
    ['26-02-03', '21:00', 'UTC'],
    ['2026-02-03', '24:00', 'UTC'],
    ['2026-02-03', '9:00', 'UTC'],
    ['2026-02-03', '21:00:60', 'UTC'],
    ['2026-02-03', '21:00', 'CET+1'],
  ])('throws for %s %s %s', (date, time, zone) => {
    expect(() => instantOf(date, time, zone)).toThrow(RangeError);
  });
});

describe('addDays and daysBetween', () => {
  it('cross months, years and leap days', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(daysBetween('2027-03-27', '2027-03-29')).toBe(2);
    expect(daysBetween('2027-03-29', '2027-03-27')).toBe(-2);
  });

  it('undo each other', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -5000, max: 5000 }), (date, days) => {
        const other = addDays(date, days);
        expect(isLocalDate(other)).toBe(true);
        expect(daysBetween(date, other)).toBe(days);
        expect(addDays(other, -days)).toBe(date);
        expect(Math.sign(days)).toBe(other < date ? -1 : other > date ? 1 : 0);
      }),
    );
  });
});

describe('isLocalDate', () => {
  it.each(['2026-01-31', '2028-02-29', '2000-02-29'])('takes %s', (text) =>
    expect(isLocalDate(text)).toBe(true),
  );
  it.each([
    '',
    '2026-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '2026-01-01T00:00',
    ' 2026-01-01',
    '2026-01-01\n',
    '1900-02-29',
    'today',
  ])('refuses "%s"', (text) => expect(isLocalDate(text)).toBe(false));
});

describe('parseDateInput', () => {
  it.each([
    [undefined, '2026-12-31'],
    ['today', '2026-12-31'],
    [' ToDay ', '2026-12-31'],
    ['TOMORROW', '2027-01-01'],
    [' 2026-06-01 ', '2026-06-01'],
    ['Heute', '2026-12-31'],
    ['morgen ', '2027-01-01'],
    ['1.6.2026', '2026-06-01'],
    ['01. 06. 2026', '2026-06-01'],
    ['yesterday', '2026-12-30'],
    ['tonight', '2026-12-31'],
    // The day it is: a Thursday.
    ['Thursday', '2026-12-31'],
    ['friday', '2027-01-01'],
    ['Wed', '2027-01-06'],
    ['Sonntag', '2027-01-03'],
    ['31 December', '2026-12-31'],
    ['1 january', '2027-01-01'],
    ['Friday 1 January', '2027-01-01'],
    ['Freitag, 1. Januar', '2027-01-01'],
    ['June 3rd', '2027-06-03'],
    ['3. März 2026', '2026-03-03'],
    ['29 feb', '2028-02-29'],
  ])('reads %j as %s', (input, value) => {
    expect(parseDateInput(input, '2026-12-31')).toEqual({ ok: true, value });
  });

  it.each([
    ['thursday', '2026-12-31'],
    ['friday', '2026-12-25'],
    ['1 January', '2026-01-01'],
    ['29 February', '2024-02-29'],
    ['tomorrow', '2027-01-01'],
  ])('reads %j as %s where the last of them is meant', (input, value) => {
    expect(parseDateInput(input, '2026-12-31', 'last')).toEqual({ ok: true, value });
  });

  it('reads back every day as each language says it', () => {
    const days = fc.integer({ min: 0, max: 364 }).map((ahead) => addDays('2026-12-31', ahead));
    fc.assert(
      fc.property(days, fc.constantFrom(...LANGUAGES.values()), (date, { messages }) => {
        for (const said of [messages.day(date), messages.dayAndYear(date)])
          expect(parseDateInput(said, '2026-12-31')).toEqual({ ok: true, value: date });
      }),
    );
  });

  it.each([
    '',
    'someday',
    '2026-02-30',
    '30.2.2026',
    '31.12.26',
    '12/31/2026',
    '30 February',
    '31 Decembre',
    // It is a Thursday.
    'Friday 31 December',
    'Foo 31 December',
  ])('refuses "%s"', (input) => {
    expect(parseDateInput(input, '2026-12-31')).toEqual({
      ok: false,
      refusal: { code: 'invalid_date', input },
    });
  });
});

describe('parseWallTime', () => {
  it.each([
    ['9:05', '09:05'],
    ['09:05', '09:05'],
    [' 23:59 ', '23:59'],
    ['0:00', '00:00'],
  ])('reads "%s" as %s', (text, expected) => expect(parseWallTime(text)).toBe(expected));

  it.each(['', '24:00', '9:5', '9.30', '21', '21:60', '21:00:00', '-1:00', '٢١:٠٠'])(
    'refuses "%s"',
    (text) => {
      expect(parseWallTime(text)).toBeNull();
    },
  );
});
