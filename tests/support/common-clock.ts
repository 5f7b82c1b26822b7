import type { CommonClock } from '../../src/cluster/database-clock.js';
import type { FakeClock } from './fake-clock.js';

/** A common clock as one process knows it: wrong by `offMs` that it can't tell, and at most by `withinMs`. */
export class FakeCommonClock implements CommonClock {
  steadySince = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly clock: FakeClock,
    private readonly offMs = 0,
    readonly withinMs = Math.abs(offMs),
  ) {}

  now(): number {
    return Math.floor(this.clock.now() + this.offMs);
  }

  /** No two machines count from the same moment. */
  monotonic(): number {
    return this.clock.monotonic() + this.offMs * 1_000;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.clock.sleep(ms, signal);
  }

  /** The process sees that somebody has set it. */
  wasSet(): void {
    this.steadySince = this.monotonic();
  }
}
