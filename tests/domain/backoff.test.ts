import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffDelay } from '../../src/domain/backoff.js';

const ALMOST_ONE = 1 - Number.EPSILON / 2;

describe('backoffDelay', () => {
  it('doubles its ceiling from 2 s and stops at 60 s', () => {
    const ceilings = [1, 2, 3, 4, 5, 6, 7, 50, 5000].map((attempt) =>
      backoffDelay(attempt, () => ALMOST_ONE),
    );
    expect(ceilings).toEqual([1999, 3999, 7999, 15_999, 31_999, 59_999, 59_999, 59_999, 59_999]);
  });

  it('spreads evenly down to nothing', () => {
    expect(backoffDelay(3, () => 0)).toBe(0);
    expect(backoffDelay(3, () => 0.25)).toBe(2000);
    expect(backoffDelay(3, () => 0.5)).toBe(4000);
  });

  it("comes on top of the provider's Retry-After, also of one beyond the cap", () => {
    expect(backoffDelay(1, () => 0, 5000)).toBe(5000);
    expect(backoffDelay(1, () => 0, 300_000)).toBe(300_000);
    expect(backoffDelay(1, () => 0, 0.4)).toBe(1);
    expect(backoffDelay(4, () => 0.5, 5000)).toBe(13_000);
    expect(backoffDelay(1, () => 0.5, 300_000)).toBe(301_000);
  });

  it('stays within its bounds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 0, max: 1_000_000 }),
        (attempt, random, retryAfterMs) => {
          const delay = backoffDelay(attempt, () => random, retryAfterMs);
          expect(Number.isInteger(delay)).toBe(true);
          expect(delay).toBeGreaterThanOrEqual(retryAfterMs);
          expect(delay).toBeLessThan(retryAfterMs + 60_000);
          expect(delay).toBeLessThan(retryAfterMs + 2000 * 2 ** (attempt - 1));
        },
      ),
    );
  });
});
