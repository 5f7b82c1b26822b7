import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eveningAt } from '../../src/domain/evening.js';
import { boardKey, eventKey, isTidingsKey, standingKey, tidingsKey } from '../../src/domain/event-key.js';
import { addDays, instantOf } from '../../src/domain/local-time.js';
import { lostEventKeys } from '../../src/domain/restored.js';
import { planCampaign } from '../../src/domain/schedule.js';

const MOMENTS = {
  timezone: 'Europe/Ljubljana',
  reminderTime: '20:45:00',
  startTime: '21:00:00',
  followUpDelaySeconds: 90,
  boardTime: '10:00:00',
};
const DATE = '2026-03-10';
const MORE = eventKey('one_more', DATE);
const at = (time: string, date = DATE): number => instantOf(date, time, MOMENTS.timezone);

it('are the moments between backup and restore', () => {
  const lost = (from: string, to: string): string[] =>
    lostEventKeys({ backupAt: at(from), restoredAt: at(to) }, MOMENTS).filter(
      (key) => !isTidingsKey(key) && key !== MORE,
    );
  expect(lost('05:02', '09:59')).toEqual([]);
  expect(lost('05:02', '10:00')).toEqual(['BOARD:2026-03-10']);
  // Where Muster was down at ten, the board was posted later.
  expect(lost('10:30', '20:14')).toEqual(['BOARD:2026-03-10']);
  // Promoters may have been told of a standing campaign from half an hour before the reminder on.
  expect(lost('10:30', '20:44')).toEqual(['BOARD:2026-03-10', 'STANDING:2026-03-10']);
  expect(lost('20:59', '22:00')).toContain('STANDING:2026-03-10');
  const called = (from: string, to: string): string[] =>
    lost(from, to).filter((key) => key.startsWith('PROMOTE:') && !key.startsWith('PROMOTE:OFF:'));
  expect(called('10:02', '20:45')).toEqual(['PROMOTE:T-15:2026-03-10']);
  expect(called('20:45', '20:59')).toEqual([]);
  expect(called('20:50', '21:01:29')).toEqual(['PROMOTE:T0:2026-03-10']);
  expect(called('21:00', '21:10')).toEqual([]);
  expect(called('20:50', '21:10')).toEqual(['PROMOTE:T0:2026-03-10', 'PROMOTE:FOLLOWUP:2026-03-10']);
});

it('are the whole time in which somebody may have called it off', () => {
  const lost = (from: string, to: string): string[] =>
    lostEventKeys({ backupAt: at(from), restoredAt: at(to) }, MOMENTS).filter((key) => key.includes(':OFF:'));
  const off = [eventKey('call_off', DATE)];
  expect(lost('05:02', '20:44')).toEqual([]);
  expect(lost('05:02', '20:45')).toEqual(off);
  expect(lost('21:40', '21:50')).toEqual(off);
  expect(lost('21:45', '21:50')).toEqual([]);
});

it('are the whole time in which standbys may have been asked for', () => {
  const lost = (from: string, to: string): string[] =>
    lostEventKeys({ backupAt: at(from), restoredAt: at(to) }, MOMENTS).filter((key) => key === MORE);
  expect(lost('10:02', '20:44')).toEqual([]);
  expect(lost('10:02', '20:45')).toEqual([MORE]);
  expect(lost('21:29', '22:00')).toEqual([MORE]);
  expect(lost('21:30', '22:00')).toEqual([]);
});

it('are the whole time in which Muster asks, which a pause may have put off', () => {
  const lost = (from: string, to: string): string[] =>
    lostEventKeys({ backupAt: at(from), restoredAt: at(to) }, { ...MOMENTS, questionTime: '18:00' }).filter(
      (key) => key.startsWith('ASK:'),
    );
  const asked = [eventKey('question', DATE)];
  expect(asked).toEqual([`ASK:${DATE}`]);
  expect(lost('05:02', '17:59')).toEqual([]);
  expect(lost('05:02', '18:00')).toEqual(asked);
  expect(lost('18:10', '19:00')).toEqual(asked);
  expect(lost('21:00', '21:01')).toEqual([]);
});

it('are the whole time in which enough may have been looking, or one too few', () => {
  const lost = (from: string, to: string): string[] =>
    lostEventKeys({ backupAt: at(from), restoredAt: at(to) }, MOMENTS).filter(isTidingsKey);
  const [ready, oneShort] = [tidingsKey('ready', DATE), tidingsKey('one_short', DATE)];
  expect([ready, oneShort]).toEqual([`SESSION_READY:${DATE}`, `ONE_SHORT:${DATE}`]);
  expect(lost('05:02', '09:00')).toEqual([ready]);
  expect(lost('12:00', '19:59')).toEqual([ready]);
  expect(lost('12:00', '20:00')).toEqual([ready, oneShort]);
  expect(lost('20:30', '20:59')).toEqual([ready, oneShort]);
  expect(lost('21:00', '21:01')).toEqual([]);
});

it('reach back to yesterday, for evenings that last past midnight', () => {
  const lost = { backupAt: at('05:02', addDays(DATE, -9)), restoredAt: at('00:10') };
  expect(lostEventKeys(lost, MOMENTS)).toEqual([
    ...(['reminder', 'start', 'follow_up', 'one_more', 'call_off'] as const).map((jobType) =>
      eventKey(jobType, addDays(DATE, -1)),
    ),
    boardKey(addDays(DATE, -1)),
    tidingsKey('ready', addDays(DATE, -1)),
    tidingsKey('one_short', addDays(DATE, -1)),
    standingKey('proposal', addDays(DATE, -1)),
    tidingsKey('ready', DATE),
  ]);
});

it.each([MOMENTS, { ...MOMENTS, reminderTime: '23:45:00', startTime: '00:30:00' }])(
  'hold every moment that a campaign made since the backup can have called for before the restore: %j',
  (moments) => {
    const instants = fc.integer({ min: at('00:00'), max: at('00:00') + 3 * 24 * 60 * 60_000 });
    fc.assert(
      fc.property(fc.tuple(instants, instants, instants), (three) => {
        const [backupAt, createdAt, restoredAt] = three.toSorted((a, b) => a - b) as [number, number, number];
        const plan = planCampaign({ ...moments, followUpDelayMs: 90_000, now: createdAt });
        if (!plan.ok) return;
        const { date, reminderAt, startAt, followUpAt } = plan.value;
        const keys = lostEventKeys({ backupAt, restoredAt }, moments);
        const yesterday = addDays(eveningAt(restoredAt, moments), -1);
        // What is for earlier days nobody can be called for any more.
        if (date < yesterday) return;
        const mayHaveCalled = (moment: number | null): boolean =>
          moment !== null && moment <= restoredAt && moment > backupAt;
        expect(keys.includes(eventKey('start', date))).toBe(mayHaveCalled(startAt));
        expect(keys.includes(eventKey('follow_up', date))).toBe(
          mayHaveCalled(startAt) && mayHaveCalled(followUpAt),
        );
        if (mayHaveCalled(reminderAt)) expect(keys).toContain(eventKey('reminder', date));
      }),
    );
  },
);
