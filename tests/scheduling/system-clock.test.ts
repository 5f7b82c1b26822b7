import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SystemClock } from '../../src/scheduling/system-clock.js';

const DAY = 86_400_000;
const LONGEST_TIMER = 2 ** 31 - 1;

describe('the system clock', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  /** Starts a sleep and tells whether it is over. */
  function sleeping(ms: number, signal?: AbortSignal): () => Promise<boolean> {
    let over = false;
    void new SystemClock().sleep(ms, signal).then(() => (over = true));
    return async () => {
      await vi.advanceTimersByTimeAsync(0);
      return over;
    };
  }

  it('tells the time of day, and time that only passes', () => {
    const clock = new SystemClock();
    vi.setSystemTime(1_800_000_000_000);
    expect(clock.now()).toBe(1_800_000_000_000);
    const before = clock.monotonic();
    vi.setSystemTime(1_700_000_000_000);
    expect(clock.now()).toBe(1_700_000_000_000);
    const passed = clock.monotonic() - before;
    expect(passed).toBeGreaterThanOrEqual(0);
    expect(passed).toBeLessThan(5_000);
  });

  it('sleeps as long as it is told, neither less nor more', async () => {
    const over = sleeping(1000);
    await vi.advanceTimersByTimeAsync(999);
    expect(await over()).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await over()).toBe(true);
  });

  it('does not sleep at all for nothing or less', async () => {
    const [none, less] = [sleeping(0), sleeping(-5)];
    expect(await none()).toBe(true);
    expect(await less()).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('waits in pieces what is longer than a timer can hold', async () => {
    const over = sleeping(60 * DAY);
    const set = vi.spyOn(globalThis, 'setTimeout');
    await vi.advanceTimersByTimeAsync(60 * DAY - 1);
    expect(await over()).toBe(false);
    for (const [, ms] of set.mock.calls) expect(ms).toBeLessThanOrEqual(LONGEST_TIMER);
    expect(set.mock.calls.length).toBeGreaterThan(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await over()).toBe(true);
  });

  it('wakes as soon as it is told to, and leaves neither timer nor listener behind', async () => {
    const stop = new AbortController();
    const removed = vi.spyOn(stop.signal, 'removeEventListener');
    const over = sleeping(60 * DAY, stop.signal);
    expect(await over()).toBe(false);
    stop.abort();
    expect(await over()).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
    expect(removed).toHaveBeenCalled();
  });

  it('does not begin to sleep once it was told to wake', async () => {
    const over = sleeping(1000, AbortSignal.abort());
    expect(await over()).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('lets go of the signal after each sleep', async () => {
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    for (let i = 0; i < 20; i++) {
      const over = sleeping(10, signal);
      await vi.advanceTimersByTimeAsync(10);
      expect(await over()).toBe(true);
    }
    expect(removed).toHaveBeenCalledTimes(added.mock.calls.length);
  });
});
