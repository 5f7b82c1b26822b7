import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LimitRule } from '../../src/domain/limits.js';
import { MemoryLimits } from '../../src/pace/memory-limits.js';
import { FakeClock } from '../support/fake-clock.js';

const RULE: LimitRule = { name: 'guesses', most: 3, perMs: 60_000 };

describe('a limit', () => {
  it('lets no more through in any of its times, and says exactly when there is room', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ pause: fc.nat({ max: 30_000 }), step: fc.integer({ min: -1e7, max: 1e7 }) }), {
          maxLength: 40,
        }),
        async (asks) => {
          const clock = new FakeClock(0);
          const limits = new MemoryLimits(clock);
          const taken: number[] = [];
          for (const { pause, step } of asks) {
            await clock.advance(pause);
            clock.step(step);
            const now = clock.monotonic();
            const recent = taken.filter((at) => at > now - RULE.perMs);
            const roomAt = recent.length < RULE.most ? now : recent.at(-RULE.most)! + RULE.perMs;
            expect(limits.waitMs(RULE, 'ana')).toBe(roomAt - now);
            expect(limits.take(RULE, 'ana')).toBe(roomAt - now);
            if (roomAt === now) taken.push(now);
          }
        },
      ),
    );
  });

  it('counts each key, and each rule, by itself', () => {
    const limits = new MemoryLimits(new FakeClock(0));
    for (let n = 0; n < RULE.most; n += 1) expect(limits.take(RULE, 'ana')).toBe(0);
    expect(limits.take(RULE, 'ana')).toBe(RULE.perMs);
    expect(limits.take(RULE, 'bor')).toBe(0);
    expect(limits.take({ ...RULE, name: 'tests' }, 'ana')).toBe(0);
  });

  it('has room again for what was given back', () => {
    const limits = new MemoryLimits(new FakeClock(0));
    for (let n = 0; n < RULE.most; n += 1) limits.take(RULE, 'ana');
    limits.giveBack(RULE, 'ana');
    expect(limits.take(RULE, 'ana')).toBe(0);
    expect(limits.take(RULE, 'ana')).toBe(RULE.perMs);
  });
});

describe('a window', () => {
  it('counts past its limit, and begins anew with the first after its end', async () => {
    const clock = new FakeClock(0);
    const limits = new MemoryLimits(clock);
    const counted = [1, 2, 3, 4].map(() => limits.inWindow(RULE, 'ana').remaining);
    expect(counted).toEqual([2, 1, 0, -1]);
    await clock.advance(59_999);
    expect(limits.inWindow(RULE, 'ana')).toEqual({ remaining: -2, endsInMs: 1 });
    await clock.advance(1);
    expect(limits.inWindow(RULE, 'ana')).toEqual({ remaining: 2, endsInMs: RULE.perMs });
  });
});
