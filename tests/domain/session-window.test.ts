import { describe, expect, it } from 'vitest';
import { quietFrom } from '../../src/domain/session-window.js';

const at = (instant: string): number => Date.parse(instant);

describe('when an evening is in nobody’s way', () => {
  const moments = {
    timezone: 'Europe/Ljubljana',
    reminderTime: '20:45',
    startTime: '21:00',
    boardTime: '10:00',
  };

  it.each([
    ['in the afternoon', '2026-03-10T15:00:00Z', '2026-03-10T15:00:00Z'],
    ['an hour before the reminder', '2026-03-10T18:45:00Z', '2026-03-10T20:45:00Z'],
    ['at the start', '2026-03-10T20:00:00Z', '2026-03-10T20:45:00Z'],
    ['when the last nudge is of no more use', '2026-03-10T20:45:00Z', '2026-03-10T20:45:00Z'],
    ['on the evening of the day clocks are set forward', '2026-03-29T18:00:00Z', '2026-03-29T19:45:00Z'],
  ])('%s', (_, now, quiet) => {
    expect(new Date(quietFrom(at(now), moments)).toISOString()).toBe(new Date(quiet).toISOString());
  });

  it.each([
    ['no board is posted', null, '2026-03-10T08:30:00Z', '2026-03-10T08:30:00Z'],
    ['the board comes', '400000000000000001', '2026-03-10T08:30:00Z', '2026-03-10T09:15:00Z'],
    ['the question comes', null, '2026-03-10T15:10:00Z', '2026-03-10T16:15:00Z'],
  ])('where %s', (_, boardChannelId, now, quiet) => {
    const asking = { ...moments, boardChannelId, questionTime: '17:00' };
    expect(new Date(quietFrom(at(now), asking)).toISOString()).toBe(new Date(quiet).toISOString());
  });

  it('the question runs into the evening', () => {
    const asking = { ...moments, questionTime: '19:35' };
    expect(new Date(quietFrom(at('2026-03-10T17:40:00Z'), asking)).toISOString()).toBe(
      '2026-03-10T20:45:00.000Z',
    );
  });

  it('one about midnight is one on both of its days', () => {
    const late = { ...moments, reminderTime: '23:45', startTime: '00:30' };
    const end = at('2026-03-11T00:15:00Z');
    expect(quietFrom(at('2026-03-10T21:50:00Z'), late)).toBe(end);
    expect(quietFrom(at('2026-03-10T23:40:00Z'), late)).toBe(end);
  });
});
