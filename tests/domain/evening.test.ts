import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EVENING_GOES_ON_MS,
  eveningAt,
  usualReminder,
  isBeforeStart,
  NIGHT_ENDS,
  reminderMoment,
  type SessionTimes,
  sessionStart,
} from '../../src/domain/evening.js';
import { addDays, instantOf, localDate } from '../../src/domain/local-time.js';
import { lastUsefulMoment, planCampaign } from '../../src/domain/schedule.js';
import { wallClock } from './wall-clock.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ZONE = 'Europe/Ljubljana';
const LATE: SessionTimes = { timezone: ZONE, reminderTime: '23:45', startTime: '00:30' };
const FRIDAY = '2026-03-13';
const SATURDAY = '2026-03-14';
const at = (date: string, time: string): number => instantOf(date, time, ZONE);

describe('a session at half past midnight', () => {
  it('is that of the evening before, whose reminder comes before midnight', () => {
    expect(sessionStart(FRIDAY, LATE)).toBe(at(SATURDAY, '00:30'));
    expect(reminderMoment(FRIDAY, LATE)).toBe(at(FRIDAY, '23:45'));
    expect(isBeforeStart('23:45', '00:30')).toBe(true);
  });

  it.each([
    [SATURDAY, '00:00', FRIDAY],
    [SATURDAY, '00:29', FRIDAY],
    [SATURDAY, '01:14', FRIDAY],
    [SATURDAY, '01:15', SATURDAY],
    [SATURDAY, '12:00', SATURDAY],
    [SATURDAY, '23:59', SATURDAY],
  ])('on %s at %s, today is %s', (date, time, today) => {
    expect(eveningAt(at(date, time), LATE)).toBe(today);
  });

  it('can be called to from the end of one night to the start in the next', () => {
    const plan = (now: number) => planCampaign({ ...LATE, now, followUpDelayMs: null });
    const friday = { date: FRIDAY, reminderAt: at(FRIDAY, '23:45'), startAt: at(SATURDAY, '00:30') };
    expect(plan(at(FRIDAY, '01:15'))).toMatchObject({ value: friday });
    expect(plan(at(FRIDAY, '20:00'))).toMatchObject({ value: friday });
    expect(plan(at(SATURDAY, '00:10'))).toMatchObject({ value: { ...friday, reminderAt: null } });
    expect(plan(at(SATURDAY, '00:30'))).toMatchObject({ refusal: { code: 'after_start' } });
    expect(plan(at(SATURDAY, '01:15'))).toMatchObject({ value: { date: SATURDAY } });
  });
});

describe('a session shortly before midnight', () => {
  const session = { timezone: ZONE, startTime: '23:45' };

  it('is today until its last useful moment, on the other side of midnight', () => {
    expect(sessionStart(FRIDAY, session)).toBe(at(FRIDAY, '23:45'));
    expect(eveningAt(at(SATURDAY, '00:05'), session)).toBe(FRIDAY);
    expect(eveningAt(at(SATURDAY, '00:29'), session)).toBe(FRIDAY);
    expect(eveningAt(at(SATURDAY, '00:30'), session)).toBe(SATURDAY);
  });
});

it('a session in the evening leaves today what the calendar says, at every minute', () => {
  for (let now = at(FRIDAY, '00:00'); now < at('2026-03-16', '00:00'); now += MINUTE) {
    if (eveningAt(now, { timezone: ZONE, startTime: '21:00' }) !== localDate(now, ZONE)) {
      expect.fail(new Date(now).toISOString());
    }
  }
});

it.each([
  ['20:45', '21:00', true],
  ['21:00', '21:00', false],
  ['21:15', '21:00', false],
  ['23:45', '00:30', true],
  ['00:15', '00:30', true],
  ['00:45', '00:30', false],
  ['00:30', '00:30', false],
  ['05:45', '06:00', true],
  ['05:45', '05:59', true],
  ['23:45', '06:00', false],
])('a reminder at %s comes before a start at %s: %s', (reminder, start, isBefore) => {
  expect(isBeforeStart(reminder, start)).toBe(isBefore);
});

