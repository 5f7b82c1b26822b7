import { pendingJobs } from '../persistence/stores/job-store.js';
import type { DispatchContext } from './context.js';

/** How far ahead (ms) a sweep looks for moments that another process has set: past the next sweep. */
const AHEAD_MS = 6_000;

/** Asks for a job's wake-up; it may get lost, and the sweep finds what it missed. */
export interface WakeUps {
  schedule(jobId: string, at: number): void;
}

/**
 * Sets wake-ups for what falls due before the next sweep, whichever process has planned it. A process that is alone has set
 * all there are.
 */
export async function foresee(
  { database, clock, liveness }: DispatchContext,
  wakeUps: WakeUps,
): Promise<void> {
  if (liveness.isAlone) return;
  const now = clock.now();
  for (const { id, nextRunAt } of await pendingJobs(database.view)) {
    if (nextRunAt > now && nextRunAt <= now + AHEAD_MS) wakeUps.schedule(id, nextRunAt);
  }
}
