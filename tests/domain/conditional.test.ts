import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Conditional, isCondition, whoIsIn } from '../../src/domain/conditional.js';

const anyone = fc
  .array(fc.integer({ min: 2, max: 9 }), { maxLength: 8 })
  .map((asks) => asks.map((atLeast, index): Conditional => ({ userId: `p${index}`, atLeast })));
const anySure = fc.integer({ min: 0, max: 8 });
const ids = (people: readonly Conditional[]): string[] => people.map(({ userId }) => userId).sort();

/** The largest of all groups in which everybody has enough beside them, found by trying each. */
function byTryingAll(sure: number, people: readonly Conditional[]): string[] {
  let best: readonly Conditional[] = [];
  for (let mask = 0; mask < 2 ** people.length; mask += 1) {
    const group = people.filter((_, index) => (mask & (1 << index)) !== 0);
    const holds = group.every(({ atLeast }) => sure + group.length >= atLeast);
    if (holds && group.length > best.length) best = group;
  }
  return ids(best);
}

describe('who is in if enough are', () => {
  it('are the most of whom everybody has enough beside them', () => {
    fc.assert(
      fc.property(anySure, anyone, (sure, people) => {
        expect(ids(whoIsIn(sure, people))).toEqual(byTryingAll(sure, people));
      }),
    );
  });

  it('holds nobody by a condition that is not met', () => {
    fc.assert(
      fc.property(anySure, anyone, (sure, people) => {
        const held = whoIsIn(sure, people);
        for (const { atLeast } of held) expect(sure + held.length).toBeGreaterThanOrEqual(atLeast);
      }),
    );
  });

  it('is the same in whatever order people are asked', () => {
    const shuffled = anyone.chain((people) =>
      fc.tuple(fc.constant(people), fc.shuffledSubarray(people, { minLength: people.length })),
    );
    fc.assert(
      fc.property(anySure, shuffled, (sure, [people, other]) => {
        expect(ids(whoIsIn(sure, other))).toEqual(ids(whoIsIn(sure, people)));
      }),
    );
  });

  it('never takes anybody in because somebody left, sure or not', () => {
    fc.assert(
      fc.property(anySure, anyone, fc.nat(), (sure, people, which) => {
        const held = ids(whoIsIn(sure, people));
        const fewer = people.filter((_, index) => index !== which % Math.max(1, people.length));
        for (const id of ids(whoIsIn(sure, fewer))) expect(held).toContain(id);
        for (const id of ids(whoIsIn(Math.max(0, sure - 1), people))) expect(held).toContain(id);
      }),
    );
  });

  it('lets people who wait for each other be in together', () => {
    const six = Array.from({ length: 6 }, (_, index) => ({ userId: `p${index}`, atLeast: 6 }));
    expect(whoIsIn(0, six)).toHaveLength(6);
    expect(whoIsIn(0, six.slice(1))).toEqual([]);
    expect(whoIsIn(1, six.slice(1))).toHaveLength(5);
  });

  it('takes numbers that make sense', () => {
    expect([1, 1.5, 65, Number.NaN].map(isCondition)).toEqual([false, false, false, false]);
    expect([2, 64].map(isCondition)).toEqual([true, true]);
  });
});
