import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SessionTimes } from '../../src/domain/evening.js';
import { addDays, instantOf, localDate, wallTime } from '../../src/domain/local-time.js';
import type { SessionPlan, Weekday } from '../../src/domain/session-plan.js';
import { weekdayOf, WEEKDAYS } from '../../src/domain/session-plan.js';
import {
  decideStanding,
  goingOutOn,
  hasLapsed,
  isLapseNear,
  MADE_BEFORE_MS,
  type Setter,
  type StandingDecision,
  type StandingSituation,
  TOLD_BEFORE_MS,
  VETO_MS,
} from '../../src/domain/standing-campaigns.js';

const MINUTE = 60_000;
const ZONE = 'Europe/Ljubljana';
const SESSION: SessionTimes = { timezone: ZONE, startTime: '21:00:00', reminderTime: '20:45:00' };
const DATE = '2026-03-10';
const AT = Date.parse('2026-03-10T19:45:00Z');
const WISH = { setBy: 'ada', includeAvailable: true, includeMaybe: false };

/** A Tuesday whose pings go out at 20:45, with enough who are looking. */
const tuesday = (changes: Partial<StandingSituation> = {}): StandingSituation => ({
  date: DATE,
  goingOut: goingOutOn(DATE, SESSION),
  standing: { ...WISH, until: '2026-04-01' },
  proposal: null,
  isSettled: false,
  isTaken: false,
  isLost: false,
  isSwitchedOff: false,
  looking: 6,
  threshold: 6,
  told: 0,
  setter: 'may',
  ...changes,
});
const told = (changes: Partial<StandingSituation> = {}): StandingSituation =>
  tuesday({ proposal: { ...WISH, at: AT }, told: 2, ...changes });

describe('what is done about a date', () => {
  it('is to tell promoters from half an hour before on, as long as they have ten minutes to say no', () => {
    const kindAt = (at: number): string => decideStanding(at, tuesday()).kind;
    expect(kindAt(AT - TOLD_BEFORE_MS - 1)).toBe('nothing');
    expect(kindAt(AT - TOLD_BEFORE_MS)).toBe('propose');
    expect(kindAt(AT - VETO_MS - 1)).toBe('propose');
    expect(kindAt(AT - VETO_MS)).toBe('nothing');
  });

  it.each<[string, Partial<StandingSituation>]>([
    ['there is no session', { goingOut: null }],
    ['none is set', { standing: null }],
    ['it has lapsed', { standing: { ...WISH, until: '2026-03-09' } }],
    ['somebody has planned the evening', { isTaken: true }],
    ['a restore does not know', { isLost: true }],
    ['messages are off', { isSwitchedOff: true }],
    ['too few are looking', { looking: 5 }],
    ['Discord gives no answer', { setter: 'unknown' }],
    ['it is settled', { isSettled: true }],
  ])('is nothing where %s', (_why, changes) => {
    expect(decideStanding(AT - TOLD_BEFORE_MS, tuesday(changes))).toEqual({ kind: 'nothing' });
  });

  it('counts on the last day it counts for', () => {
    const standing = { ...WISH, until: DATE };
    expect(decideStanding(AT - TOLD_BEFORE_MS, tuesday({ standing })).kind).toBe('propose');
  });

  it('ends all of somebody who has left or may not promote, however many are looking', () => {
    for (const setter of ['left', 'may_not'] as const)
      expect(decideStanding(AT - TOLD_BEFORE_MS, tuesday({ setter, looking: 0 }))).toEqual({
        kind: 'end',
        reason: setter,
      });
  });

  it('is to make it a minute before it goes out, and until the start', () => {
    expect(decideStanding(AT - MADE_BEFORE_MS - 1, told()).kind).toBe('nothing');
    expect(decideStanding(AT - MADE_BEFORE_MS, told()).kind).toBe('make');
    expect(decideStanding(AT + 15 * MINUTE - 1, told()).kind).toBe('make');
    expect(decideStanding(AT + 15 * MINUTE, told())).toEqual({ kind: 'drop', reason: 'too_late' });
  });

  it.each<[Partial<StandingSituation>, StandingDecision]>([
    [{ isLost: true }, { kind: 'drop', reason: 'restored' }],
    [{ goingOut: null }, { kind: 'drop', reason: 'no_session' }],
    [{ standing: null }, { kind: 'drop', reason: 'changed' }],
    [{ standing: { ...WISH, setBy: 'bob', until: '2026-04-01' } }, { kind: 'drop', reason: 'changed' }],
    [{ isTaken: true }, { kind: 'drop', reason: 'taken' }],
    [{ isSwitchedOff: true }, { kind: 'drop', reason: 'switched_off' }],
    [{ told: 0 }, { kind: 'drop', reason: 'nobody_told' }],
    [{ looking: 5 }, { kind: 'drop', reason: 'too_few' }],
    [{ setter: 'left' }, { kind: 'end', reason: 'left' }],
    [{ setter: 'may_not' }, { kind: 'end', reason: 'may_not' }],
    [{ setter: 'unknown' }, { kind: 'nothing' }],
  ])('does not make it with %j', (changes, decision) => {
    expect(decideStanding(AT - MADE_BEFORE_MS, told(changes))).toEqual(decision);
  });

  it('never goes out before the moment that promoters were told, whatever the settings say since', () => {
    const earlier = goingOutOn(DATE, { ...SESSION, reminderTime: '20:20:00' });
    expect(decideStanding(AT - 5 * MINUTE, told({ goingOut: earlier })).kind).toBe('nothing');
    expect(decideStanding(AT - MADE_BEFORE_MS, told({ goingOut: earlier })).kind).toBe('make');
    const later = goingOutOn(DATE, { ...SESSION, reminderTime: '20:55:00' });
    expect(decideStanding(AT - MADE_BEFORE_MS, told({ goingOut: later })).kind).toBe('nothing');
    expect(decideStanding(AT + 9 * MINUTE, told({ goingOut: later })).kind).toBe('make');
  });
});

