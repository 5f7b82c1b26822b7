import type { Clock } from '../domain/clock.js';
import { withDeadline } from '../domain/deadline.js';

/** A turn did not come in time: its work has not begun, and never will. */
export class NoTurnError extends Error {
  override readonly name = 'NoTurnError';
}

/** Runs work one after the other, in the order it came. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly clock: Clock) {}

  /**
   * Runs `work` when all earlier work is over. `withinMs` limits the wait, not the work.
   * @throws NoTurnError when the turn does not come within `withinMs`; what `work` throws.
   */
  turn<T>(withinMs: number, work: () => Promise<T>): Promise<T> {
    const before = this.#last;
    const come = withDeadline(this.clock, withinMs, () => before).catch(() => {
      throw new NoTurnError(`no turn within ${String(withinMs)} ms`);
    });
    const mine = come.then(work);
    this.#last = Promise.allSettled([before, mine]);
    return mine;
  }
}
