import { describe, expect, it } from 'vitest';
import type { LimitRule, Limits } from '../../src/domain/limits.js';
import { type Pace, type Paces, type PaceSlot, slackMs } from '../../src/domain/pace.js';

/** What one of several askers has; in memory they are one process, and have the same. */
export interface Asker {
  readonly paces: Paces;
  readonly limits: Limits;
}

/** Askers, and what time they go by. */
export interface Askers {
  readonly askers: readonly [Asker, Asker];
  monotonic(): number;
  pass(ms: number): Promise<void>;
}

/** How exactly an answer tells of a moment, in milliseconds: it comes from elsewhere, to a busy machine. */
const UNSURE_MS = 40;

const RULE: LimitRule = { name: 'guesses', most: 5, perMs: 60_000 };

/** What paces and limits promise, wherever they are kept. */
export function paceContract(name: string, setUp: () => Promise<Askers>): void {
  describe(name, () => {
    /** The moments of so many slots, asked for at once by all in turn, counted from the first of them. */
    async function moments({ monotonic }: Askers, paces: readonly Pace[], times: number): Promise<number[]> {
      const asked = Array.from({ length: times }, async (_, n) => {
        const slot = await paces[n % paces.length]!.take(1, 0);
        return monotonic() + slot.waitMs;
      });
      const all = (await Promise.all(asked)).sort((a, b) => a - b);
      return all.map((at) => at - all[0]!);
    }

    it('gives those who ask for a pace of one name one slot after the other, evenly spaced', async () => {
      const test = await setUp();
      const paces = test.askers.map((asker) => asker.paces.of('messages', { perSecond: 10 }));
      const given = await moments(test, paces, 12);
      for (const [n, at] of given.entries()) expect(Math.abs(at - n * 100)).toBeLessThan(UNSURE_MS);
    });

    it('draws on one account whatever the pace is called, and never more than its rate and one', async () => {
      const test = await setUp();
      const budgets = [{ name: 'account', perSecond: 9 }];
      const [one, other] = test.askers;
      const paces = [
        one.paces.of('messages', { perSecond: 1_000, budgets }),
        other.paces.of('questions', { perSecond: 1_000, budgets }),
      ];
      const given = await moments(test, paces, 21);
      // Nine a second: ten in the time they take.
      for (const [n, at] of given.entries())
        if (n >= 10) expect(at - given[n - 10]!).toBeGreaterThan((10 * 1000) / 9 - UNSURE_MS);
      expect(given.at(-1)!).toBeLessThan((2 * 10 * 1000) / 9 + UNSURE_MS);
    });

    it('gives a slot that is given back to whoever asks next', async () => {
      const test = await setUp();
      const [mine, theirs] = test.askers.map((asker) => asker.paces.of('messages', { perSecond: 2 }));
      const at = (slot: PaceSlot): number => test.monotonic() + slot.waitMs;
      const first = at(await mine!.take(1, 0));
      const second = await mine!.take(1, 0);
      expect(at(second) - first).toBeGreaterThan(500 - UNSURE_MS);
      await mine!.giveBack(second);
      await mine!.giveBack(second);
      expect(Math.abs(at(await theirs!.take(1, 0)) - first - 500)).toBeLessThan(UNSURE_MS);
      expect(Math.abs(at(await theirs!.take(1, 0)) - first - 1_000)).toBeLessThan(UNSURE_MS);
    });

    it('puts a slot that has grown old off to when there is room, and counts it once', async () => {
      const test = await setUp();
      const rule = { perSecond: 1_000, budgets: [{ name: 'account', perSecond: 3 }] };
      const [mine, theirs] = test.askers.map((asker) => asker.paces.of('messages', rule));
      expect(mine!.goodForMs).toBeLessThanOrEqual(slackMs(3));
      const at = (slot: PaceSlot): number => test.monotonic() + slot.waitMs;
      const old = await mine!.take(1, 0);
      const first = at(old);
      for (let n = 0; n < 3; n += 1)
        expect(at(await theirs!.take(1, 0)) - first).toBeLessThan(100 + UNSURE_MS);
      await test.pass(Math.max(0, first - test.monotonic()) + 400);
      const renewed = at(await mine!.renew(old));
      expect(renewed - first).toBeGreaterThan(400 - UNSURE_MS);
      // Without the old one's, the time of the other three and its own is full until they leave it.
      expect(at(await theirs!.take(1, 0)) - first).toBeGreaterThan(1_333 - UNSURE_MS);
    });

    it('counts what all do together, each key and each rule by itself', async () => {
      const { askers } = await setUp();
      const waits = await Promise.all(
        Array.from({ length: 12 }, async (_, n) => askers[n % 2]!.limits.take(RULE, 'ana')),
      );
      expect(waits.filter((ms) => ms === 0)).toHaveLength(RULE.most);
      for (const { limits } of askers) {
        const waitMs = await limits.waitMs(RULE, 'ana');
        expect(waitMs).toBeGreaterThan(RULE.perMs - 10_000);
        expect(waitMs).toBeLessThanOrEqual(RULE.perMs);
        expect(await limits.take(RULE, 'ana')).toBeGreaterThan(RULE.perMs - 10_000);
        expect(await limits.waitMs(RULE, 'bor')).toBe(0);
        expect(await limits.take({ ...RULE, name: 'tests' }, 'ana')).toBe(0);
      }
    });

    it('has room again for what was given back, and when the time is over', async () => {
      const { askers, pass } = await setUp();
      const [one, other] = askers;
      const rule = { ...RULE, most: 1, perMs: 400 };
      expect(await one.limits.take(rule, 'ana')).toBe(0);
      await one.limits.giveBack(rule, 'ana');
      expect(await other.limits.take(rule, 'ana')).toBe(0);
      expect(await one.limits.take(rule, 'ana')).toBeGreaterThan(0);
      await pass(420);
      expect(await one.limits.take(rule, 'ana')).toBe(0);
    });

    it('counts in windows past the limit, and begins anew with the first after the end', async () => {
      const { askers, pass } = await setUp();
      const rule = { ...RULE, most: 3, perMs: 500 };
      const counted = [];
      for (let n = 0; n < 4; n += 1) counted.push(await askers[n % 2]!.limits.inWindow(rule, 'ana'));
      expect(counted.map(({ remaining }) => remaining)).toEqual([2, 1, 0, -1]);
      for (const { endsInMs } of counted) expect(endsInMs).toBeLessThanOrEqual(500);
      await pass(520);
      const { remaining, endsInMs } = await askers[1].limits.inWindow(rule, 'ana');
      expect(remaining).toBe(2);
      expect(endsInMs).toBeCloseTo(500);
    });
  });
}
