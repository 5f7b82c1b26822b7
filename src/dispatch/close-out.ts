import type { Campaign, CampaignJob, FinalOutcome } from '../domain/campaign.js';
import type { Tx } from '../persistence/engine/database.js';
import { openReservations } from '../persistence/stores/ledger-store.js';
import { finishUntouched } from '../persistence/stores/send-log-store.js';
import { eventKeyOf } from './event-key-of.js';
import { endWaiting } from './log-line.js';

/** How those who were not reached by the end of a job are recorded. */
export interface Ending {
  /** Those waiting for a retry; who may have been reached is `unknown` whatever this says. */
  readonly waiting: { readonly outcome: FinalOutcome; readonly reason: string };
  /** Those never tried. */
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
/** Who is there could not be told until the end, so nobody was called missing. */
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

/** How a job ends whose last useful moment has come, by what it waited for last. */
export function lateEndingOf({ waitsForPresence }: CampaignJob): Ending {
  return waitsForPresence ? PRESENCE_UNKNOWN : EXPIRED;
}

/**
 * Gives everybody of a job who has none a final row, and ends the ledger rows that wait for a retry. Rows being
 * sent at this moment are left to whoever sends them.
 */
export async function closeOut(
  tx: Tx,
  campaign: Campaign,
  job: CampaignJob,
  ending: Ending,
  now: number,
): Promise<void> {
  for (const row of await openReservations(tx, job.id)) {
    // A summary goes on after its job, whatever that came to; who cancels ends it, too.
    const goesOn = row.kind === 'summary' && ending !== CANCELLED;
    if (row.state === 'retry' && !goesOn) await endWaiting(tx, row, ending.waiting, now);
  }
  await finishUntouched(tx, job, { ...ending.untried, eventKey: eventKeyOf(campaign, job) }, now);
}
