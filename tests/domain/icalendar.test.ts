import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startOn } from '../../src/domain/evening.js';
import { type Calendar, type CalendarEvent, calendarFile, yearsAround } from '../../src/domain/icalendar.js';
import { addDays } from '../../src/domain/local-time.js';
import { readCalendarFile } from '../support/calendars.js';

const ZONE = 'Europe/Ljubljana';
const HOUR = 3_600_000;
const START_AT = Date.parse('2026-03-10T20:00:00Z');

function event(more: Partial<CalendarEvent> = {}): CalendarEvent {
  const startAt = more.startAt ?? START_AT;
  return {
    uid: '2026-03-10@x.muster',
    startAt,
    endAt: startAt + 2 * HOUR,
    status: 'CONFIRMED',
    summary: 'Session night',
    description: 'You’re in.',
    url: 'https://muster.example',
    changedAt: Date.parse('2026-03-01T12:00:00Z'),
    ...more,
  };
}

function calendar(events: readonly CalendarEvent[], more: Partial<Calendar> = {}): string {
  const instants = [START_AT, ...events.map(({ startAt }) => startAt)];
  const years = yearsAround(Math.min(...instants), Math.max(...instants));
  return calendarFile({ name: 'Sessions', zone: ZONE, ...years, events, ...more });
}

describe('a calendar as a file', () => {
  it('is what it always was', () => {
    expect(calendar([event()]).replaceAll('\r\n', '\n')).toBe(`BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Muster//Muster//EN
CALSCALE:GREGORIAN
METHOD:PUBLISH
NAME:Sessions
X-WR-CALNAME:Sessions
X-WR-TIMEZONE:Europe/Ljubljana
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
BEGIN:VTIMEZONE
TZID:Europe/Ljubljana
BEGIN:STANDARD
DTSTART:20251231T010000
TZOFFSETFROM:+0100
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20260329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20261025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:2026-03-10@x.muster
DTSTAMP:20260301T120000Z
LAST-MODIFIED:20260301T120000Z
SEQUENCE:194529600
DTSTART;TZID=Europe/Ljubljana:20260310T210000
DTEND;TZID=Europe/Ljubljana:20260310T230000
STATUS:CONFIRMED
SUMMARY:Session night
DESCRIPTION:You’re in.
URL:https://muster.example
END:VEVENT
END:VCALENDAR
`);
  });

  it('tells in UTC what the clocks show twice, for programs don’t agree which they mean', () => {
    const startAt = Date.parse('2026-10-24T23:30:00Z');
    const text = calendar([event({ startAt })]);
    expect(text).toContain('DTSTART;TZID=Europe/Ljubljana:20261025T013000\r\n');
    expect(text).toContain('DTEND:20261025T013000Z\r\n');
    expect(readCalendarFile(text).events).toMatchObject([{ startAt, endAt: startAt + 2 * HOUR }]);
    const before = calendar([event({ startAt: startAt - 90 * 60_000 })]);
    expect(before).toContain('DTEND:20261025T000000Z\r\n');
  });

  it('takes an evening that is off out of what is busy', () => {
    expect(calendar([event({ status: 'CANCELLED' })])).toContain(
      'STATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\n',
    );
  });

  it('is a calendar without events too', () => {
    expect(readCalendarFile(calendar([]))).toEqual({ name: 'Sessions', events: [] });
  });

  it('has a greater sequence number for what changed later, as far as 31 bits go', () => {
    const at = (changedAt: string) =>
      readCalendarFile(calendar([event({ changedAt: Date.parse(changedAt) })])).events[0]!.sequence;
    expect(at('2026-03-01T12:00:01Z')).toBe(at('2026-03-01T12:00:00Z') + 1);
    expect(at('2080-01-01T00:00:00Z')).toBeLessThan(2 ** 31);
    expect(at('2019-01-01T00:00:00Z')).toBe(0);
  });

  it('brings any text over as it is, in lines of 75 octets', () => {
    const aText = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 120 }),
      fc.string({
        unit: fc.constantFrom(',', ';', '\\', '\n', ':', '"', '🎲', 'č', ' ', 'n'),
        maxLength: 200,
      }),
    );
    fc.assert(
      fc.property(aText, aText, (name, summary) => {
        const text = calendar([event({ summary })], { name });
        for (const line of text.split('\r\n')) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          expect(line).not.toMatch(/\p{Cc}/u);
        }
        expect(Buffer.from(text).toString()).toBe(text);
        const read = readCalendarFile(text);
        const kept = (said: string) => said.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n]|\p{Cs}/gu, '');
        expect(read.events[0]!.summary).toBe(kept(summary));
        expect(read.name).toBe(kept(name));
      }),
    );
  });

  it('begins each evening at the moment it begins, whatever the clocks do', () => {
    const aZone = fc.constantFrom(
      'Europe/Ljubljana',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'UTC',
    );
    const aTime = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
    // Around the changes of all of these zones, as well as on any day.
    const aDate = fc.oneof(
      fc.integer({ min: 0, max: 700 }).map((days) => addDays('2026-01-01', days)),
      fc
        .tuple(
          fc.constantFrom('2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01', '2026-04-05', '2026-10-04'),
          fc.integer({ min: -2, max: 2 }),
        )
        .map(([date, days]) => addDays(date, days)),
    );
    fc.assert(
      fc.property(aZone, aTime, fc.uniqueArray(aDate, { maxLength: 6 }), (zone, startTime, dates) => {
        const events = dates.map((date) => {
          const startAt = startOn(date, { timezone: zone, startTime })!;
          return event({ uid: date, startAt, endAt: startAt + 2 * HOUR });
        });
        expect(readCalendarFile(calendar(events, { zone })).events).toMatchObject(
          events.map(({ uid, startAt, endAt }) => ({ uid, startAt, endAt })),
        );
      }),
    );
  });
});
