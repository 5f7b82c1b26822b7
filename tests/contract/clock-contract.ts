import { beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../src/domain/clock.js';

/** A clock, and a way to let its time pass. */
export interface ClockWorld {
  readonly clock: Clock;
  /** Resolves when so much time has passed, and all that came due on the way is done. */
  pass(ms: number): Promise<void>;
}

/** A length of time that is worth waiting for in a test. */
const STEP_MS = 30;
/** The machine's timers may end that much early, and are not expected to be more exact. */
const TIMER_GRAIN_MS = 2;

interface Sleep {
  over: boolean;
  /** Monotonic. */
  endedAt: number;
  done: Promise<void>;
}

/** What {@link Clock} promises, asked of one implementation. */
export function clockContract(title: string, open: () => ClockWorld): void {
  describe(`${title}, as a clock`, () => {
    let world: ClockWorld;
    let clock: Clock;

    beforeEach(() => {
      world = open();
      clock = world.clock;
    });

    /** Starts a sleep and tells whether it is over. */
    function sleeping(ms: number, signal?: AbortSignal): Sleep {
      const sleep: Sleep = { over: false, endedAt: Number.NaN, done: Promise.resolve() };
      sleep.done = clock.sleep(ms, signal).then(() => {
        sleep.over = true;
        sleep.endedAt = clock.monotonic();
      });
      return sleep;
    }

    const aTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

    it('tells the time of day in whole milliseconds', () => {
      expect(Number.isInteger(clock.now())).toBe(true);
      expect(clock.now()).toBeGreaterThan(Date.parse('2020-01-01T00:00:00Z'));
    });

    it('has time that only passes, as much of it as passes by the wall', async () => {
      const [wall, before] = [clock.now(), clock.monotonic()];
      await world.pass(STEP_MS);
      const passed = clock.monotonic() - before;
      expect(passed).toBeGreaterThanOrEqual(STEP_MS - TIMER_GRAIN_MS);
      expect(Math.abs(clock.now() - wall - passed)).toBeLessThanOrEqual(5);
      expect(clock.monotonic()).toBeGreaterThanOrEqual(before + passed);
    });

    it('sleeps as long as it is told and not less', async () => {
      const before = clock.monotonic();
      const sleep = sleeping(STEP_MS);
      await aTurn();
      expect(sleep.over).toBe(false);
      await world.pass(STEP_MS);
      await sleep.done;
      expect(sleep.endedAt - before).toBeGreaterThanOrEqual(STEP_MS - TIMER_GRAIN_MS);
    });

    it.each([0, -1, -86_400_000, Number.NaN])('does not sleep for %d ms', async (ms) => {
      await sleeping(ms).done;
    });

    it('wakes sleepers in the order they are due, whoever began first', async () => {
      const woken: string[] = [];
      const sleeper = (name: string, ms: number): Promise<void> =>
        clock.sleep(ms).then(() => void woken.push(name));
      const all = Promise.all([
        sleeper('late', 3 * STEP_MS),
        sleeper('early', STEP_MS),
        sleeper('middle', 2 * STEP_MS),
      ]);
      await world.pass(3 * STEP_MS);
      await all;
      expect(woken).toEqual(['early', 'middle', 'late']);
    });

    it('wakes at once, and without an error, when it is told to', async () => {
      const stop = new AbortController();
      const before = clock.monotonic();
      const sleep = sleeping(86_400_000, stop.signal);
      await aTurn();
      expect(sleep.over).toBe(false);
      stop.abort(new Error('a reason nobody is to be told'));
      await sleep.done;
      expect(clock.monotonic() - before).toBeLessThan(5_000);
    });

    it('wakes only those who were told', async () => {
      const stop = new AbortController();
      const told = sleeping(86_400_000, stop.signal);
      const other = sleeping(STEP_MS);
      stop.abort();
      await told.done;
      await aTurn();
      expect(other.over).toBe(false);
      await world.pass(STEP_MS);
      await other.done;
    });

    it('does not begin to sleep when it was told to wake before', async () => {
      await sleeping(86_400_000, AbortSignal.abort()).done;
    });

    it('does not mind being told after the sleep was over', async () => {
      const stop = new AbortController();
      const sleep = sleeping(STEP_MS, stop.signal);
      await world.pass(STEP_MS);
      await sleep.done;
      stop.abort();
      const next = sleeping(STEP_MS);
      await aTurn();
      expect(next.over).toBe(false);
      await world.pass(STEP_MS);
      await next.done;
    });
  });
}
