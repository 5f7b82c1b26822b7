import { DateTime } from 'luxon';
import { zoneOf } from './time-zone.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const LOCAL_DATE = /^\d{4}-\d{2}-\d{2}$/;
const FULL_WALL_TIME = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;
const TYPED_WALL_TIME = /^(\d|[01]\d|2[0-3]):([0-5]\d)$/;

/**
 * What was reckoned lately, by a key. Whoever looks at the evening, or goes through everybody, asks for the same few moments
 * again and again, and reckoning one takes longer than a statement.
 */
class Reckoned<T> {
  readonly #known = new Map<string, T>();

  of(key: string, reckon: () => T): T {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = reckon();
    if (this.#known.size >= MOST_RECKONED) this.#known.clear();
    this.#known.set(key, made);
    return made;
  }
}

/** Some months of moments. */
const MOST_RECKONED = 1_000;

const DATES = new Reckoned<string>();
const WALL_TIMES = new Reckoned<string>();
const INSTANTS = new Reckoned<number>();

/** Offsets are whole seconds, so a second has one date and one wall time. */
function secondIn(zone: string, instant: number): string {
  return `${String(Math.floor(instant / 1000))} ${zone}`;
}

/** The calendar date `YYYY-MM-DD` in `zone` at `instant` (ms). Throws a RangeError for what is no zone. */
export function localDate(instant: number, zone: string): string {
  return DATES.of(secondIn(zone, instant), () => at(instant, zone).toFormat('yyyy-MM-dd'));
}

/** What a clock on the wall in `zone` shows at `instant` (ms): `HH:MM`, seconds cut off. Throws a RangeError for no zone. */
export function wallTime(instant: number, zone: string): string {
  return WALL_TIMES.of(secondIn(zone, instant), () => at(instant, zone).toFormat('HH:mm'));
}

/**
 * The instant (ms) at which clocks in `zone` show `time` (`HH:MM` or `HH:MM:SS`) on `date` (`YYYY-MM-DD`).
 *
 * A wall time that happens twice means its first occurrence. One that a clock change skips is read with the offset
 * from before the change, so it is shifted by the length of the gap (02:30 becomes 03:30 where clocks go from 02:00
 * to 03:00), which is what luxon does. Throws a RangeError when date, time or zone are malformed.
 */
export function instantOf(date: string, time: string, zone: string): number {
  return INSTANTS.of(`${date} ${time} ${zone}`, () => reckonInstant(date, time, zone));
}

function reckonInstant(date: string, time: string, zone: string): number {
  const parts = FULL_WALL_TIME.exec(time);
  if (!parts) throw new RangeError(`Not a wall time: ${time}`);
  const [, hours, minutes, seconds = '0'] = parts;
  const shown = midnightUtc(date) + Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * 1000;

  // luxon's own conversion guesses from the offset of this very moment, so which of two occurrences it picks depends
  // on the season it is asked in. Offsets lie between -12 and +14 hours: these two are those on either side.
  const ianaZone = zoneOf(zone);
  const before = ianaZone.offset(shown - 14 * HOUR);
  const after = ianaZone.offset(shown + 12 * HOUR);
  const occurrences = [before, after]
    .map((offset) => ({ offset, instant: shown - offset * MINUTE }))
    .filter(({ offset, instant }) => ianaZone.offset(instant) === offset)
    .map(({ instant }) => instant);
  return occurrences.length > 0 ? Math.min(...occurrences) : shown - before * MINUTE;
}

/** The date `days` calendar days after `date` (before it when negative). Throws a RangeError for what is no date. */
export function addDays(date: string, days: number): string {
  return new Date(midnightUtc(date) + days * DAY).toISOString().slice(0, 10);
}

/** The last instant (ms), at or before `instant`, at which clocks in `zone` showed `time` (`HH:MM`). */
export function lastOccurrence(instant: number, time: string, zone: string): number {
  const today = localDate(instant, zone);
  const ofToday = instantOf(today, time, zone);
  return ofToday <= instant ? ofToday : instantOf(addDays(today, -1), time, zone);
}

/** How many calendar days `b` lies after `a`: 0 for the same date, negative when `b` is earlier. */
export function daysBetween(a: string, b: string): number {
  return Math.round((midnightUtc(b) - midnightUtc(a)) / DAY);
}

/** Whether `text` is a date of the calendar written `YYYY-MM-DD`; the 30th of February is not. */
export function isLocalDate(text: string): boolean {
  if (!LOCAL_DATE.test(text)) return false;
  const midnight = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
}

/** Reads a wall time as people type it (`H:MM` or `HH:MM`, spaces around it allowed) and returns `HH:MM`, else `null`. */
export function parseWallTime(text: string): string | null {
  const trimmed = text.trim();
  return TYPED_WALL_TIME.test(trimmed) ? trimmed.padStart(5, '0') : null;
}

function at(instant: number, zone: string): DateTime {
  return DateTime.fromMillis(instant, { zone: zoneOf(zone), locale: 'en-US', numberingSystem: 'latn' });
}

function midnightUtc(date: string): number {
  if (!isLocalDate(date)) throw new RangeError(`Not a date: ${date}`);
  return Date.parse(`${date}T00:00:00.000Z`);
}
