import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AVAILABILITY_STATUSES, type AvailabilityStatus } from '../../src/domain/availability.js';
import { addDays } from '../../src/domain/local-time.js';
import { WEEKDAYS, type Weekday, weekdayOf } from '../../src/domain/session-plan.js';
import {
  answerOn,
  type Away,
  changedWeek,
  effectiveAnswer,
  endOfWeekly,
  isRenewalDue,
  isTakenBack,
  lastWeekFrom,
  WEEK,
  WEEKLY_STATUSES,
  type WeeklyAnswers,
  type WeeklyStatus,
} from '../../src/domain/standing-answers.js';

const FIRST = '2026-02-20';
const TUESDAY = '2026-03-10';

/** What a person says on the days of a diary, one thing after the other. */
type Deed =
  | { readonly kind: 'weekly'; readonly day: Weekday; readonly status: WeeklyStatus | null }
  | { readonly kind: 'keep' }
  | { readonly kind: 'away'; readonly days: number }
  | { readonly kind: 'back' }
  | { readonly kind: 'say'; readonly ahead: number; readonly status: AvailabilityStatus | null };
interface Line {
  readonly on: string;
  readonly deed: Deed;
}

const anyDeed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    kind: fc.constant('weekly' as const),
    day: fc.constantFrom(...WEEKDAYS),
    status: fc.constantFrom(null, ...WEEKLY_STATUSES),
  }),
  fc.constant({ kind: 'keep' as const }),
  fc.record({ kind: fc.constant('away' as const), days: fc.integer({ min: 0, max: 20 }) }),
  fc.constant({ kind: 'back' as const }),
  fc.record({
    kind: fc.constant('say' as const),
    ahead: fc.integer({ min: 0, max: 90 }),
    status: fc.constantFrom(null, ...AVAILABILITY_STATUSES),
  }),
);
/** A diary of some months; most of it within the weeks that matter to each other. */
const anyDiary = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 25 }), anyDeed), { maxLength: 14 })
  .map((steps) => {
    let on = FIRST;
    return steps.map(([days, deed]): Line => ({ on: (on = addDays(on, days)), deed }));
  });

/** Reads the whole diary for one date, the way a person would: nothing is kept but what was said, and when. */
function readDiary(diary: readonly Line[], date: string, today: string): string {
  const past = diary.filter(({ on }) => on <= today);
  const said = past.findLast(({ on, deed }) => deed.kind === 'say' && addDays(on, deed.ahead) === date);
  if (said?.deed.kind === 'say' && said.deed.status !== null) return `said ${said.deed.status}`;
  const gone = past.findLast(({ deed }) => deed.kind === 'away' || deed.kind === 'back');
  if (gone?.deed.kind === 'away' && gone.on <= date && date <= addDays(gone.on, gone.deed.days))
    return 'away';
  // A week lapses when nobody has looked at it for 56 days, and with it all that was said in it.
  let status: WeeklyStatus | null = null;
  let since = '';
  let lookedAt = '';
  for (const { on, deed } of past) {
    if (deed.kind !== 'weekly' && deed.kind !== 'keep') continue;
    if (lookedAt !== '' && on >= addDays(lookedAt, 56)) status = null;
    // Taking something back is no reason to go on with the rest.
    if (deed.kind === 'keep' || deed.status !== null) lookedAt = on;
    if (deed.kind !== 'weekly' || deed.day !== weekdayOf(date)) continue;
    if (deed.status !== status) since = on;
    status = deed.status;
  }
  return status !== null && since <= date && date < addDays(lookedAt, 56) ? `weekly ${status}` : 'none';
}

/** Keeps what the tables keep. */
function live(diary: readonly Line[], today: string) {
  let week: WeeklyAnswers = {};
  let away: Away | null = null;
  const said = new Map<string, AvailabilityStatus>();
  for (const { on, deed } of diary) {
    if (on > today) break;
    if (deed.kind === 'weekly') week = changedWeek(week, { [deed.day]: deed.status }, on);
    if (deed.kind === 'keep') week = changedWeek(week, {}, on);
    if (deed.kind === 'away') away = { from: on, until: addDays(on, deed.days) };
    if (deed.kind === 'back') away = null;
    if (deed.kind !== 'say') continue;
    if (deed.status === null) said.delete(addDays(on, deed.ahead));
    else said.set(addDays(on, deed.ahead), deed.status);
  }
  return { week, away, said };
}