describe('the moments of a date', () => {
  it('are by the clocks on the wall on both sides of a change', () => {
    for (const date of ['2026-03-28', '2026-03-29', '2026-10-24', '2026-10-25']) {
      const { tellFrom, at } = goingOutOn(date, SESSION)!;
      expect([wallTime(tellFrom, ZONE), wallTime(at, ZONE)]).toEqual(['20:15', '20:45']);
      expect(localDate(at, ZONE)).toBe(date);
    }
  });

  it('follow the session past midnight, and are none where the plan has none', () => {
    const late = goingOutOn(DATE, { ...SESSION, startTime: '00:30:00', reminderTime: '00:15:00' })!;
    expect(new Date(late.at).toISOString()).toBe('2026-03-10T23:15:00.000Z');
    const plan: SessionPlan = { wed: { startTime: '21:00:00', reminderTime: null } };
    expect(goingOutOn(DATE, { ...SESSION, plan })).toBeNull();
  });
});

describe('the lapse', () => {
  it('is told from noon of the seventh day before on, and once it has come', () => {
    const noon = (date: string): number => instantOf(date, '12:00', ZONE);
    const until = '2026-03-31';
    expect(isLapseNear(noon('2026-03-24'), until, ZONE)).toBe(false);
    expect(isLapseNear(noon('2026-03-25') - 1, until, ZONE)).toBe(false);
    expect(isLapseNear(noon('2026-03-25'), until, ZONE)).toBe(true);
    expect(isLapseNear(noon('2026-03-31'), until, ZONE)).toBe(true);
    expect(hasLapsed(noon('2026-03-31'), until, ZONE)).toBe(false);
    expect(hasLapsed(noon('2026-04-01') - 1, until, ZONE)).toBe(false);
    expect(hasLapsed(noon('2026-04-01'), until, ZONE)).toBe(true);
  });
});

/** What happens in a made-up fortnight, at minutes from its start. */
interface Happening {
  readonly at: number;
  readonly what:
    | { readonly looking: number }
    | { readonly setter: Setter }
    | { readonly off: boolean }
    | { readonly stop: true }
    | { readonly taken: true };
}

const happening: fc.Arbitrary<Happening> = fc.record({
  at: fc.integer({ min: 0, max: 14 * 24 * 60 }),
  what: fc.oneof(
    fc.record({ looking: fc.integer({ min: 0, max: 8 }) }),
    fc.record({ setter: fc.constantFrom<Setter>('may', 'may_not', 'left', 'unknown') }),
    fc.record({ off: fc.boolean() }),
    fc.constant({ stop: true } as const),
    fc.constant({ taken: true } as const),
  ),
});

/**
 * Two weeks around each change of the clocks, with looks at made-up minutes: what the function says is put on record, and
 * held to what somebody says who knows the clocks on the wall and the rules in words, and looks back at all of it.
 */