const zones = fc.constantFrom(
  ZONE,
  'America/New_York',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'Pacific/Chatham',
  'America/Santiago',
  'UTC',
);
const times = fc.nat(24 * 60 - 1).map((minutes) => {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
});
const instants = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2040, 0, 1) });
/** Often within a day of a clock change. */
const moments = fc.tuple(zones, instants).chain(([zone, instant]) =>
  fc.oneof(
    fc.constant([zone, instant] as const),
    fc.integer({ min: -DAY, max: DAY }).map((ms) => [zone, changeAfter(zone, instant) + ms] as const),
  ),
);
const sessions = fc.tuple(times, times).filter(([reminder, start]) => isBeforeStart(reminder, start));

/** The first hour after which a zone's clocks have another offset, within a year; `instant` where there is none. */
function changeAfter(zone: string, instant: number): number {
  const read = wallClock(zone);
  const hour = (at: number): number => Date.parse(`${read(at).date}T${read(at).time}Z`) - at;
  const days = Array.from({ length: 366 }, (_, day) => instant + day * DAY);
  return days.find((day) => Math.abs(hour(day) - hour(instant)) >= 30 * MINUTE) ?? instant;
}

it('is one evening for everything, in every zone, at every minute, over clock changes', () => {
  fc.assert(
    fc.property(moments, sessions, ([timezone, now], [reminderTime, startTime]) => {
      const session = { timezone, reminderTime, startTime };
      const evening = eveningAt(now, session);
      const date = localDate(now, timezone);
      const startAt = sessionStart(evening, session);
      // It is today's date or, in the night and while that session is of use, yesterday's.
      if (evening !== date) {
        expect(evening).toBe(addDays(date, -1));
        expect(now).toBeLessThan(lastUsefulMoment('follow_up', startAt));
        expect(wallClock(timezone)(now).time < '08:00').toBe(true);
      }
      // Yesterday's session is over, whenever today is the calendar's.
      else expect(now).toBeGreaterThanOrEqual(sessionStart(addDays(date, -1), session) + EVENING_GOES_ON_MS);
      // Every moment of an evening's session is of that evening.
      for (const moment of [startAt - MINUTE, startAt, startAt + EVENING_GOES_ON_MS - 1]) {
        expect(eveningAt(moment, session)).toBe(evening);
      }
      // The session is on its date, or before the night after it ends.
      const shown = wallClock(timezone)(startAt);
      const isNight = startTime < NIGHT_ENDS;
      expect(shown.date).toBe(isNight ? addDays(evening, 1) : evening);
      // A campaign is for that evening, and its reminder never at or after the start.
      const plan = planCampaign({ ...session, now, followUpDelayMs: null });
      if (plan.ok) expect(plan.value).toMatchObject({ date: evening, startAt });
      else expect(plan.refusal).toEqual({ code: 'after_start', startAt });
      if (plan.ok && plan.value.reminderAt !== null) expect(plan.value.reminderAt).toBeLessThan(startAt);
    }),
    { numRuns: 300 },
  );
}, 30_000);

it('goes on by one day at a time, never back', () => {
  fc.assert(
    fc.property(moments, times, ([timezone, begin], startTime) => {
      const session = { timezone, startTime };
      let before = eveningAt(begin, session);
      for (let now = begin; now < begin + 2 * DAY; now += 13 * MINUTE) {
        const evening = eveningAt(now, session);
        if (evening === before) continue;
        expect(evening).toBe(addDays(before, 1));
        before = evening;
      }
    }),
    { numRuns: 40 },
  );
}, 30_000);

it.each([
  ['21:00:00', '20:45:00'],
  ['20:00:30', '19:45:30'],
  ['00:10:00', '23:55:00'],
])('nobody set the reminder of a session at %s: it is at %s', (start, reminder) => {
  expect(usualReminder(start)).toBe(reminder);
});
