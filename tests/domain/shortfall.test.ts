import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENING_ANSWERS, FEWEST_TOLD } from '../../src/domain/answer.js';
import { FINAL_OUTCOMES, type LeftOut, SKIP_REASONS } from '../../src/domain/campaign.js';
import {
  causeOf,
  type RecordedPart,
  type Shortfall,
  SHORTFALL_CAUSES,
  shortfallToTell,
  shortfallTogether,
  steppedInTogether,
  steppedInToTell,
} from '../../src/domain/shortfall.js';

const CALLED: RecordedPart = {
  called: true,
  said: null,
  outcome: 'sent',
  reason: null,
  present: false,
  count: 1,
};
const NOT_CALLED: RecordedPart = { ...CALLED, called: false, outcome: 'skipped' };
/** Of those whom a campaign could not list. */
const LISTED = ['pingsOff', 'ownLimit', 'unreachable'] as const;
const NOBODY_LEFT_OUT: LeftOut = { pingsOff: 0, ownLimit: 0, unreachable: 0, saidNothing: 0 };

const anyPart: fc.Arbitrary<RecordedPart> = fc.record({
  called: fc.boolean(),
  said: fc.constantFrom(...EVENING_ANSWERS, 'DROPPED_OUT' as const, null),
  outcome: fc.constantFrom(...FINAL_OUTCOMES, null),
  reason: fc.constantFrom(...SKIP_REASONS, 'channel_closed', null),
  present: fc.boolean(),
  count: fc.integer({ min: 1, max: 4 }),
});
const anyLeftOut = fc.option(
  fc.record({ pingsOff: fc.nat(4), ownLimit: fc.nat(4), unreachable: fc.nat(4), saidNothing: fc.nat(9) }),
);
const anyRecords = fc.record({
  parts: fc.array(anyPart, { maxLength: 6 }),
  leftOut: anyLeftOut,
  seen: fc.boolean(),
});

describe('why somebody did not come', () => {
  it.each<[string, Partial<RecordedPart>, ReturnType<typeof causeOf>]>([
    ['quiet hours held the call back', { reason: 'quiet_hours' }, 'quietHours'],
    ['they turned session pings off', { reason: 'not_opted_in' }, 'pingsOff'],
    ['they had had as many as they want', { reason: 'over_own_cap' }, 'ownLimit'],
    ['calls rest', { reason: 'calls_rest' }, 'ownLimit'],
    ['no channel was left', { reason: 'no_channel' }, 'unreachable'],
    ['they left the server', { reason: 'left_guild' }, 'unreachable'],
    ['every channel refused', { outcome: 'failed', reason: 'channel_closed' }, 'unreachable'],
    ['they said no before the call', { reason: 'not_playing' }, 'saidNo'],
    ['another campaign called them', { reason: 'already_contacted' }, null],
    ['the process was down', { reason: 'missed' }, null],
  ])('who was not called: %s', (_, part, cause) => {
    expect(causeOf({ ...NOT_CALLED, ...part })).toBe(cause);
  });

  it.each<[string, Partial<RecordedPart>, ReturnType<typeof causeOf>]>([
    ['a yes taken back', { said: 'DROPPED_OUT' }, 'droppedOut'],
    ['a no', { said: 'NOT_TONIGHT' }, 'saidNo'],
    ['a yes', { said: 'COMING' }, null],
    ['silence, and not there', {}, 'noAnswer'],
    ['silence, and there', { present: true }, null],
    [
      'silence after the reminder, quiet at the start',
      { outcome: 'skipped', reason: 'quiet_hours' },
      'noAnswer',
    ],
    ['the day cleared after the reminder', { outcome: 'skipped', reason: 'no_entry' }, 'saidNo'],
  ])('who was called: %s', (_, part, cause) => {
    expect(causeOf({ ...CALLED, ...part })).toBe(cause);
  });
});

