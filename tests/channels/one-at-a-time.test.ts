import { expect, it } from 'vitest';
import { NoTurnError, OneAtATime } from '../../src/channels/one-at-a-time.js';
import { FakeClock, settled } from '../support/fake-clock.js';

function world() {
  const clock = new FakeClock('2026-03-10T19:45:00Z');
  const line = new OneAtATime(clock);
  const began: string[] = [];
  /** Somebody who waits at most `withinMs` and then needs `tookMs`. */
  const comes = (name: string, tookMs: number, withinMs = 1_000): Promise<string> =>
    line
      .turn(withinMs, async () => {
        began.push(name);
        await clock.sleep(tookMs);
        return name;
      })
      .catch((error: unknown) => {
        if (error instanceof NoTurnError) return `${name} had no turn`;
        throw error;
      });
  return { clock, line, began, comes };
}

it('one begins when the other is through, in the order they came', async () => {
  const { clock, began, comes } = world();
  const all = Promise.all([comes('ana', 300), comes('bor', 300), comes('cene', 300)]);
  await settled();
  expect(began).toEqual(['ana']);
  await clock.advance(300);
  expect(began).toEqual(['ana', 'bor']);
  await clock.advance(600);
  expect(await all).toEqual(['ana', 'bor', 'cene']);
});

it('whose turn does not come in time never begins, and holds up nobody behind', async () => {
  const { clock, began, comes } = world();
  const all = Promise.all([comes('ana', 1_500), comes('bor', 100), comes('cene', 100, 2_000)]);
  await clock.advance(5_000);
  expect(await all).toEqual(['ana', 'bor had no turn', 'cene']);
  expect(began).toEqual(['ana', 'cene']);
});

it('the wait is bounded, and not what somebody does in their turn', async () => {
  const { clock, comes } = world();
  const all = Promise.all([comes('ana', 900), comes('bor', 900)]);
  await clock.advance(1_800);
  expect(await all).toEqual(['ana', 'bor']);
});

it('goes on after somebody whose work fails', async () => {
  const { line } = world();
  const fails = line.turn(1_000, () => Promise.reject(new Error('no')));
  const works = line.turn(1_000, () => Promise.resolve('done'));
  await expect(fails).rejects.toThrow('no');
  expect(await works).toBe('done');
});
