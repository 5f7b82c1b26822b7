import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EVENING_PRESSES,
  type EveningButton,
  eveningButtonsAfter,
  latenessIn,
  pressOf,
} from '../../src/domain/evening-buttons.js';

type Action = EveningButton['action'];
const ASKED: readonly Action[] = ['coming', 'later', 'not-tonight', 'stop'];
const ONLY_NO: readonly Action[] = ['not-tonight', 'stop'];
const actionsOf = (buttons: readonly EveningButton[]): Action[] => buttons.map(({ action }) => action);

/** Presses buttons that are there, one after the other, each picked by a number. */
function pressing(first: readonly Action[], picks: readonly number[]): EveningButton[][] {
  const shown: EveningButton[][] = [first.map((action) => ({ action, chosen: false }))];
  for (const pick of picks) {
    const now = shown.at(-1)!.map(({ action }) => action);
    const presses = EVENING_PRESSES.filter((press) => now.includes(press));
    const press = presses[pick % presses.length]!;
    shown.push([...eveningButtonsAfter(press, now)]);
  }
  return shown;
}

describe('the buttons for an evening', () => {
  it('have the way to stop and a way to say no or back at any time, and never more than five', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(ASKED, ONLY_NO),
        fc.array(fc.nat(20), { maxLength: 12 }),
        (first, picks) => {
          for (const buttons of pressing(first, picks)) {
            const actions = actionsOf(buttons);
            expect(actions).toContain('stop');
            expect(actions.some((each) => ['not-tonight', 'back', 'back-in'].includes(each))).toBe(true);
            expect(actions.length).toBeLessThanOrEqual(5);
            expect(new Set(actions).size).toBe(actions.length);
            expect(buttons.filter(({ chosen }) => chosen).length).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });

  it('mark the answer that was given', () => {
    const marked = (press: Parameters<typeof eveningButtonsAfter>[0]): Action[] =>
      eveningButtonsAfter(press, ASKED)
        .filter(({ chosen }) => chosen)
        .map(({ action }) => action);
    expect(marked('coming')).toEqual(['coming']);
    for (const late of ['late-10', 'late-20', 'late-30'] as const) expect(marked(late)).toEqual(['later']);
    expect(marked('not-tonight')).toEqual(['not-tonight']);
    expect(marked('back')).toEqual([]);
    expect(actionsOf(eveningButtonsAfter('coming', ASKED))).toEqual(ASKED);
  });

  it('offer 10, 20 and 30 minutes', () => {
    const offered = actionsOf(eveningButtonsAfter('later', ASKED));
    expect(offered).toEqual(['late-10', 'late-20', 'late-30', 'back', 'stop']);
    expect(EVENING_PRESSES.map(latenessIn)).toEqual([
      ...[null, undefined, 10, 20, 30, undefined, undefined, null],
    ]);
  });

  it('under a message with nothing but a no, that and the way back take each other’s place', () => {
    expect(actionsOf(eveningButtonsAfter('not-tonight', ONLY_NO))).toEqual(['back-in', 'stop']);
    expect(actionsOf(eveningButtonsAfter('back-in', ['back-in', 'stop']))).toEqual(ONLY_NO);
  });

  it('show the answer on record when somebody leaves the choice of minutes', () => {
    const shown = (answer: Parameters<typeof pressOf>[0]): Action | undefined =>
      eveningButtonsAfter(pressOf(answer), ['late-10', 'late-20', 'late-30', 'back', 'stop']).find(
        ({ chosen }) => chosen,
      )?.action;
    expect(shown({ kind: 'COMING' })).toBe('coming');
    expect(shown({ kind: 'LATE', until: 1 })).toBe('later');
    expect(shown({ kind: 'NOT_TONIGHT' })).toBe('not-tonight');
    expect(shown(null)).toBeUndefined();
  });
});
