import { describe, expect, it } from 'vitest';
import {
  addressIn,
  dateIn,
  guidIn,
  instantIn,
  objectIn,
  playerNameIn,
  quietHoursIn,
  statusIn,
  truth,
} from '../../../src/upkeep/import/values.js';

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

describe('a time stamp', () => {
  it.each([
    ['2026-03-10 21:00:00', 'UTC', '2026-03-10T21:00:00.000Z'],
    ['2026-03-10 21:00:00', 'Europe/Ljubljana', '2026-03-10T20:00:00.000Z'],
    ['2026-07-10 21:00:00.123456', 'Europe/Ljubljana', '2026-07-10T19:00:00.123Z'],
    ['2026-03-10 21:00:00+00', 'Europe/Ljubljana', '2026-03-10T21:00:00.000Z'],
    ['2026-03-10 21:00:00+05:30', 'UTC', '2026-03-10T15:30:00.000Z'],
    ['2026-03-10T21:00:00Z', 'Europe/Ljubljana', '2026-03-10T21:00:00.000Z'],
    ['2026-03-10', 'Europe/Ljubljana', '2026-03-09T23:00:00.000Z'],
    // In the hour that summer time leaves out.
    ['2026-03-29 02:30:00', 'Europe/Ljubljana', '2026-03-29T01:30:00.000Z'],
    ['infinity', 'UTC', null],
    ['2026-02-30 10:00:00', 'UTC', null],
    ['2026-03-10 25:00:00', 'UTC', null],
    ['10.03.2026', 'UTC', null],
    ['', 'UTC', null],
    [null, 'UTC', null],
  ])('%s in %s', (text, zone, instant) => {
    expect(iso(instantIn(text, zone))).toBe(instant);
  });
});

it.each([
  ['t', true],
  ['TRUE', true],
  ['1', true],
  ['f', false],
  ['false', false],
  ['maybe', null],
  ['', null],
  [null, null],
])('a truth: %s', (text, is) => expect(truth(text)).toBe(is));

it.each([
  ['2026-03-10', '2026-03-10'],
  ['2026-03-10 00:00:00', '2026-03-10'],
  ['2026-02-30', null],
  ['tomorrow', null],
  [null, null],
])('a date: %s', (text, date) => expect(dateIn(text)).toBe(date));

it.each([
  ['LOOKING', 'LOOKING'],
  [' not_playing ', 'NOT_PLAYING'],
  ['PERHAPS', null],
  [null, null],
])('a status: %s', (text, status) => expect(statusIn(text)).toBe(status));

it.each([
  [null, null],
  ['', null],
  ['{}', null],
  ['null', null],
  ['{"start":"22:30","end":"08:00"}', { start: '22:30', end: '08:00' }],
  ['"{\\"start\\":\\"9:00\\",\\"end\\":\\"10:00:00\\"}"', { start: '09:00', end: '10:00' }],
  ['{"start":null,"end":null}', null],
  ['{"start":"22:30"}', 'unreadable'],
  ['{"start":"late","end":"early"}', 'unreadable'],
  ['{"from":"22:30","to":"08:00"}', 'unreadable'],
  ['[1]', 'unreadable'],
  ['at night', 'unreadable'],
])('quiet hours: %s', (text, hours) => expect(quietHoursIn(text)).toEqual(hours));

it.each([
  ['abcdef0123456789', 'ABCDEF0123456789'],
  [' guid-1 ', 'guid-1'],
  ['two words', null],
  ['', null],
])('a GUID: %s', (text, guid) => expect(guidIn(text)).toBe(guid));

it.each<[(string | null)[], string | null]>([
  [['Ana'], 'Ana'],
  [[null, '^1Ana'], '^1Ana'],
  [['A\0na\u0007'], 'Ana'],
  [['x'.repeat(60)], 'x'.repeat(32)],
  [['🙂'.repeat(40)], '🙂'.repeat(32)],
  [['**<b>Ana</b>**'], '**<b>Ana</b>**'],
  [['  ', '\0', 'Bor'], 'Bor'],
  [['^1^2', '\u200b'], null],
  [[null], null],
])('a player’s name: %j', (texts, name) => expect(playerNameIn(...texts)).toBe(name));

it.each<['telegram' | 'signal', string | null, string | null]>([
  ['telegram', '12345', '12345'],
  ['telegram', '-10012345', null],
  ['telegram', '@ana', null],
  ['signal', '+386 40 123-456', '+38640123456'],
  ['signal', 'A1B2C3D4-0000-4000-8000-000000000000', 'a1b2c3d4-0000-4000-8000-000000000000'],
  ['signal', '040123456', null],
  ['signal', null, null],
])('an address on %s: %s', (channel, text, address) => expect(addressIn(channel, text)).toBe(address));

it.each([
  ['{"a":1}', { a: 1 }],
  ['"{}"', {}],
  ['[]', null],
  ['{', null],
  [null, null],
])('an object: %s', (text, object) => expect(objectIn(text)).toEqual(object));
