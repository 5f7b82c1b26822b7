import { expect, it, onTestFinished } from 'vitest';
import type { LimitRule } from '../../src/domain/limits.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { sharedIn } from '../../src/pace/shared.js';
import { FakePlace } from '../support/fake-cells.js';
import { FakeClock } from '../support/fake-clock.js';

const RULE: LimitRule = { name: 'guesses', most: 3, perMs: 60_000 };

function setUp() {
  const clock = new FakeClock('2026-03-10T20:00:00Z');
  const place = new FakePlace(clock);
  const [mine, theirs] = ['mine', 'theirs'].map((me) => {
    const sharer = { clock, events: new SimpleEventBus(), me, liveProcesses: () => 2 };
    const shared = sharedIn(place.connection(), { ...sharer, secret: 'secret' });
    onTestFinished(() => shared.close());
    return shared.limits;
  });
  return { clock, place, mine: mine!, theirs: theirs! };
}

it('tells nobody whom it counts', async () => {
  const { place, mine } = setUp();
  await mine.take(RULE, '218345611802574848');
  await mine.inWindow(RULE, '203.0.113.9');
  expect(place.contents).toContain('guesses');
  expect(place.contents).not.toMatch(/218345611802574848|203\.0\.113\.9/);
});

it('goes by what this process has counted while the place is lost, also before', async () => {
  const { place, mine, theirs } = setUp();
  expect(await mine.take(RULE, 'ana')).toBe(0);
  expect(await theirs.take(RULE, 'ana')).toBe(0);
  place.lose('breaks');
  expect(await mine.take(RULE, 'ana')).toBe(0);
  expect(await mine.take(RULE, 'ana')).toBe(0);
  expect(await mine.take(RULE, 'ana')).toBe(RULE.perMs);
  expect(await mine.waitMs(RULE, 'ana')).toBe(RULE.perMs);
  await mine.giveBack(RULE, 'ana');
  expect(await mine.waitMs(RULE, 'ana')).toBe(0);
});

it('counts windows while the place is lost', async () => {
  const { place, mine } = setUp();
  expect(await mine.inWindow(RULE, 'ana')).toEqual({ remaining: 2, endsInMs: RULE.perMs });
  place.lose('breaks');
  expect(await mine.inWindow(RULE, 'ana')).toEqual({ remaining: 1, endsInMs: RULE.perMs });
});

it('asks nobody where this process alone has had its fill', async () => {
  const { place, mine } = setUp();
  for (let n = 0; n < RULE.most; n += 1) await mine.take(RULE, 'ana');
  const before = place.questions;
  for (let n = 0; n < 100; n += 1) expect(await mine.take(RULE, 'ana')).toBe(RULE.perMs);
  expect(place.questions).toBe(before);
});

it('never has anybody wait longer than its time, whatever is done to the clock of the place', async () => {
  const { place, mine, theirs } = setUp();
  for (let n = 0; n < RULE.most; n += 1) await mine.take(RULE, 'ana');
  await mine.inWindow(RULE, 'ana');
  place.step(-3_600_000);
  expect(await theirs.waitMs(RULE, 'ana')).toBeLessThanOrEqual(RULE.perMs);
  expect(await theirs.take(RULE, 'ana')).toBeLessThanOrEqual(RULE.perMs);
  expect((await theirs.inWindow(RULE, 'ana')).endsInMs).toBeLessThanOrEqual(RULE.perMs);
});