describe('what is told of an evening', () => {
  it('adds to those whom the campaign listed the ones it could not list', () => {
    const parts: RecordedPart[] = [
      { ...NOT_CALLED, reason: 'quiet_hours', count: 2 },
      { ...NOT_CALLED, reason: 'not_opted_in' },
      { ...NOT_CALLED, reason: 'calls_rest' },
      { ...CALLED, count: 5 },
    ];
    const leftOut = { pingsOff: 3, ownLimit: 2, unreachable: 4, saidNothing: 9 };
    expect(shortfallToTell({ parts, leftOut, seen: true })).toEqual({
      quietHours: 2,
      pingsOff: 4,
      ownLimit: 3,
      unreachable: 4,
      saidNo: 0,
      droppedOut: 0,
      noAnswer: 5,
      saidNothing: 9,
    });
  });

  it('leaves unknown what was not recorded: whom an older campaign could not list, and who was there unseen', () => {
    const parts = [{ ...CALLED, count: 5 }];
    expect(shortfallToTell({ parts, leftOut: null, seen: false })).toEqual({
      quietHours: 0,
      pingsOff: null,
      ownLimit: null,
      unreachable: null,
      saidNo: 0,
      droppedOut: 0,
      noAnswer: null,
      saidNothing: null,
    });
  });

  it('is nothing of fewer than five people', () => {
    const parts = [{ ...CALLED, count: 4 }];
    expect(shortfallToTell({ parts, leftOut: NOBODY_LEFT_OUT, seen: true })).toBeNull();
  });

  it('never comes of a group of fewer than five, and is never more than the group', () => {
    fc.assert(
      fc.property(anyRecords, (records) => {
        const told = shortfallToTell(records);
        const people = (of: readonly RecordedPart[]): number => of.reduce((sum, { count }) => sum + count, 0);
        const called = people(records.parts.filter((part) => part.called));
        const down =
          people(records.parts) + LISTED.reduce((sum, of) => sum + (records.leftOut?.[of] ?? 0), 0);
        const sum = (causes: readonly (keyof Shortfall)[]): number =>
          causes.reduce((total, cause) => total + (told?.[cause] ?? 0), 0);
        if (called < FEWEST_TOLD) expect(sum(['saidNo', 'droppedOut', 'noAnswer'])).toBe(0);
        if (down < FEWEST_TOLD) expect(sum(['quietHours', ...LISTED])).toBe(0);
        expect(sum(SHORTFALL_CAUSES)).toBeLessThanOrEqual(down + (records.leftOut?.saidNothing ?? 0));
      }),
    );
  });
});

describe('evenings together', () => {
  const ONE: Shortfall = {
    quietHours: 1,
    pingsOff: 2,
    ownLimit: 0,
    unreachable: 3,
    saidNo: 4,
    droppedOut: 5,
    noAnswer: null,
    saidNothing: null,
  };

  it('are what is told of each, and what is told of none stays untold', () => {
    const together = shortfallTogether([ONE, { ...ONE, noAnswer: 6 }]);
    expect(together).toEqual({
      shortfall: {
        quietHours: 2,
        pingsOff: 4,
        ownLimit: 0,
        unreachable: 6,
        saidNo: 8,
        droppedOut: 10,
        noAnswer: 6,
        saidNothing: null,
      },
      evenings: 2,
      partly: true,
    });
    expect(shortfallTogether([{ ...ONE, noAnswer: 0, saidNothing: 0 }])).toMatchObject({ partly: false });
    expect(shortfallTogether([])).toBeNull();
  });

  it('tell who stepped in, of at least five people who were called', () => {
    expect(steppedInToTell({ called: 2, came: 1 }, 3)).toEqual({ called: 2, came: 1 });
    expect(steppedInToTell({ called: 2, came: 1 }, 2)).toBeNull();
    expect(steppedInToTell({ called: 0, came: 0 }, 9)).toBeNull();
    expect(
      steppedInTogether([
        { called: 2, came: 1 },
        { called: 3, came: 2 },
      ]),
    ).toEqual({ called: 5, came: 3 });
    expect(steppedInTogether([])).toBeNull();
  });
});
