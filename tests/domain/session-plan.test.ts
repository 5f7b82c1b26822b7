import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockFrom, clockOn, eveningAt, reminderMoment, sessionStart } from '../../src/domain/evening.js';
import { addDays, instantOf, localDate } from '../../src/domain/local-time.js';
import { LEAST_AHEAD_MS, planCampaign } from '../../src/domain/schedule.js';
import { quietFrom } from '../../src/domain/session-window.js';
import { sessionPlan } from '../../src/domain/session-plan-parser.js';
import { isBeforeStart, reminderBefore, WEEKDAYS } from '../../src/domain/session-plan.js';

const ZONE = 'Europe/Ljubljana';
const USUAL = { timezone: ZONE, startTime: '21:00:00', reminderTime: '20:45:00' };
const at = (date: string, time: string): number => instantOf(date, time, ZONE);
/** A Tuesday. */
const TUESDAY = '2026-03-10';

describe('a plan', () => {
  it('names days with a start, and a reminder where it likes', () => {
    expect(sessionPlan.parse('tue 21:00, Thursday 21:30:15 , sun 20:00 reminder 19:30')).toEqual({
      tue: { startTime: '21:00:00', reminderTime: null },
      thu: { startTime: '21:30:15', reminderTime: null },
      sun: { startTime: '20:00:00', reminderTime: '19:30:00' },
    });
  });

  it.each([
    '',
    'tue',
    '21:00',
    'tue 25:00',
    'tue 21:00, tue 22:00',
    'tue 21:00 reminder 21:15',
    'day 21:00',
    'tue21:00',
    'constructor 21:00',
  ])('is not %j', (text) => {
    expect(sessionPlan.safeParse(text).success).toBe(false);
  });

  it('says when an evening is, and on which days there is none', () => {
    const session = { ...USUAL, plan: sessionPlan.parse('tue 20:00, wed 00:30, fri 22:00 reminder 20:00') };
    expect(clockOn(TUESDAY, session)).toEqual({ startTime: '20:00:00', reminderTime: '19:45:00' });
    expect(clockOn(addDays(TUESDAY, 1), session)).toEqual({
      startTime: '00:30:00',
      reminderTime: '00:15:00',
    });
    expect(clockOn(addDays(TUESDAY, 2), session)).toBeNull();
    expect(clockFrom('23:00', addDays(TUESDAY, 3), session).reminderTime).toBe('21:00:00');
    expect(
      planCampaign({ ...session, now: at(addDays(TUESDAY, 2), '12:00'), followUpDelayMs: null }),
    ).toEqual({
      ok: false,
      refusal: { code: 'no_session', date: addDays(TUESDAY, 2) },
    });
    // Wednesday's session is in the night to Thursday, which has none of its own.
    expect(eveningAt(at(addDays(TUESDAY, 2), '00:40'), session)).toBe(addDays(TUESDAY, 1));
    expect(eveningAt(at(addDays(TUESDAY, 3), '00:40'), session)).toBe(addDays(TUESDAY, 3));
    expect(quietFrom(at(addDays(TUESDAY, 2), '21:00'), { ...session, boardTime: '10:00' })).toBe(
      at(addDays(TUESDAY, 2), '21:00'),
    );
  });
});

const times = fc.nat(24 * 60 - 1).map((minutes) => {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:00`;
});
const usual = fc
  .tuple(times, times)
  .filter(([reminderTime, startTime]) => isBeforeStart(reminderTime, startTime))
  .map(([reminderTime, startTime]) => ({ reminderTime, startTime }));
const entries = fc.uniqueArray(fc.tuple(fc.constantFrom(...WEEKDAYS), times), {
  selector: ([day]) => day,
  minLength: 1,
  maxLength: 7,
});
const zones = fc.constantFrom(
  ZONE,
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Santiago',
);
/** Around the spring and the autumn change of most zones, too. */
const moments = fc.oneof(
  fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) }),
  fc.integer({ min: Date.UTC(2026, 2, 28), max: Date.UTC(2026, 2, 31) }),
  fc.integer({ min: Date.UTC(2026, 9, 24), max: Date.UTC(2026, 9, 27) }),
);

it('a reminder that is derived comes before its start, as long before as usual or as early as the evening goes', () => {
  fc.assert(
    fc.property(usual, times, (clock, startTime) => {
      expect(isBeforeStart(reminderBefore(startTime, clock), startTime)).toBe(true);
      expect(reminderBefore(clock.startTime, clock)).toBe(clock.reminderTime);
    }),
  );
});

it('a plan gives each evening its own clocks, in every zone, over clock changes', () => {
  fc.assert(
    fc.property(zones, moments, usual, entries, (timezone, now, clock, days) => {
      const text = days.map(([day, start]) => `${day} ${start}`).join(', ');
      const session = { ...clock, timezone, plan: sessionPlan.parse(text) };
      const evening = eveningAt(now, session);
      const date = localDate(now, timezone);
      expect([date, addDays(date, -1)]).toContain(evening);
      const planned = clockOn(evening, session);
      const plan = planCampaign({ ...session, now, followUpDelayMs: null });
      if (!planned) {
        expect(plan).toEqual({ ok: false, refusal: { code: 'no_session', date: evening } });
        return;
      }
      const startAt = sessionStart(evening, { timezone, ...planned });
      if (!plan.ok) {
        expect(plan.refusal).toEqual({ code: 'after_start', startAt });
        return;
      }
      expect(plan.value).toMatchObject({ date: evening, startAt });
      expect(plan.value.reminderMoment).toBe(reminderMoment(evening, { timezone, ...planned }));
      if (plan.value.reminderAt !== null) expect(plan.value.reminderAt).toBeLessThan(startAt);
    }),
    { numRuns: 300 },
  );
}, 30_000);

it('a start of its own is ahead, of an evening whose clocks show it, and its reminder before it', () => {
  fc.assert(
    fc.property(zones, moments, usual, times, (timezone, now, clock, ownStart) => {
      const plan = planCampaign({ ...clock, timezone, now, ownStart, followUpDelayMs: null });
      if (!plan.ok) {
        expect(plan.refusal.code).toBe('start_too_near');
        return;
      }
      const { date, startAt, reminderAt } = plan.value;
      expect(startAt - now).toBeGreaterThanOrEqual(LEAST_AHEAD_MS);
      expect(startAt).toBe(sessionStart(date, { timezone, startTime: ownStart }));
      if (reminderAt !== null) expect(reminderAt).toBeLessThan(startAt);
      // While it is of use, it is the evening of whoever asks by it.
      expect(eveningAt(startAt, { timezone, startTime: ownStart })).toBe(date);
    }),
    { numRuns: 300 },
  );
}, 30_000);