describe('the answer of somebody for a date', () => {
  it('is what a reader of all they ever said would find', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        anyDiary,
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 0, max: 90 }),
        (diary, later, ahead) => {
          const today = addDays(FIRST, later);
          const date = addDays(today, ahead);
          const { week, away, said } = live(diary, today);
          const answer = answerOn(date, { said: said.get(date) ?? null, week, away });
          const found = answer.status === null ? answer.origin : `${answer.origin} ${answer.status}`;
          expect(found).toBe(readDiary(diary, date, today));
          seen.add(answer.origin);
        },
      ),
      { numRuns: 5_000 },
    );
    expect([...seen].sort()).toEqual(['away', 'none', 'said', 'weekly']);
  });

  it('is never a wish to play that they did not say for the date', () => {
    const weekly = { status: 'AVAILABLE', from: FIRST, until: '2026-04-16' } as const;
    expect(effectiveAnswer(TUESDAY, { said: null, weekly, away: null }).status).toBe('AVAILABLE');
    expect(effectiveAnswer(TUESDAY, { said: 'LOOKING', weekly, away: null })).toEqual({
      origin: 'said',
      status: 'LOOKING',
    });
  });

  it('is theirs again for a date they speak of while they are away', () => {
    const away = { from: '2026-03-01', until: '2026-03-20' };
    expect(effectiveAnswer(TUESDAY, { said: 'MAYBE', weekly: null, away }).origin).toBe('said');
    expect(effectiveAnswer(TUESDAY, { said: null, weekly: null, away }).origin).toBe('away');
  });
});

describe('weekly answers', () => {
  it('count for eight weeks, eight times each, and not once more', () => {
    const week = changedWeek({}, { [weekdayOf(TUESDAY)]: 'MAYBE' }, TUESDAY);
    const origins = Array.from(
      { length: 9 },
      (_, index) => answerOn(addDays(TUESDAY, 7 * index), { said: null, week, away: null }).origin,
    );
    expect(origins).toEqual([...Array<string>(8).fill('weekly'), 'none']);
    expect(endOfWeekly(week, TUESDAY)).toBe('2026-05-04');
    expect(endOfWeekly(week, '2026-05-05')).toBeNull();
    expect(endOfWeekly({}, TUESDAY)).toBeNull();
  });

  it('are to be kept in their last seven days alone', () => {
    const until = '2026-05-04';
    expect(lastWeekFrom(until)).toBe('2026-04-28');
    expect(isRenewalDue(until, '2026-04-27')).toBe(false);
    expect(isRenewalDue(until, '2026-04-28')).toBe(true);
    expect(isRenewalDue(until, until)).toBe(true);
    expect(isRenewalDue(until, '2026-05-05')).toBe(false);
    expect(isRenewalDue(null, until)).toBe(false);
  });

  it('that have lapsed are not brought back by a change of another day', () => {
    const week = changedWeek({}, { mon: 'AVAILABLE' }, '2026-01-01');
    expect(Object.keys(changedWeek(week, { tue: 'MAYBE' }, TUESDAY))).toEqual(['tue']);
  });

  it('are taken back by changes that say nothing else', () => {
    expect(isTakenBack({ mon: null, sun: null })).toBe(true);
    expect(isTakenBack({ mon: null, sun: 'MAYBE' })).toBe(false);
  });

  it('go on as they were where one of them is taken back', () => {
    const week = changedWeek({}, { mon: 'AVAILABLE', tue: 'MAYBE' }, TUESDAY);
    expect(changedWeek(week, { mon: null }, addDays(TUESDAY, 20))).toEqual({ tue: week.tue });
    expect(changedWeek(week, {}, addDays(TUESDAY, 20)).tue).toEqual({ ...week.tue, until: '2026-05-24' });
  });

  it('are shown from Monday on', () => {
    expect(WEEK).toEqual(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);
  });
});
