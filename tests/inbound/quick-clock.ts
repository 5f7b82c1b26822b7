import type { Clock } from '../../src/domain/clock.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import type { TestApp } from '../support/test-app.js';

const TIMES = 20;
/** From here on it is a deadline, and no pause. */
const DEADLINES_FROM_MS = 5_000;
const FAREWELL_MS = 2_000;

/**
 * A clock for what speaks to a stand-in: requests take real time, so pauses between them do as well, but they pass
 * quickly. Deadlines are real, for a machine under load answers slowly.
 */
export function quickClock(app: TestApp): Clock {
  const machine = new SystemClock();
  return {
    now: () => app.clock.now(),
    monotonic: () => machine.monotonic() * TIMES,
    sleep: (ms, signal) =>
      machine.sleep(ms >= DEADLINES_FROM_MS || ms === FAREWELL_MS ? ms : ms / TIMES, signal),
  };
}