describe('a made-up fortnight', () => {
  it('proposes and makes each date at most once, never without enough, consent to it, or time to say no', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('2026-03-22', '2026-10-18', '2026-06-01'),
        fc.uniqueArray(fc.constantFrom<Weekday>(...WEEKDAYS), { minLength: 1 }),
        fc.constantFrom('20:45:00', '20:30:00', '18:00:00'),
        fc.integer({ min: 0, max: 13 }),
        fc.array(happening, { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 60, maxLength: 60 }),
        (first, days, reminderTime, counted, happenings, steps) => {
          const session = { ...SESSION, reminderTime };
          const from = instantOf(first, '00:00', ZONE);
          const until = addDays(first, counted);
          const state = { looking: 6, setter: 'may' as Setter, off: false };
          const open = new Map<string, { at: number; since: number }>();
          const over = new Map<string, string>();
          const ordered = happenings.toSorted((a, b) => a.at - b.at);
          let isEnded = false;
          const taken = new Set<string>();
          // Looks come in clusters around each evening, and now and then at noon.
          const looks = Array.from({ length: 14 }, (_, index) => addDays(first, index)).flatMap(
            (date, day) => {
              let at = instantOf(date, '17:20', ZONE);
              return steps
                .map((step, index) => (at += step * MINUTE + (day + index) * 1_000))
                .concat(instantOf(date, '12:00', ZONE));
            },
          );
          for (const now of looks.toSorted((a, b) => a - b)) {
            while (ordered[0] && from + ordered[0].at * MINUTE <= now) {
              const { what } = ordered.shift()!;
              if ('looking' in what) state.looking = what.looking;
              if ('setter' in what) state.setter = what.setter;
              if ('off' in what) state.off = what.off;
              if ('taken' in what) taken.add(localDate(now, ZONE));
              if ('stop' in what) for (const date of open.keys()) over.set(date, over.get(date) ?? 'stopped');
            }
            const date = localDate(now, ZONE);
            const standing = !isEnded && days.includes(weekdayOf(date)) ? { ...WISH, until } : null;
            const proposal = open.get(date);
            const isSettled = over.has(date);
            const decision = decideStanding(now, {
              date,
              goingOut: goingOutOn(date, session),
              standing,
              proposal: proposal && !isSettled ? { ...WISH, at: proposal.at } : null,
              isSettled,
              isTaken: taken.has(date),
              isLost: false,
              isSwitchedOff: state.off,
              looking: state.looking,
              threshold: 6,
              told: proposal ? 1 : 0,
              setter: state.setter,
            });
            const minute = minutesOf(wallTime(now, ZONE)) - minutesOf(reminderTime);
            switch (decision.kind) {
              case 'propose':
                expect(open.has(date)).toBe(false);
                expect(minute).toBeGreaterThanOrEqual(-30);
                expect(minute).toBeLessThan(-10);
                expect([days.includes(weekdayOf(date)), date <= until, isEnded]).toEqual([true, true, false]);
                open.set(date, { at: instantOf(date, reminderTime, ZONE), since: now });
                break;
              case 'make':
                expect(over.has(date)).toBe(false);
                expect(now - proposal!.since).toBeGreaterThanOrEqual(VETO_MS - MADE_BEFORE_MS);
                expect(minute).toBeGreaterThanOrEqual(-1);
                over.set(date, 'made');
                break;
              case 'drop':
                expect(open.has(date)).toBe(true);
                over.set(date, decision.reason);
                break;
              case 'end':
                isEnded = true;
                if (open.has(date)) over.set(date, decision.reason);
                break;
              case 'nothing':
                // Somebody who reads the rules would have done nothing either.
                expect(
                  mustAct({
                    minute,
                    standing,
                    state,
                    taken: taken.has(date),
                    date,
                    until,
                    open: open.has(date),
                    isSettled,
                    toStart: now - instantOf(date, '21:00', ZONE),
                  }),
                ).toBe(false);
            }
            if (decision.kind === 'propose' || decision.kind === 'make') {
              expect(state.looking).toBeGreaterThanOrEqual(6);
              expect([state.off, state.setter, taken.has(date)]).toEqual([false, 'may', false]);
            }
          }
        },
      ),
    );
  });
});

/** The rules in words, for somebody with a clock on the wall. `minute`: from the reminder on. */
function mustAct(at: {
  minute: number;
  standing: unknown;
  state: { looking: number; setter: Setter; off: boolean };
  taken: boolean;
  date: string;
  until: string;
  open: boolean;
  isSettled: boolean;
  toStart: number;
}): boolean {
  const { minute, standing, state, taken, date, until, open, isSettled, toStart } = at;
  if (isSettled) return false;
  if (open)
    return (
      taken ||
      standing === null ||
      toStart >= 0 ||
      (minute >= -1 && (state.setter !== 'unknown' || state.off || state.looking < 6))
    );
  const isTime = minute >= -30 && minute < -10;
  if (!isTime || standing === null || date > until || taken || state.off) return false;
  return (
    state.setter === 'left' || state.setter === 'may_not' || (state.setter === 'may' && state.looking >= 6)
  );
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
