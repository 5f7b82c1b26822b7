import { expect, it } from 'vitest';
import { dropOutsShown, tellDropOutsAt } from '../../src/domain/drop-outs.js';

const MINUTE = 60_000;
const FIRST = { line: 7, at: 10 * MINUTE };
const SECOND = { line: 9, at: 13 * MINUTE };
const evening = { dropOuts: [SECOND, FIRST], toldLine: 0, endsAt: 60 * MINUTE };

it('nothing is told where nobody dropped out', () => {
  const nobody = { ...evening, dropOuts: [] };
  expect(tellDropOutsAt(nobody)).toBeNull();
  expect(dropOutsShown(nobody, 50 * MINUTE)).toEqual({ count: 0, toldLine: 0, isNews: false });
});

it('all until then are told five minutes after the first', () => {
  expect(tellDropOutsAt(evening)).toBe(15 * MINUTE);
  expect(dropOutsShown(evening, 15 * MINUTE - 1)).toEqual({ count: 0, toldLine: 0, isNews: false });
  expect(dropOutsShown(evening, 15 * MINUTE)).toEqual({ count: 2, toldLine: 9, isNews: true });
});

it('what was told stays, and the next is told after five minutes of its own', () => {
  const told = { ...evening, toldLine: FIRST.line };
  expect(tellDropOutsAt(told)).toBe(18 * MINUTE);
  expect(dropOutsShown(told, 17 * MINUTE)).toEqual({ count: 1, toldLine: 7, isNews: false });
  expect(dropOutsShown(told, 18 * MINUTE)).toEqual({ count: 2, toldLine: 9, isNews: true });
});

it('what would be told once the evening is over is not told', () => {
  const late = { ...evening, endsAt: 15 * MINUTE };
  expect(tellDropOutsAt(late)).toBeNull();
  expect(dropOutsShown(late, 20 * MINUTE)).toMatchObject({ count: 0, isNews: false });
  // Nobody looked in time.
  expect(dropOutsShown({ ...evening, endsAt: 16 * MINUTE }, 16 * MINUTE)).toMatchObject({
    count: 0,
    isNews: false,
  });
});
