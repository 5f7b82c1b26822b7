import { isAhead, offsetAt, zoneChanges } from './zone-changes.js';

/*
 * Writes iCalendar (RFC 5545) as calendar programs subscribe to it. Nothing here asks for the time, so that the same events
 * are the same text.
 */

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** The longest line in octets, without what ends it. */
const LONGEST_LINE = 75;
/** From here on sequence numbers count seconds: they have to fit 31 bits. */
const SEQUENCE_FROM = Date.parse('2020-01-01T00:00:00Z');

/** An event of a calendar; instants in milliseconds. */
export interface CalendarEvent {
  /** Names the event for good. */
  readonly uid: string;
  readonly startAt: number;
  readonly endAt: number;
  readonly status: 'CONFIRMED' | 'TENTATIVE' | 'CANCELLED';
  readonly summary: string;
  readonly description: string;
  /** Where there is more; `null`: nowhere. */
  readonly url: string | null;
  /** When it last became what it is: a later one has a greater sequence number. */
  readonly changedAt: number;
}

/** A calendar, and from when to when (ms) its program may need to know the clocks of its zone (IANA). */
export interface Calendar {
  readonly name: string;
  readonly zone: string;
  readonly from: number;
  readonly to: number;
  readonly events: readonly CalendarEvent[];
}

/** The calendar as a file: UTF-8, lines of at most 75 octets that end in CRLF. */
export function calendarFile(calendar: Calendar): string {
  const { name, zone, events } = calendar;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Muster//Muster//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    `X-WR-TIMEZONE:${zone}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...zoneLines(calendar),
    ...events.flatMap((event) => eventLines(event, zone)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** Each stretch in which the clocks stay as they are, said outright: no rule of a zone is guessed. */
function zoneLines({ zone, from, to }: Calendar): string[] {
  const first = offsetAt(from, zone);
  const changes = [{ at: from, before: first, after: first }, ...zoneChanges(zone, from, to)];
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${zone}`,
    ...changes.flatMap(({ at, before, after }) => {
      const kind = isAhead(at, after, zone) ? 'DAYLIGHT' : 'STANDARD';
      return [
        `BEGIN:${kind}`,
        `DTSTART:${clock(at, before)}`,
        `TZOFFSETFROM:${written(before)}`,
        `TZOFFSETTO:${written(after)}`,
        `END:${kind}`,
      ];
    }),
    'END:VTIMEZONE',
  ];
}

function eventLines(event: CalendarEvent, zone: string): string[] {
  const { uid, startAt, endAt, status, summary, description, url, changedAt } = event;
  const changed = utc(changedAt);
  return [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${changed}`,
    `LAST-MODIFIED:${changed}`,
    `SEQUENCE:${String(Math.max(0, Math.floor((changedAt - SEQUENCE_FROM) / 1000)))}`,
    `DTSTART${moment(startAt, zone)}`,
    `DTEND${moment(endAt, zone)}`,
    `STATUS:${status}`,
    ...(status === 'CANCELLED' ? ['TRANSP:TRANSPARENT'] : []),
    `SUMMARY:${escaped(summary)}`,
    `DESCRIPTION:${escaped(description)}`,
    ...(url === null ? [] : [`URL:${url}`]),
    'END:VEVENT',
  ];
}

/** In the zone's clocks; in UTC where these show the same twice, for programs don't agree on which is meant. */
function moment(instant: number, zone: string): string {
  if (isShownTwice(instant, zone)) return `:${utc(instant)}`;
  return `;TZID=${zone}:${clock(instant, offsetAt(instant, zone))}`;
}

/** Whether the clocks of a zone show at another moment what they show at an instant: they are set back there. */
function isShownTwice(instant: number, zone: string): boolean {
  const offset = offsetAt(instant, zone);
  return [instant - DAY, instant + DAY].some((near) => {
    const other = offsetAt(near, zone);
    return other !== offset && offsetAt(instant + (offset - other) * MINUTE, zone) === other;
  });
}

function utc(instant: number): string {
  return `${clock(instant, 0)}Z`;
}

/** What a clock shows that is so many minutes ahead of UTC. */
function clock(instant: number, offset: number): string {
  return new Date(instant + offset * MINUTE).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
}

function written(offset: number): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  const minutes = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}

/** A text as a value: without controls, which it may not have, and half characters. */
function escaped(text: string): string {
  return text
    .replace(/\r\n?|\n/g, '\n')
    .replace(/[\\;,]/g, String.raw`\$&`)
    .replace(/\n/g, String.raw`\n`)
    .replace(/[\p{Cc}\p{Cs}]/gu, '');
}

/** A line in pieces that are short enough: each but the first begins with a space, and no character is cut. */
function folded(line: string): string {
  if (Buffer.byteLength(line) <= LONGEST_LINE) return line;
  const pieces: string[] = [];
  let [piece, length] = ['', 0];
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (length + size > LONGEST_LINE) {
      pieces.push(piece);
      [piece, length] = [' ', 1];
    }
    piece += character;
    length += size;
  }
  return [...pieces, piece].join('\r\n');
}

/** The whole years (UTC, ms) around some instants, with a day on either side: all that events at these may need of a zone. */
export function yearsAround(from: number, to: number): Pick<Calendar, 'from' | 'to'> {
  return {
    from: Date.UTC(new Date(from).getUTCFullYear(), 0, 1) - DAY,
    to: Date.UTC(new Date(to).getUTCFullYear() + 1, 0, 1) + DAY,
  };
}
