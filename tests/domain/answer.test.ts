import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answerBeside,
  answersCountUntil,
  type EveningAnswer,
  isLateness,
  isSameAnswer,
  lateUntil,
  MOST_LATE_MINUTES,
  nudgeFor,
} from '../../src/domain/answer.js';
import { AVAILABILITY_STATUSES } from '../../src/domain/availability.js';
import { lastUsefulMoment } from '../../src/domain/schedule.js';

const MINUTE = 60_000;
const START_AT = Date.parse('2026-03-10T20:00:00Z');
const LAST_USEFUL = lastUsefulMoment('follow_up', START_AT);

/** Any moment from two hours before the start until two hours after it. */
const moments = fc.integer({ min: START_AT - 120 * MINUTE, max: START_AT + 120 * MINUTE });
const minutes = fc.integer({ min: 1, max: MOST_LATE_MINUTES });
const answers: fc.Arbitrary<EveningAnswer | null> = fc.oneof(
  fc.constantFrom<EveningAnswer | null>(null, { kind: 'COMING' }, { kind: 'NOT_TONIGHT' }),
  fc.record({ minutes, now: moments }).map(({ minutes: late, now }): EveningAnswer => ({
    kind: 'LATE',
    until: lateUntil(late, { now, startAt: START_AT }),
  })),
);

describe('the minute somebody names', () => {
  it('counts from the start, or from now once that is over', () => {
    expect(lateUntil(10, { now: START_AT - 15 * MINUTE, startAt: START_AT })).toBe(START_AT + 10 * MINUTE);
    expect(lateUntil(10, { now: START_AT + 5 * MINUTE, startAt: START_AT })).toBe(START_AT + 15 * MINUTE);
  });

  it('is never before they said it, before the start, or after answers count', () => {
    fc.assert(
      fc.property(minutes, moments, (late, now) => {
        const until = lateUntil(late, { now, startAt: START_AT });
        expect(until).toBeGreaterThan(START_AT);
        expect(until).toBeLessThanOrEqual(answersCountUntil(START_AT));
        if (now < answersCountUntil(START_AT)) expect(until).toBeGreaterThan(now);
      }),
    );
  });

  it('is a whole number from 1 to 45', () => {
    expect([1, 45].map(isLateness)).toEqual([true, true]);
    expect([0, -5, 46, 1.5, Number.NaN, Infinity].map(isLateness)).toEqual(Array(6).fill(false));
  });
});

describe('a nudge', () => {
  it('never comes before the minute somebody named, nor at or after the last useful moment', () => {
    fc.assert(
      fc.property(answers, fc.integer({ min: START_AT, max: LAST_USEFUL - 1 }), (answer, now) => {
        const nudge = nudgeFor(answer, { now, expiresAt: LAST_USEFUL });
        const at = nudge.kind === 'now' ? now : nudge.kind === 'later' ? nudge.at : null;
        if (at === null) return;
        expect(at).toBeLessThan(LAST_USEFUL);
        if (answer?.kind === 'LATE') expect(at).toBeGreaterThanOrEqual(answer.until);
      }),
    );
  });

  it('comes at once to everybody who named no minute, or whose minute has come', () => {
    fc.assert(
      fc.property(answers, fc.integer({ min: START_AT, max: LAST_USEFUL - 1 }), (answer, now) => {
        fc.pre(answer?.kind !== 'LATE' || answer.until <= now);
        expect(nudgeFor(answer, { now, expiresAt: LAST_USEFUL })).toEqual({ kind: 'now' });
      }),
    );
  });

  it('is dropped only where their minute is no use any more', () => {
    fc.assert(
      fc.property(answers, fc.integer({ min: START_AT, max: LAST_USEFUL - 1 }), (answer, now) => {
        const isDropped = nudgeFor(answer, { now, expiresAt: LAST_USEFUL }).kind === 'never';
        expect(isDropped).toBe(answer?.kind === 'LATE' && answer.until >= LAST_USEFUL);
      }),
    );
  });

  it('that was put off comes at its moment', () => {
    fc.assert(
      fc.property(answers, fc.integer({ min: START_AT, max: LAST_USEFUL - 1 }), (answer, now) => {
        const first = nudgeFor(answer, { now, expiresAt: LAST_USEFUL });
        fc.pre(first.kind === 'later');
        expect(nudgeFor(answer, { now: first.at, expiresAt: LAST_USEFUL })).toEqual({ kind: 'now' });
      }),
    );
  });
});

describe('an answer beside one of the four statuses', () => {
  it('is never a yes beside a no, nor a no beside a yes', () => {
    fc.assert(
      fc.property(answers, fc.constantFrom(...AVAILABILITY_STATUSES, null), (answer, status) => {
        const left = answerBeside(answer, status);
        if (status !== 'LOOKING') expect(left?.kind).not.toBe('COMING');
        if (status !== 'LOOKING') expect(left?.kind).not.toBe('LATE');
        if (status !== 'NOT_PLAYING') expect(left?.kind).not.toBe('NOT_TONIGHT');
      }),
    );
  });

  it('is made by no status alone, and is the same however often that is said', () => {
    fc.assert(
      fc.property(answers, fc.constantFrom(...AVAILABILITY_STATUSES, null), (answer, status) => {
        const left = answerBeside(answer, status);
        if (answer === null) expect(left).toBeNull();
        expect(isSameAnswer(answerBeside(left, status), left)).toBe(true);
      }),
    );
  });

  it('keeps the minute somebody named while they still look for a game', () => {
    const late: EveningAnswer = { kind: 'LATE', until: START_AT + 10 * MINUTE };
    expect(answerBeside(late, 'LOOKING')).toEqual(late);
  });
});
