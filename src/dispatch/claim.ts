import { kindsThatLook } from '../domain/message-kinds.js';
import type { Tx } from '../persistence/engine/database.js';
import { findJob, holdingOf } from '../persistence/stores/job-store.js';
import type { DispatchContext } from './context.js';

/**
 * What became of a job that this process claimed. `held`: it still runs it. `elsewhere`: another process took
 * it, and runs it or has given it back; nothing of it is ours to touch or to tell. `cancelled`: its campaign
 * is. `over`: it has ended, or is deleted.
 */
export type Claim = 'held' | 'elsewhere' | 'cancelled' | 'over';

/** Asks the job's row. A claim that was lost says nothing by itself: the row knows why. */
export async function claimOf({ liveness }: DispatchContext, tx: Tx, jobId: string): Promise<Claim> {
  const holding = await holdingOf(tx, jobId);
  switch (holding?.status) {
    case 'running':
      return holding.owner === liveness.me ? 'held' : 'elsewhere';
    case 'pending':
      return 'elsewhere';
    case 'cancelled':
      return 'cancelled';
    default:
      return 'over';
  }
}

/**
 * Whether a job is this process's to claim: whoever is told who is in voice follows up, and calls one more, as long as
 * somebody could still be called.
 */
export async function mayClaim(context: DispatchContext, tx: Tx, jobId: string): Promise<boolean> {
  if (context.presence.voice === null || context.isToldOfVoice()) return true;
  const job = await findJob(tx, jobId);
  return !job || !kindsThatLook().includes(job.jobType) || context.clock.now() >= job.expiresAt;
}
