import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { daysAfter, Formats } from '../../web/src/format.js';
import { languageOf, loadTexts } from '../../web/src/texts.js';

const START = '2026-03-10T20:00:00.000Z';

describe('times', () => {
  const viewer = new Formats('en-GB', 'America/New_York');

  test("are in the viewer's zone, or in the campaign's", () => {
    expect(viewer.time(START)).toBe('16:00');
    expect(viewer.time(START, 'Europe/Ljubljana')).toBe('21:00');
  });

  test("name the day where it isn't the campaign's", () => {
    const tokyo = new Formats('en-GB', 'Asia/Tokyo');
    expect(tokyo.timeBeside('2026-03-10', START)).toBe('Wed 05:00');
    expect(tokyo.timeBeside('2026-03-10', START, 'Europe/Ljubljana')).toBe('21:00');
  });

  test('are told in UTC where the browser does not know the zone', () => {
    expect(viewer.time(START, 'Nowhere/Land')).toBe('20:00 UTC');
  });
});

test('what writes them is made once: a page writes dozens of dates, and a phone is slow to make one', () => {
  let made = 0;
  class Writer extends Intl.DateTimeFormat {
    constructor(...how: ConstructorParameters<typeof Intl.DateTimeFormat>) {
      super(...how);
      made += 1;
    }
  }
  vi.stubGlobal('Intl', Object.create(Intl, { DateTimeFormat: { value: Writer } }));
  onTestFinished(() => void vi.unstubAllGlobals());
  const british = new Formats('en-GB', 'UTC');
  const week = Array.from({ length: 7 }, (_, index) => british.shortDay(daysAfter('2026-03-09', index)));
  expect(week.map(({ weekday, day }) => `${weekday} ${day}`).join(', ')).toBe(
    'Mon 9, Tue 10, Wed 11, Thu 12, Fri 13, Sat 14, Sun 15',
  );
  expect(british.timeBeside('2026-03-10', START, 'Europe/Ljubljana')).toBe('21:00');
  expect(british.timeBeside('2026-03-11', START, 'Asia/Tokyo')).toBe('05:00');
  expect(made).toBe(6);
});

describe('days', () => {
  test('are the days they are, whatever the zone', () => {
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      expect(new Formats('en-GB', zone).day('2026-03-10')).toBe('Tuesday 10 March');
      expect(new Formats('de', zone).shortDay('2026-03-10')).toEqual({ weekday: 'Di', day: '10' });
    }
  });

  test('stand in months, under weekdays, in weeks that begin as the reader knows them', () => {
    const british = new Formats('en-GB', 'UTC');
    expect(british.month('2026-03-10')).toBe('March 2026');
    expect(new Formats('de', 'UTC').month('2026-03-01')).toBe('März 2026');
    expect([british.shortWeekday(0), british.firstWeekday]).toEqual(['Sun', 1]);
    expect(new Formats('en-US', 'UTC').firstWeekday).toBe(0);
  });

  test('follow one another across months, years and clock changes', () => {
    expect(daysAfter('2026-12-31', 1)).toBe('2027-01-01');
    expect(daysAfter('2026-03-28', 2)).toBe('2026-03-30');
  });
});

test('the words are in the language asked for, or in English', async () => {
  expect(['de', 'de-AT', 'DE', 'en-US', 'sl-SI', 'hr', ''].map(languageOf)).toEqual([
    'de',
    'de',
    'de',
    'en',
    'sl',
    'en',
    'en',
  ]);
  expect((await loadTexts('de-AT')).common.close).toBe('Schließen');
  expect((await loadTexts('sl')).common.close).toBe('Zapri');
  expect((await loadTexts('hr')).common.close).toBe('Close');
});
