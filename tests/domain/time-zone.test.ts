import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { isTimezone, timezoneNamed, zoneOf } from '../../src/domain/time-zone.js';

describe('isTimezone', () => {
  it.each([
    'UTC',
    'Europe/Ljubljana',
    'Europe/London',
    'America/Argentina/Buenos_Aires',
    'Australia/Lord_Howe',
    'Etc/GMT-14',
    'CET',
    'europe/ljubljana',
  ])('knows %s', (zone) => expect(isTimezone(zone)).toBe(true));

  it.each(['', ' ', 'CET+1', 'UTC+2', '+02:00', '+02', '-0500', 'Z', 'local', 'system', 'Europe/Nowhere'])(
    'refuses "%s"',
    (zone) => expect(isTimezone(zone)).toBe(false),
  );

  it('refuses spaces around a zone', () => {
    expect(isTimezone('Europe/Ljubljana ')).toBe(false);
    expect(isTimezone('Europe/Ljubljana\n')).toBe(false);
  });

  it('accepts nothing that can’t be reckoned with', () => {
    const offset = fc
      .tuple(fc.constantFrom('+', '-'), fc.nat(23), fc.nat(59))
      .map(([sign, h, m]) => `${sign}${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
    const name = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    fc.assert(
      fc.property(fc.oneof(fc.string(), offset, name), (text) => {
        if (!isTimezone(text)) expect(() => zoneOf(text)).toThrow(RangeError);
        else expect(DateTime.fromMillis(0, { zone: zoneOf(text) }).toFormat('HH:mm')).toMatch(/^\d\d:\d\d$/);
      }),
    );
  });
});

describe('timezoneNamed', () => {
  it.each([
    [' Europe/Ljubljana ', 'Europe/Ljubljana'],
    ['europe/ljubljana', 'Europe/Ljubljana'],
    ['EUROPE/LJUBLJANA', 'Europe/Ljubljana'],
    ['America/port_Of_spain', 'America/Port_of_Spain'],
    ['utc', 'UTC'],
    ['UTC', 'UTC'],
    ['Etc/UTC', 'Etc/UTC'],
    ['Etc/GMT+5', 'Etc/GMT+5'],
    ['CET', 'CET'],
  ])('spells %s as %s', (text, spelt) => expect(timezoneNamed(text)).toBe(spelt));

  it('leaves a zone the name somebody gave it, whichever of its names this Node prefers', () => {
    expect(timezoneNamed('Asia/Kolkata')).toBe('Asia/Kolkata');
    expect(timezoneNamed('Asia/Calcutta')).toBe('Asia/Calcutta');
  });

  it('has none for what is no zone', () => {
    for (const text of ['', '+02:00', 'Europe/Nowhere']) expect(timezoneNamed(text)).toBeNull();
  });

  it('finds every zone there is by its name in small letters, as the same zone', () => {
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      expect(timezoneNamed(zone.toLowerCase())).toBe(zone);
    }
  });
});
