import { setMaxListeners } from 'node:events';
import type { Clock } from '../../src/domain/clock.js';
import { statementsEnd } from './under-way.js';

interface Sleeper {
  readonly dueAt: number;
  wake(): void;
}

/** More empty waits at one instant than any test has people. */
const SPINNING = 100_000;

/**
 * A clock that stands still until a test moves it. `advance` lets time pass: sleeps that come due end in
 * order, each at its own instant, and all their effects are done before time goes on. `step` sets the wall
 * clock, which no sleep notices.
 */
export class FakeClock implements Clock {
  #monotonic = 5_000;
  #offset: number;
  readonly #sleepers = new Set<Sleeper>();

  #sleptLessAt = Number.NaN;
  #sleptLess = 0;

  /** `at`: an ISO instant or milliseconds. */
  constructor(at: string | number) {
    this.#offset = new Date(at).getTime() - this.#monotonic;
  }

  now(): number {
    return Math.floor(this.#monotonic + this.#offset);
  }

  monotonic(): number {
    return this.#monotonic;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (!(ms > 0) || signal?.aborted) {
      this.#noSleep();
      return;
    }
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper: Sleeper = { dueAt: this.#monotonic + ms, wake };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', wake);
    });
  }

  /** A wait of no time lets nothing else run: a loop around it would stop the whole process. */
  #noSleep(): void {
    if (this.#monotonic !== this.#sleptLessAt) this.#sleptLess = 0;
    this.#sleptLessAt = this.#monotonic;
    this.#sleptLess += 1;
    if (this.#sleptLess > SPINNING) throw new Error('somebody waits for nothing, again and again');
  }

  /** How many sleeps are under way. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  /** Sets the wall clock forwards or back; no time passes. */
  step(ms: number): void {
    this.#offset += ms;
  }

  /** The machine sleeps for `ms` milliseconds: waits that come due meanwhile all end when it wakes. */
  async suspend(ms: number): Promise<void> {
    this.#monotonic += ms;
    for (const sleeper of this.#sleepers) if (sleeper.dueAt <= this.#monotonic) sleeper.wake();
    await settled();
  }

  /** Lets `ms` milliseconds pass. */
  async advance(ms: number): Promise<void> {
    const target = this.#monotonic + ms;
    for (;;) {
      await settled();
      const next = Math.min(...Array.from(this.#sleepers, ({ dueAt }) => dueAt));
      if (next > target) break;
      this.#monotonic = Math.max(this.#monotonic, next);
      for (const sleeper of this.#sleepers) if (sleeper.dueAt <= this.#monotonic) sleeper.wake();
    }
    // The machine may have slept meanwhile, for longer than this.
    this.#monotonic = Math.max(this.#monotonic, target);
    await settled();
  }

  /** Lets time pass until the wall clock shows an instant (ISO or milliseconds). */
  async advanceTo(instant: string | number): Promise<void> {
    const ms = new Date(instant).getTime() - this.now();
    if (ms < 0) throw new RangeError('time passes forwards only');
    await this.advance(ms);
  }

  /** This clock for one process: after `die`, none of that process's waits ends. */
  forProcess(): Clock & { die(): void } {
    const life = new AbortController();
    // A process may have any number of timers at once.
    setMaxListeners(0, life.signal);
    const forever = new Promise<never>(() => undefined);
    return {
      now: () => this.now(),
      monotonic: () => this.monotonic(),
      sleep: async (ms, signal) => {
        const either = new AbortController();
        const end = (): void => either.abort();
        if (life.signal.aborted || signal?.aborted) end();
        life.signal.addEventListener('abort', end);
        signal?.addEventListener('abort', end);
        await this.sleep(ms, either.signal);
        life.signal.removeEventListener('abort', end);
        signal?.removeEventListener('abort', end);
        if (life.signal.aborted) await forever;
      },
      die: () => life.abort(),
    };
  }
}

/**
 * Resolves when everything that needs no time is done. A chain of promises ends within a turn of the event
 * loop; some chains cross from one turn to the next, so this waits a few turns.
 */
export async function settled(): Promise<void> {
  do {
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  } while (await statementsEnd());
}
