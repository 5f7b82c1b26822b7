import { describe, expect, it } from 'vitest';
import {
  boardChoice,
  presentAvailability,
  presentBoard,
} from '../../../src/discord/presenters/availability.js';
import { idOf } from '../../../src/discord/custom-id.js';
import { en } from '../../../src/messages/en/messages.js';
import type { DayBoard } from '../../../src/services/day-board.js';
import type { AvailabilityBoard } from '../../../src/services/show-availability.js';
import { buttonsOf, expectWithinLimits, fieldsOf, textOf } from '../within-limits.js';

const TODAY = '2026-01-09';
const board: AvailabilityBoard = {
  date: '2026-01-10',
  counts: { LOOKING: 2, AVAILABLE: 1, MAYBE: 0, NOT_PLAYING: 0 },
  own: 'LOOKING',
  names: { LOOKING: ['Ada', 'Bob'], AVAILABLE: ['Cyd'], MAYBE: [], NOT_PLAYING: [] },
};
const empty: AvailabilityBoard = {
  date: '2026-01-10',
  counts: { LOOKING: 0, AVAILABLE: 0, MAYBE: 0, NOT_PLAYING: 0 },
  own: null,
  names: { LOOKING: [], AVAILABLE: [], MAYBE: [], NOT_PLAYING: [] },
};

describe('presentAvailability', () => {
  it('tells a linked viewer who said what, and what they said themselves', () => {
    const payload = presentAvailability(en, board, TODAY);
    expect(payload.embeds?.[0]?.title).toBe('Saturday 10 January: who’s in?');
    expect(payload.embeds?.[0]?.description).toBe('You: 🔎 Looking to play');
    expect(fieldsOf(payload)).toEqual({ '🔎 Looking to play: 2': 'Ada, Bob', '✅ Available: 1': 'Cyd' });
    expectWithinLimits(payload);
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
    const names = Array.from({ length: 500 }, () => '𝔐'.repeat(32));
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

const START_AT = Date.parse('2026-01-10T20:00:00Z');
const day: DayBoard = {
  date: '2026-01-10',
  isTonight: true,
  counts: { LOOKING: 2, AVAILABLE: 1, MAYBE: 0, NOT_PLAYING: 0 },
  threshold: 6,
  session: { startAt: START_AT, time: '21:00' },
  hasStarted: false,
  came: null,
  isOver: false,
};
const linesOf = (of: DayBoard) => presentBoard(en, of).embeds?.[0]?.description?.split('\n');

describe('presentBoard', () => {
  it('asks who is in: the day, numbers and no names, how many are missing, a button for each status', () => {
    const payload = presentBoard(en, day);
    expect(payload.embeds?.[0]?.title).toBe('Tonight, Saturday 10 January, 21:00: who’s in?');
    expect(linesOf(day)).toEqual([
      `Starts <t:${START_AT / 1000}:F>`,
      '🟩🟩⬜⬜⬜⬜',
      '2 of 6 players: 4 more needed.',
      '',
      '🔎 Looking to play: 2 · pinged every time',
      '✅ Available: 1 · pinged when more are needed',
      '🤔 Maybe: 0 · pinged only if maybes are asked for',
      '🚫 Not playing: 0 · not pinged',
    ]);
    expect(Object.values(buttonsOf(payload))).toEqual([
      '🔎 Looking to play',
      '✅ Available',
      '🤔 Maybe',
      '🚫 Not playing',
    ]);
    expectWithinLimits(payload);
  });

  it('says how it went once the session has started, and who came when that is known; nothing can be pressed', () => {
    const started = { ...day, hasStarted: true };
    expect(buttonsOf(presentBoard(en, started))).toEqual({});
    expect(linesOf(started)?.slice(0, 4)).toEqual([
      '🟩🟩⬜⬜⬜⬜',
      '2 of 6 players signed up.',
      '',
      '🔎 Looking to play: 2',
    ]);
    expect(linesOf({ ...started, came: 9 })?.slice(1, 4)).toEqual([
      '2 of 6 players signed up.',
      '9 came.',
      '',
    ]);
  });

  it('of a day without a session knows no time, and no number that is needed', () => {
    const payload = presentBoard(en, { ...day, isTonight: false, session: null });
    expect(payload.embeds?.[0]?.title).toBe('Saturday 10 January: who’s in?');
    expect(textOf(payload)).not.toMatch(/of 6|⬜|Starts/);
    expect(Object.keys(buttonsOf(payload))).toHaveLength(4);
  });

  it.each([
    [0, 6, 0, 6],
    [5, 6, 5, 1],
    [9, 6, 6, 0],
    [99, 100, 9, 1],
    [1_000, 1_000, 10, 0],
    [1, 1, 1, 0],
  ])('%i of %i is a bar of %i full squares and %i empty ones', (looking, threshold, full, empty) => {
    const lines = linesOf({ ...day, threshold, counts: { ...day.counts, LOOKING: looking } });
    expect(lines?.[1]).toBe('🟩'.repeat(full) + '⬜'.repeat(empty));
  });

  it('has buttons that say for which day and what', () => {
    const ids = Object.keys(buttonsOf(presentBoard(en, day)));
    expect(ids.map((id) => boardChoice(idOf('availability-set', id) ?? ''))).toEqual(
      ['LOOKING', 'AVAILABLE', 'MAYBE', 'NOT_PLAYING'].map((status) => ({ date: '2026-01-10', status })),
    );
  });

  it.each(['', ':', 'x', '2026-01-10', '2026-01-10:LOOKING:more'])('reads %j without a fault', (id) => {
    const { date, status } = boardChoice(id);
    expect([typeof date, typeof status]).toEqual(['string', 'string']);
  });
});
