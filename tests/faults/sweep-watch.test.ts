import { describe, expect, it, onTestFinished } from 'vitest';
import { SWEEP_INTERVAL_MS, SweepWatch } from '../../src/scheduling/sweep-watch.js';
import { FakeClock } from '../support/fake-clock.js';

/** A process whose sweeps are done by somebody else, until they are not. */
function watched() {
  const clock = new FakeClock('2026-03-10T19:00:00Z');
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const seen = { own: [] as number[], silences: 0, errors: [] as unknown[] };
  let failing = false;
  const sweeps = {
    sweptAt: Number.NEGATIVE_INFINITY,
    async sweep() {
      this.sweptAt = clock.monotonic();
      seen.own.push(clock.monotonic());
      if (failing) throw new Error('the database is away');
    },
  };
  const watch = new SweepWatch(
    sweeps,
    clock,
    () => (seen.silences += 1),
    (error) => seen.errors.push(error),
  );
  const begun = clock.monotonic();
  void watch.run(stop.signal);
  return {
    clock,
    seen,
    stop,
    /** When it swept by itself, in intervals since it began. */
    ownAfter: () => seen.own.map((at) => (at - begun) / SWEEP_INTERVAL_MS),
    fail: (on: boolean) => (failing = on),
    /** Lets so many intervals pass, in each of which the scheduled task sweeps. */
    async othersSweep(intervals: number) {
      for (let n = 0; n < intervals; n += 1) {
        await clock.advance(SWEEP_INTERVAL_MS);
        sweeps.sweptAt = clock.monotonic();
      }
    },
  };
}

describe('the watch over the sweeps', () => {
  it('leaves them to the scheduled task as long as it runs', async () => {
    const { seen, othersSweep } = watched();
    await othersSweep(20);
    expect(seen).toEqual({ own: [], silences: 0, errors: [] });
  });

  it('sweeps after two intervals of silence, then in each', async () => {
    const { clock, seen, ownAfter } = watched();
    await clock.advance(5 * SWEEP_INTERVAL_MS);
    expect(ownAfter()).toEqual([2, 3, 4, 5]);
    expect(seen.silences).toBe(1);
  });

  it('notices a silence that comes later', async () => {
    const { clock, othersSweep, ownAfter } = watched();
    await othersSweep(3);
    await clock.advance(3 * SWEEP_INTERVAL_MS);
    expect(ownAfter()).toEqual([5, 6]);
  });

  it('steps back when the task is there again, and notices the next silence', async () => {
    const { clock, seen, othersSweep, ownAfter } = watched();
    await clock.advance(2.2 * SWEEP_INTERVAL_MS);
    await othersSweep(1);
    const sweeps = ownAfter().length;
    await othersSweep(5);
    expect(ownAfter()).toHaveLength(sweeps);
    await clock.advance(2 * SWEEP_INTERVAL_MS);
    expect(ownAfter()).toHaveLength(sweeps + 1);
    expect(seen.silences).toBe(2);
  });

  it('goes on after a sweep that failed, and tells of it', async () => {
    const { clock, seen, fail, ownAfter } = watched();
    fail(true);
    await clock.advance(3 * SWEEP_INTERVAL_MS);
    fail(false);
    await clock.advance(SWEEP_INTERVAL_MS);
    expect(ownAfter()).toEqual([2, 3, 4]);
    expect(seen.errors).toHaveLength(2);
  });

  it('ends when told to', async () => {
    const { clock, seen, stop } = watched();
    stop.abort();
    await clock.advance(10 * SWEEP_INTERVAL_MS);
    expect(seen.own).toEqual([]);
    expect(clock.sleeping).toBe(0);
  });
});
