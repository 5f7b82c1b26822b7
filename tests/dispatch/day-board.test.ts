import { describe, expect, it } from 'vitest';
import { boardMessage, type DayBoard } from '../../src/dispatch/day-board.js';
import { en } from '../../src/messages/en/messages.js';

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
const linesOf = (of: DayBoard) => boardMessage(en, of).text.split('\n');
const buttonsOf = (of: DayBoard) => boardMessage(en, of).actions.map(({ label }) => label);

describe('a board', () => {
  it('asks who is in: the day, numbers and no names, how many are missing, a button for each status', () => {
    expect(linesOf(day)).toEqual([
      '**Tonight, Saturday 10 January, 21:00**: who’s in?',
      `Starts <t:${START_AT / 1000}:F>`,
      '🟩🟩⬜⬜⬜⬜',
      '2 of 6 players: 4 more needed.',
      '',
      '🔎 Looking to play: 2 · pinged every time',
      '✅ Available: 1 · pinged when more are needed',
      '🤔 Maybe: 0 · pinged only if maybes are asked for',
      '🚫 Not playing: 0 · not pinged',
      '',
      en.board.hint,
    ]);
    expect(buttonsOf(day)).toEqual([
      '🔎 Looking to play',
      '✅ Available',
      '🤔 Maybe',
      '🚫 Not playing',
      'In if 6 are',
    ]);
  });

  it('says how it went once the session has started, and who came when that is known; nothing can be pressed', () => {
    const started = { ...day, hasStarted: true };
    expect(buttonsOf(started)).toEqual([]);
    expect(linesOf(started).slice(1, 5)).toEqual([
      '🟩🟩⬜⬜⬜⬜',
      '2 of 6 players signed up.',
      '',
      '🔎 Looking to play: 2',
    ]);
    expect(linesOf({ ...started, came: 9 }).slice(2, 5)).toEqual([
      '2 of 6 players signed up.',
      '9 came.',
      '',
    ]);
  });

  it('of a day without a session knows no time, and no number that is needed', () => {
    const free = { ...day, isTonight: false, session: null };
    expect(linesOf(free)[0]).toBe('**Saturday 10 January**: who’s in?');
    expect(boardMessage(en, free).text).not.toMatch(/of 6|⬜|Starts/);
    expect(buttonsOf(free)).toHaveLength(4);
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
    expect(lines[2]).toBe('🟩'.repeat(full) + '⬜'.repeat(empty));
  });
});
