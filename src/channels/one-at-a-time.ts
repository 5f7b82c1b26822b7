import type { Clock } from '../domain/clock.js';
import { withDeadline } from '../domain/deadline.js';

/** Somebody's turn did not come in time: nothing of what they wanted has begun, or ever will. */
export class NoTurnError extends Error {
  override readonly name = 'NoTurnError';
}

/** Lets people do something one after the other, in the order they came. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly clock: Clock) {}

  /**
   * Does `work` when all who came before are through. `withinMs` bounds the wait for that, and not the work.
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
