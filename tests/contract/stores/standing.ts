import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { AVAILABILITY_STATUSES, type AvailabilityStatus } from '../../../src/domain/availability.js';
import { addDays } from '../../../src/domain/local-time.js';
import { WEEKDAYS, type Weekday, weekdayOf } from '../../../src/domain/session-plan.js';
import {
  answerOn,
  changedWeek,
  endOfWeekly,
  isRenewalDue,
  isToBeAsked,
  type Standing,
  WEEKLY_STATUSES,
  type WeeklyAnswer,
} from '../../../src/domain/standing-answers.js';
import type { Tx, View } from '../../../src/persistence/engine/database.js';
import {
  availabilityBetween,
  availabilityOn,
  countsBetween,
  declineEntry,
  refusalsOn,
  saidOn,
  saveAvailability,
} from '../../../src/persistence/stores/availability-store.js';
import { countLateAnswers } from '../../../src/persistence/stores/late-answer-store.js';
import { countSilent, peopleOf } from '../../../src/persistence/stores/audience-store.js';
import { peopleToAsk, peopleToTell, personFor } from '../../../src/persistence/stores/person-store.js';
import { savePlayerLink } from '../../../src/persistence/stores/player-link-store.js';
import { defaultPreferences, savePreferences } from '../../../src/persistence/stores/preference-store.js';
import {
  answerFor,
  clearWeekdays,
  findStanding,
  saveAway,
  saveWeek,
} from '../../../src/persistence/stores/standing-store.js';
import { DATE, NOW, ZONE, type OpenStores, type StoresWorld, withCampaign } from './world.js';

/** No key opens anything. */
const NO_CONTACTS = { canOpen: () => false };
const PEOPLE = ['p1', 'p2', 'p3'];
const FROM = addDays(DATE, -3);
const TO = addDays(DATE, 11);
const DATES = Array.from({ length: 15 }, (_, index) => addDays(FROM, index));

interface Said {
  readonly standing: Standing;
  readonly entries: Readonly<Record<string, AvailabilityStatus>>;
}

const anyStretch = fc
  .tuple(fc.integer({ min: -9, max: 14 }), fc.integer({ min: 0, max: 14 }))
  .map(([after, days]) => ({ from: addDays(DATE, after), until: addDays(DATE, after + days) }));
const anyWeekly: fc.Arbitrary<WeeklyAnswer> = fc
  .tuple(anyStretch, fc.constantFrom(...WEEKLY_STATUSES))
  .map(([stretch, status]) => ({ ...stretch, status }));
const anySaid: fc.Arbitrary<Said> = fc.record({
  standing: fc.record({
    week: fc.dictionary(fc.constantFrom<Weekday>(...WEEKDAYS), anyWeekly, { noNullPrototype: true }),
    away: fc.option(anyStretch),
  }),
  entries: fc.dictionary(fc.constantFrom(...DATES), fc.constantFrom(...AVAILABILITY_STATUSES), {
    noNullPrototype: true,
    maxKeys: 6,
  }),
});

