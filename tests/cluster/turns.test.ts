import { expect, it, onTestFinished } from 'vitest';
import { Turns } from '../../src/cluster/turns.js';

/** A process's clock: it goes on while the process is stopped, and its timers don't. */
class StoppableClock {
  #now = 50_000;
  #wake: (() => void) | null = null;

  monotonic(): number {
    return this.#now;
  }

  sleep(_ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      signal?.addEventListener('abort', () => resolve());
    });
  }

  pass(ms: number): void {
    this.#now += ms;
  }

  /** What waits on a timer goes on. */
  async turn(): Promise<void> {
    this.#wake?.();
    await Promise.resolve();
    await Promise.resolve();
  }
}

function watched(): { clock: StoppableClock; turns: Turns } {
  const clock = new StoppableClock();
  const turns = new Turns(clock);
  const ended = new AbortController();
  onTestFinished(() => ended.abort());
  void turns.watch(ended.signal);
  return { clock, turns };
}

it('takes what a process reads for new as long as it does its work', async () => {
  const { clock, turns } = watched();
  for (let turn = 0; turn < 5; turn += 1) {
    clock.pass(550);
    expect(turns.waitedSince()).toBeNull();
    await clock.turn();
    expect(turns.waitedSince()).toBeNull();
    expect(turns.waitingMs()).toBe(0);
  }
});

it('knows that what is read after a stop may have waited since it began, until everything is read', async () => {
  const { clock, turns } = watched();
  clock.pass(200);
  await clock.turn();
  const before = clock.monotonic();
  clock.pass(12_000);
  // Sockets are read before timers run.
  expect(turns.waitedSince()).toBe(before);
  expect(turns.waitingMs()).toBe(12_000);
  await clock.turn();
  expect(turns.waitedSince()).toBe(before);
  clock.pass(200);
  expect(turns.waitedSince()).toBe(before);
  await clock.turn();
  expect(turns.waitedSince()).toBeNull();
});
