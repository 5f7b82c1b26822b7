import type { Campaign, CampaignJob, FinalOutcome } from '../domain/campaign.js';
import { kindOf } from '../domain/message-kinds.js';
import type { Tx } from '../persistence/engine/database.js';
import { openReservations } from '../persistence/stores/ledger-store.js';
import { finishUntouched } from '../persistence/stores/send-log-store.js';
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
