import type { Campaign, CampaignJob, FinalOutcome } from '../domain/campaign.js';
import { kindOf } from '../domain/message-kinds.js';
import type { Tx } from '../persistence/engine/database.js';
import { openReservations } from '../persistence/stores/ledger-store.js';
import { finishUntouched } from '../persistence/stores/send-log-store.js';
import { type Claim, claimOf } from './claim.js';
import { refreshCampaignStatus } from './conclude.js';
import type { DispatchContext } from './context.js';
import { eventKeyOf } from './event-key-of.js';
import { endWaiting } from './log-line.js';

/** How a job that ends records the people it did not reach. */
export interface Ending {
  /** People who wait for a retry; anybody who may have been reached is `unknown`. */
  readonly waiting: { readonly outcome: FinalOutcome; readonly reason: string };
  /** People never tried. */
  readonly untried: { readonly outcome: FinalOutcome; readonly reason: string };
}

export const EXPIRED: Ending = {
  waiting: { outcome: 'failed', reason: 'expired' },
  untried: { outcome: 'skipped', reason: 'missed' },
};
export const CANCELLED: Ending = {
  waiting: { outcome: 'skipped', reason: 'cancelled' },
  untried: { outcome: 'skipped', reason: 'cancelled' },
};
/** Until the end nobody knew who had come, so the job called nobody missing. */
const PRESENCE_UNKNOWN: Ending = {
  waiting: { outcome: 'failed', reason: 'expired' },
  untried: { outcome: 'failed', reason: 'presence_unknown' },
};
/** Attendance was switched off after the campaign was created. */
export const NOT_CHECKED: Ending = {
  waiting: { outcome: 'skipped', reason: 'not_checked' },
  untried: { outcome: 'skipped', reason: 'not_checked' },
};
export const BROKEN: Ending = {
  waiting: { outcome: 'failed', reason: 'job_error' },
  untried: { outcome: 'failed', reason: 'job_error' },
};

/** How a job ends at its last useful moment, by what it waited for last. */
export function lateEndingOf({ waitsForPresence }: CampaignJob): Ending {
  return waitsForPresence ? PRESENCE_UNKNOWN : EXPIRED;
}

/**
 * Writes a final row for everybody in a job who has none (of standbys only for those being called), and ends the ledger rows that wait for a retry.
 * Rows being sent belong to their sender; they stay.
 */
export async function closeOut(
  tx: Tx,
  campaign: Campaign,
  job: CampaignJob,
  ending: Ending,
  now: number,
): Promise<void> {
  for (const row of await openReservations(tx, job.id)) {
    // A summary outlives its job, however the job ended; only a cancellation ends it, too.
    const goesOn = row.kind === 'summary' && ending !== CANCELLED;
    if (row.state === 'retry' && !goesOn) await endWaiting(tx, row, ending.waiting, now);
  }
  // Whoever was not needed has had no part in it.
  if (kindOf(job.jobType).whom === 'standbys') return;
  await finishUntouched(tx, job, { ...ending.untried, eventKey: eventKeyOf(campaign, job) }, now);
}

/**
 * Closes a job out as its claim allows: as `ending` says (`null`: not yet) while it is `held`, and as cancelled
 * once it is. Of a job that is `elsewhere` or `over` it touches nothing. @returns the claim, which holds for
 * the rest of the transaction.
 */
export async function closeOutByClaim(
  context: DispatchContext,
  tx: Tx,
  { campaign, job }: { readonly campaign: Campaign; readonly job: CampaignJob },
  ending: Ending | null,
): Promise<Claim> {
  const now = context.clock.now();
  const claim = await claimOf(context, tx, job.id);
  if (claim === 'held' && ending) await closeOut(tx, campaign, job, ending, now);
  if (claim === 'cancelled') {
    await closeOut(tx, campaign, job, CANCELLED, now);
    await refreshCampaignStatus(tx, campaign.id, now);
  }
  return claim;
}
