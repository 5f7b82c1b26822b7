import { describe, expect, it } from 'vitest';
import {
  boardChoice,
  presentAvailability,
  presentBoard,
} from '../../../src/discord/presenters/availability.js';
import { idOf } from '../../../src/discord/custom-id.js';
import { en } from '../../../src/messages/en/messages.js';
import { AVAILABILITY_STATUSES } from '../../../src/domain/availability.js';
import type { AvailabilityBoard } from '../../../src/services/show-availability.js';
import { buttonsOf, expectWithinLimits, fieldsOf, textOf } from '../within-limits.js';

const TODAY = '2026-01-09';
const named = (name: string, weekly = false) => ({ name, weekly });
const board: AvailabilityBoard = {
  date: '2026-01-10',
  counts: { LOOKING: 2, AVAILABLE: 1, MAYBE: 0, NOT_PLAYING: 0 },
  own: 'LOOKING',
  ownIsWeekly: false,
  names: {
    LOOKING: [named('Ada'), named('Bob')],
    AVAILABLE: [named('Cyd', true)],
    MAYBE: [],
    NOT_PLAYING: [],
  },
};
const empty: AvailabilityBoard = {
  date: '2026-01-10',
  counts: { LOOKING: 0, AVAILABLE: 0, MAYBE: 0, NOT_PLAYING: 0 },
  own: null,
  ownIsWeekly: false,
  names: { LOOKING: [], AVAILABLE: [], MAYBE: [], NOT_PLAYING: [] },
};

describe('presentAvailability', () => {
  it('tells a linked viewer who said what, and what they said themselves', () => {
    const payload = presentAvailability(en, board, TODAY);
    expect(payload.embeds?.[0]?.title).toBe('Saturday 10 January: who’s in?');
    expect(payload.embeds?.[0]?.description).toBe('You: 🔎 Looking to play');
    expect(fieldsOf(payload)).toEqual({
      '🔎 Looking to play: 2': 'Ada, Bob',
      '✅ Available: 1': 'Cyd (weekly)',
    });
    expectWithinLimits(payload);
  });

  it('marks an answer of theirs that is the weekday’s', () => {
    const own = { own: 'MAYBE', ownIsWeekly: true } as const;
    const payload = presentAvailability(en, { ...board, ...own }, TODAY);
    expect(payload.embeds?.[0]?.description).toBe('You: 🤔 Maybe (weekly)');
  });

  it('tells from how many players on they are in', () => {
    const own = { own: 'MAYBE', ownAtLeast: 6 } as const;
    const payload = presentAvailability(en, { ...board, ...own }, TODAY);
    expect(payload.embeds?.[0]?.description).toBe('You: 🤔 Maybe\nIn if 6 are');
  });

  it('gives others numbers, and says how to see names', () => {
    const payload = presentAvailability(en, { ...board, own: null, names: null }, TODAY);
    expect(Object.keys(fieldsOf(payload))).toEqual(['🔎 Looking to play: 2', '✅ Available: 1']);
    expect(textOf(payload)).not.toMatch(/Ada|Bob|Cyd/);
    expect(payload.embeds?.[0]?.description).toContain('/link player');
    expectWithinLimits(payload);
  });

  it('says so when nobody has said anything', () => {
    const payload = presentAvailability(en, empty, TODAY);
    expect(payload.embeds?.[0]?.description).toContain("You haven't answered for tomorrow");
    expect(payload.embeds?.[0]?.description).toContain('No answers for tomorrow yet');
    expect(fieldsOf(payload)).toEqual({});
    expectWithinLimits(payload);
  });

  it('holds a full server', () => {
    const names = Array.from({ length: 500 }, () => named('𝔐'.repeat(32), true));
    const payload = presentAvailability(
      en,
      {
        ...board,
        counts: { LOOKING: 500, AVAILABLE: 500, MAYBE: 500, NOT_PLAYING: 500 },
        names: { LOOKING: names, AVAILABLE: names, MAYBE: names, NOT_PLAYING: names },
      },
      TODAY,
    );
    expectWithinLimits(payload);
    expect(fieldsOf(payload)['🤔 Maybe: 500']).toMatch(/, and 4\d\d more$/);
  });
});

describe('presentBoard', () => {
  const actions = AVAILABILITY_STATUSES.map((status) => ({
    action: 'availability-set' as const,
    id: `2026-01-10:${status}`,
    label: en.availabilityStatus(status),
  }));

  it('is words and a row of buttons, in place of what an earlier release showed', () => {
    const payload = presentBoard({ text: 'Who’s in?', actions });
    expect(payload).toMatchObject({ content: 'Who’s in?', embeds: [] });
    expect(payload.components).toHaveLength(1);
    expectWithinLimits(payload);
    expect(presentBoard({ text: 'It is over.', actions: [] }).components).toEqual([]);
  });

  it('has buttons that say for which day and what', () => {
    const ids = Object.keys(buttonsOf(presentBoard({ text: 'Who’s in?', actions })));
    expect(ids.map((id) => boardChoice(idOf('availability-set', id) ?? ''))).toEqual(
      ['LOOKING', 'AVAILABLE', 'MAYBE', 'NOT_PLAYING'].map((status) => ({
        date: '2026-01-10',
        status,
        ifAtLeast: null,
      })),
    );
  });

  it('has one that says from how many players on', () => {
    expect(boardChoice('2026-01-10:MAYBE:6')).toEqual({ date: '2026-01-10', status: 'MAYBE', ifAtLeast: 6 });
  });

  it.each(['', ':', 'x', '2026-01-10', '2026-01-10:LOOKING:more'])('reads %j without a fault', (id) => {
    const { date, status } = boardChoice(id);
    expect([typeof date, typeof status]).toEqual(['string', 'string']);
  });
});
