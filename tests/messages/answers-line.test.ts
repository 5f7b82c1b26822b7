import { describe, expect, it } from 'vitest';
import { answersLine } from '../../src/messages/answers-line.js';
import { words } from '../../src/messages/en/words.js';

const NONE = { coming: 0, later: 0, notTonight: 0, none: 0, lateBetween: null };
const clock = (instant: number): string => `21:${instant}`;

describe('what those answered who were pinged', () => {
  it('is told in numbers, without what nobody answered', () => {
    expect(answersLine({ ...NONE, coming: 3, none: 1 }, words, clock)).toBe('3 coming, 1 no answer');
  });

  it('names the minute of who comes later, or the first and the last', () => {
    const lateBetween = { first: 10, last: 10 };
    expect(answersLine({ ...NONE, later: 1, lateBetween }, words, clock)).toBe('1 later (21:10)');
    const two = { ...NONE, later: 2, lateBetween: { first: 10, last: 30 } };
    expect(answersLine(two, words, clock)).toBe('2 later (21:10–21:30)');
  });
});
