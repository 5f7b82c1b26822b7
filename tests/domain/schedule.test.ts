import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JOB_TYPES } from '../../src/domain/message-kinds.js';
import { addDays, instantOf } from '../../src/domain/local-time.js';
import { lastUsefulMoment, minutesUntil, planCampaign } from '../../src/domain/schedule.js';
import { wallClock } from './wall-clock.js';

const MINUTE = 60_000;
const TIMES = { reminderTime: '20:45', startTime: '21:00', followUpDelayMs: 90_000 };

describe('planCampaign', () => {
  it.each(['Europe/Ljubljana', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'])(
    'finds 20:45 and 21:00 of every day from 2026 to 2036 in %s',
    (timezone) => {
      const read = wallClock(timezone);
      const starts = new Set<number>();
      let days = 0;
      for (let date = '2026-01-01'; date <= '2036-12-31'; date = addDays(date, 1)) {
        const now = instantOf(date, '12:00', timezone);
        const plan = planCampaign({ now, timezone, ...TIMES });
        if (!plan.ok) throw new Error(`${date}: ${plan.refusal.code}`);
        const { reminderAt, startAt } = plan.value;
        if (reminderAt === null) throw new Error(`${date}: no reminder`);
        const shown = [plan.value.date, read(reminderAt), read(startAt)];
        // One comparison a day: expect() itself would take most of the time.
        if (
          JSON.stringify(shown) !== JSON.stringify([date, { date, time: '20:45' }, { date, time: '21:00' }])
        ) {
          expect(shown).toEqual([date, { date, time: '20:45' }, { date, time: '21:00' }]);
        }
        if (startAt - reminderAt !== 15 * MINUTE) expect(startAt - reminderAt, date).toBe(15 * MINUTE);
        starts.add(startAt);
        days += 1;
      }
      expect(days).toBe(4018);
      expect(starts.size).toBe(days);
    },
    30_000,
  );

  it('keeps the wall time on both sides of a clock change', () => {
    const startOn = (date: string) => {
      const plan = planCampaign({
        now: Date.parse(`${date}T10:00:00Z`),
        timezone: 'Europe/Ljubljana',
        ...TIMES,
      });
      return plan.ok ? new Date(plan.value.startAt).toISOString() : plan.refusal.code;
    };
    expect(startOn('2027-03-27')).toBe('2027-03-27T20:00:00.000Z');
    expect(startOn('2027-03-28')).toBe('2027-03-28T19:00:00.000Z');
  });

  it("takes the zone's date, not the UTC one", () => {
    const now = Date.parse('2026-06-30T23:30:00Z');
    expect(planCampaign({ now, timezone: 'Europe/Ljubljana', ...TIMES })).toMatchObject({
      value: { date: '2026-07-01', startAt: Date.parse('2026-07-01T19:00:00Z') },
    });
  });

  it('has no reminder from its moment on, and no campaign from the start on', () => {
    const at = (time: string) =>
      planCampaign({ now: Date.parse(`2026-01-10T${time}Z`), timezone: 'UTC', ...TIMES });
    const startAt = Date.parse('2026-01-10T21:00:00Z');
    expect(at('20:44:59.999')).toMatchObject({ value: { reminderAt: Date.parse('2026-01-10T20:45:00Z') } });
    expect(at('20:45:00.000')).toMatchObject({ value: { reminderAt: null, startAt } });
    expect(at('20:59:59.999')).toMatchObject({ value: { reminderAt: null, startAt } });
    expect(at('21:00:00.000')).toEqual({ ok: false, refusal: { code: 'after_start', startAt } });
    expect(at('23:59:59.999')).toEqual({ ok: false, refusal: { code: 'after_start', startAt } });
  });

  it('drops a reminder that a clock change pushes beyond the start', () => {
    const plan = planCampaign({
      now: Date.parse('2027-03-27T23:30:00Z'),
      timezone: 'Europe/Ljubljana',
      reminderTime: '02:45',
      startTime: '03:00',
      followUpDelayMs: null,
    });
    expect(plan).toMatchObject({ value: { reminderAt: null, startAt: Date.parse('2027-03-28T01:00:00Z') } });
  });
});

describe('lastUsefulMoment', () => {
  it('is the start, half an hour and twice three quarters later, and the start again for what Muster begins', () => {
    const startAt = Date.parse('2026-01-10T21:00:00Z');
    expect(JOB_TYPES.map((jobType) => lastUsefulMoment(jobType, startAt) - startAt)).toEqual([
      0,
      30 * MINUTE,
      45 * MINUTE,
      30 * MINUTE,
      45 * MINUTE,
      0,
      0,
    ]);
  });
});

describe('minutesUntil', () => {
  it.each([
    [15 * MINUTE, 15],
    [14.5 * MINUTE, 15],
    [14.4 * MINUTE, 14],
    [29_000, 1],
    [1, 1],
    [0, 0],
    [-1, 0],
    [-29_000, 0],
    [-5 * MINUTE, -5],
  ])('calls %i ms %i minutes', (left, minutes) => {
    expect(minutesUntil(1_800_000_000_000 + left, 1_800_000_000_000)).toBe(minutes);
  });

  it('is never more than a minute off, and positive exactly while the moment is ahead', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10_000_000, max: 10_000_000 }), (left) => {
        const minutes = minutesUntil(left, 0);
        expect(Number.isInteger(minutes) && !Object.is(minutes, -0)).toBe(true);
        expect(minutes > 0).toBe(left > 0);
        expect(Math.abs(minutes * MINUTE - left)).toBeLessThanOrEqual(
          left > 0 && left < MINUTE / 2 ? MINUTE : MINUTE / 2,
        );
      }),
    );
  });
});
