import { describe, expect, it } from 'vitest';
import { EVENING_ANSWERS } from '../../src/domain/answer.js';
import { AVAILABILITY_STATUSES } from '../../src/domain/availability.js';
import {
  calendarEvenings,
  type EveningCampaign,
  type SaidOfEvening,
  yesTo,
} from '../../src/domain/calendar.js';
import type { SessionTime } from '../../src/domain/evening.js';
import { sessionPlan } from '../../src/domain/session-plan-parser.js';

const DATE = '2026-03-10';
const HOUR = 3_600_000;
/** 21:00 in Ljubljana. */
const START_AT = Date.parse('2026-03-10T20:00:00Z');
const SESSION: SessionTime = { timezone: 'Europe/Ljubljana', startTime: '21:00' };
const SAID_AT = Date.parse('2026-03-02T09:00:00Z');
const MADE_AT = Date.parse('2026-03-10T15:00:00Z');

const YES: SaidOfEvening = { date: DATE, status: 'LOOKING', answer: null, saidAt: SAID_AT };

function aCampaign(more: Partial<EveningCampaign> = {}): EveningCampaign {
  return { date: DATE, ownStartAt: null, createdAt: MADE_AT, offAt: null, ...more };
}

function evening(
  campaigns: readonly EveningCampaign[],
  { said = YES, session = SESSION, timesChangedAt = null as number | null } = {},
) {
  return calendarEvenings([said], campaigns, { session, timesChangedAt })[0];
}

describe('a yes to an evening', () => {
  it('is what was said about the date, or answered for the evening, and a no takes it away', () => {
    const table = Object.fromEntries(
      [null, ...AVAILABILITY_STATUSES].flatMap((status) =>
        [null, ...EVENING_ANSWERS].map((answer) => [`${status} ${answer}`, yesTo({ status, answer })]),
      ),
    );
    expect(table).toEqual({
      'null null': null,
      'null COMING': 'yes',
      'null LATE': 'yes',
      'null NOT_TONIGHT': null,
      'LOOKING null': 'yes',
      'LOOKING COMING': 'yes',
      'LOOKING LATE': 'yes',
      'LOOKING NOT_TONIGHT': null,
      'AVAILABLE null': 'available',
      'AVAILABLE COMING': 'yes',
      'AVAILABLE LATE': 'yes',
      'AVAILABLE NOT_TONIGHT': null,
      'MAYBE null': null,
      'MAYBE COMING': 'yes',
      'MAYBE LATE': 'yes',
      'MAYBE NOT_TONIGHT': null,
      'NOT_PLAYING null': null,
      'NOT_PLAYING COMING': null,
      'NOT_PLAYING LATE': null,
      'NOT_PLAYING NOT_TONIGHT': null,
    });
  });
});

describe('the evenings of a calendar', () => {
  it('begin when the session is planned to, and are as they were said', () => {
    expect(evening([])).toEqual({
      date: DATE,
      startAt: START_AT,
      said: 'yes',
      isOff: false,
      changedAt: SAID_AT,
    });
  });

  it('begin when a campaign has a start of its own that stands', () => {
    const [early, late] = [START_AT - HOUR, START_AT + HOUR];
    const own = aCampaign({ ownStartAt: early });
    expect(evening([aCampaign(), own])).toMatchObject({ startAt: early, isOff: false, changedAt: MADE_AT });
    const off = aCampaign({ ownStartAt: late, offAt: MADE_AT + 1 });
    expect(evening([own, off])).toMatchObject({ startAt: early, isOff: false, changedAt: MADE_AT + 1 });
  });

  it('are off once a campaign is and none stands, at the moment they were to be', () => {
    const offAt = MADE_AT + HOUR;
    const session = { ...SESSION, plan: planOf('fri 21:00') };
    const own = aCampaign({ ownStartAt: START_AT + HOUR, offAt });
    expect(evening([own], { session })).toMatchObject({
      startAt: START_AT + HOUR,
      isOff: true,
      changedAt: offAt,
    });
  });

  it('are on again once somebody begins anew, and that is later than that they were off', () => {
    const [offAt, again] = [MADE_AT + HOUR, MADE_AT + 2 * HOUR];
    expect(evening([aCampaign({ offAt }), aCampaign({ createdAt: again })])).toMatchObject({
      isOff: false,
      changedAt: again,
    });
  });

  it('are none where there is no session that day', () => {
    expect(evening([], { session: { ...SESSION, plan: planOf('fri 21:00') } })).toBeUndefined();
  });

  it('have changed when the usual times did', () => {
    expect(evening([], { timesChangedAt: SAID_AT + 5 })).toMatchObject({ changedAt: SAID_AT + 5 });
  });

  it('are not touched by the campaigns of other dates, and come in order', () => {
    const other = { ...YES, date: '2026-03-09' };
    const campaigns = [aCampaign({ date: '2026-03-09', offAt: MADE_AT })];
    const evenings = calendarEvenings([YES, other], campaigns, { session: SESSION, timesChangedAt: null });
    expect(evenings.map(({ date, isOff }) => [date, isOff])).toEqual([
      ['2026-03-09', true],
      [DATE, false],
    ]);
  });
});

function planOf(text: string) {
  return sessionPlan.parse(text);
}
