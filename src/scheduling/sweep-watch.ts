import type { Clock } from '../domain/clock.js';

/** How often the `promotion-sweep` task runs. */
export const SWEEP_INTERVAL_MS = 5_000;
/** After so many intervals without a sweep nobody sweeps any more, we believe. */
const SILENT_INTERVALS = 2;

/** The sweeps to watch, and to do where nobody does them. */
export interface Sweeps {
  /** When the last sweep began, by the monotonic clock. */
  readonly sweptAt: number;
  sweep(): Promise<void>;
}

/**
 * Sweeps where the scheduled task doesn't: with Redis out of reach, or back but empty, no task runs, and a
 * campaign whose wake-ups are gone too would wait for the next start of the process.
 */
export class SweepWatch {
  #ownSweptAt = Number.NaN;

  constructor(
    private readonly sweeps: Sweeps,
    private readonly clock: Clock,
    /** Called once for each silence. */
    private readonly onSilence: () => void,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Watches until `stop` aborts. */
  async run(stop: AbortSignal): Promise<void> {
    let since = this.clock.monotonic();
    while (!stop.aborted) {
      const left = Math.max(since, this.sweeps.sweptAt) + this.#patienceMs() - this.clock.monotonic();
      if (left > 0) {
        await this.clock.sleep(left, stop);
        continue;
      }
      since = this.clock.monotonic();
      if (!this.#isAlone()) this.onSilence();
      await this.#sweep();
    }
  }

  /** Whether the last sweep was our own: then we go on at the usual pace. */
  #isAlone(): boolean {
    return this.sweeps.sweptAt === this.#ownSweptAt;
  }

  #patienceMs(): number {
    return this.#isAlone() ? SWEEP_INTERVAL_MS : SILENT_INTERVALS * SWEEP_INTERVAL_MS;
  }

  async #sweep(): Promise<void> {
    try {
      const sweeping = this.sweeps.sweep();
      this.#ownSweptAt = this.sweeps.sweptAt;
      await sweeping;
    } catch (error) {
      this.onError(error);
    }
  }
}
