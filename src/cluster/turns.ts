import type { Clock } from '../domain/clock.js';

/** How often it is noted that the process does its work, in milliseconds. */
const EVERY_MS = 200;
/** So much later than it should (ms) shows that the process was stopped, and not only busy. */
const LATE_MS = 600;

/**
 * Watches whether this process does its work. One that is stopped (by a signal, a debugger, a paused machine) reads what came in
 * meanwhile when it goes on, and takes it for new.
 */
export class Turns {
  #last: number;
  /** The turn before a gap, as long as what is read may have waited in it. */
  #beforeGap: number | null = null;

  constructor(private readonly clock: Pick<Clock, 'monotonic' | 'sleep'>) {
    this.#last = clock.monotonic();
  }

  /** Watches until `ended` aborts. */
  async watch(ended: AbortSignal): Promise<void> {
    while (!ended.aborted) {
      await this.clock.sleep(EVERY_MS, ended);
      const now = this.clock.monotonic();
      // One turn more, for connections that were made in the gap are only then read.
      this.#beforeGap = now - this.#last > LATE_MS ? this.#last : null;
      this.#last = now;
    }
  }

  /**
   * Since when (monotonic) what is read now may have waited to be read; `null`: it has only just come in. What is read first after a
   * stop is read before any timer of ours runs.
   */
  waitedSince(): number | null {
    return this.clock.monotonic() - this.#last > LATE_MS ? this.#last : this.#beforeGap;
  }

  /** How long (ms) it may have waited at most. */
  waitingMs(): number {
    const since = this.waitedSince();
    return since === null ? 0 : this.clock.monotonic() - since;
  }
}