/** Weekly answers and absences, and that everybody who counts counts by the same rule. */
export function standingContract(open: OpenStores): void {
  let db: StoresWorld;
  let view: View;

  beforeEach(async () => {
    db = await open();
    view = db.view;
  });

  const write = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => db.withTransaction(fn);

  async function write3(all: readonly Said[]): Promise<void> {
    await write(async (tx) => {
      for (const [index, userId] of PEOPLE.entries()) {
        const { standing, entries } = all[index]!;
        await tx.sql`DELETE FROM availability_entries WHERE user_id = ${userId}`;
        await saveWeek(tx, userId, `Name of ${userId}`, standing.week, NOW);
        await saveAway(tx, userId, standing.away, NOW);
        for (const [date, status] of Object.entries(entries)) {
          const entry = { id: `${userId} ${date}`, userId, userName: `Name of ${userId}`, date, status };
          await saveAvailability(tx, entry, NOW);
        }
      }
    });
  }

  it('are counted, named and asked about by every store as the one rule has it', async () => {
    await write(async (tx) => {
      for (const userId of PEOPLE) {
        await savePlayerLink(tx, { userId, guid: userId, name: `Name of ${userId}` }, NOW);
        const wishes = { allowQuestions: true, allowReadyNotices: true };
        await savePreferences(tx, userId, { ...defaultPreferences(), ...wishes }, NOW);
      }
    });
    const any = fc.array(anySaid, { minLength: 3, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(any, fc.constantFrom(...DATES), async (all, date) => {
        await write3(all);
        const answers = (on: string) =>
          PEOPLE.map((userId, index) => {
            const { standing, entries } = all[index]!;
            return { userId, ...answerOn(on, { said: entries[on] ?? null, ...standing }) };
          });
        const given = (on: string) => answers(on).filter(({ status }) => status !== null);
        const counts = await countsBetween(view, FROM, TO);
        const named = await availabilityBetween(view, FROM, TO, 'self');
        for (const on of DATES) {
          const expected: Record<string, number> = {};
          for (const { status } of given(on)) expected[status!] = (expected[status!] ?? 0) + 1;
          expect(counts.get(on) ?? {}).toEqual(expected);
          const seen = named.filter((answer) => answer.date === on);
          expect(seen.map(({ userId, status, weekly }) => `${userId} ${status} ${weekly}`).sort()).toEqual(
            given(on).map(({ userId, status, origin }) => `${userId} ${status} ${origin === 'weekly'}`),
          );
        }
        const asked = [view, date, ZONE, NO_CONTACTS, 'self'] as const;
        const shape = ({
          userId,
          status,
          origin,
        }: {
          userId: string;
          status: unknown;
          origin?: unknown;
        }) => ({
          userId,
          status,
          origin,
        });
        const playing = given(date).filter(({ status }) => status !== 'NOT_PLAYING');
        expect((await peopleOf(...asked)).map(shape)).toEqual(playing.map(shape));
        expect(await refusalsOn(view, date)).toBe(given(date).length - playing.length);
        expect((await peopleToTell(...asked)).map(shape)).toEqual(answers(date).map(shape));
        const silent = answers(date).filter(({ origin }) => origin === 'none');
        expect(await countSilent(view, date, 'self')).toBe(silent.length);
        const toAsk = PEOPLE.filter((_, index) => {
          const { standing, entries } = all[index]!;
          const weekly = standing.week[weekdayOf(date)] ?? null;
          return isToBeAsked(date, { said: entries[date] ?? null, weekly, away: standing.away }, null);
        });
        expect((await peopleToAsk(...asked)).map(({ userId }) => userId)).toEqual(toAsk);
        for (const [index, userId] of PEOPLE.entries()) {
          const { standing } = all[index]!;
          expect(await findStanding(view, userId)).toEqual({ ...standing, week: { ...standing.week } });
          const person = await personFor(view, userId, date, ZONE, NO_CONTACTS);
          expect(shape(person)).toEqual(shape(answers(date)[index]!));
          expect({ userId, ...(await answerFor(view, userId, date)) }).toEqual(answers(date)[index]);
          const end = endOfWeekly(standing.week, date);
          expect(person.weeklyEnds ?? null).toBe(isRenewalDue(end, date) ? end : null);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('know the weekday of every date of four hundred years, in the database’s own words', async () => {
    await write((tx) =>
      saveWeek(tx, 'p1', 'Ana', { mon: { status: 'MAYBE', from: '1900-01-01', until: '2499-12-31' } }, NOW),
    );
    const first = fc.integer({ min: 0, max: 146_000 }).map((days) => addDays('2000-01-01', days));
    await fc.assert(
      fc.asyncProperty(first, async (from) => {
        const to = addDays(from, 99);
        const counts = await countsBetween(view, from, to);
        const mondays = Array.from({ length: 100 }, (_, index) => addDays(from, index)).filter(
          (date) => weekdayOf(date) === 'mon',
        );
        expect([...counts.keys()].sort()).toEqual(mondays);
      }),
      { numRuns: 60 },
    );
  });

  describe('a no', () => {
    const week = changedWeek({}, { [weekdayOf(DATE)]: 'AVAILABLE' }, DATE);

    it('to a date for which a weekly answer counts is kept under its name', async () => {
      await write((tx) => saveWeek(tx, 'p1', 'Ana', week, NOW));
      const no = { id: 'n1', userId: 'p1', date: DATE };
      expect(await write((tx) => declineEntry(tx, no, NOW))).toBe(true);
      expect(await saidOn(view, 'p1', DATE)).toBe('NOT_PLAYING');
      expect(await availabilityOn(view, DATE, 'self')).toEqual([
        { userId: 'p1', userName: 'Ana', date: DATE, status: 'NOT_PLAYING', weekly: false },
      ]);
    });

    it('to another weekday finds nothing to say no to', async () => {
      await write((tx) => saveWeek(tx, 'p1', 'Ana', week, NOW));
      const no = { id: 'n1', userId: 'p1', date: addDays(DATE, 1) };
      expect(await write((tx) => declineEntry(tx, no, NOW))).toBe(false);
      expect(await saidOn(view, 'p1', no.date)).toBeNull();
    });
  });

  it('are taken back once', async () => {
    await write((tx) => saveWeek(tx, 'p1', 'Ana', changedWeek({}, { mon: 'MAYBE' }, DATE), NOW));
    expect(await write((tx) => clearWeekdays(tx, 'p1', WEEKDAYS))).toBe(true);
    expect(await write((tx) => clearWeekdays(tx, 'p1', WEEKDAYS))).toBe(false);
    expect(await findStanding(view, 'p1')).toEqual({ week: {}, away: null });
  });

  it('that were given after a campaign was made are late answers, and kept ones are not', async () => {
    await withCampaign(db);
    const late = changedWeek({}, { [weekdayOf(DATE)]: 'AVAILABLE' }, DATE);
    await write((tx) => saveWeek(tx, 'p8', 'Hugo', late, NOW - 1));
    await write((tx) => saveWeek(tx, 'p8', 'Hugo', late, NOW + 1));
    expect(await countLateAnswers(view, 'c1')).toBe(0);
    await write((tx) => saveWeek(tx, 'p9', 'Ines', late, NOW + 1));
    expect(await countLateAnswers(view, 'c1')).toBe(1);
    await write((tx) => saveAway(tx, 'p9', { from: DATE, until: DATE }, NOW + 1));
    expect(await countLateAnswers(view, 'c1')).toBe(0);
  });
}
