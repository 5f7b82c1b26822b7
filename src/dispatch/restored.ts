import type { Campaign, SkipReason } from '../domain/campaign.js';
import type { LostTime } from '../domain/restored.js';
import { findCampaign } from '../persistence/stores/campaign-store.js';
import type { Tx } from '../persistence/engine/database.js';
import {
  type JobOfCampaign,
  jobsOf,
  jobsWithin,
  setMoment,
  takeJob,
} from '../persistence/stores/job-store.js';
import {
  closeReservation,
  endOpenReservations,
  giveUpReservation,
  insertUnclearRows,
  openSummaries,
} from '../persistence/stores/ledger-store.js';
import { finishOpen, finishUntouched } from '../persistence/stores/send-log-store.js';
import { endJob, jobAfter } from './conclude.js';
import { eventKeyOf } from './event-key-of.js';
import { logRow } from './log-line.js';

/** What nobody knows any more, in numbers. */
export interface Unclear {
  /** Jobs that were ended because of it. */
  readonly jobs: number;
  /** People in them who may have been called. */
  readonly people: number;
}

const RESTORED = 'restored' satisfies SkipReason;
/** Owns what a restore settles; no process is called so. */
const OWNER = 'restore';

/**
 * Ends every job that may have sent something in the time that is lost. Whoever has no final row in it may have been
 * called: `unknown`, in the log and in the ledger, so that nobody is called for that moment again. A summary that was
 * waiting or under way may have been posted: it isn't any more. What was over by the backup, and what is still to come, stays as it
 * is.
 */
export async function settleLostTime(tx: Tx, lost: LostTime): Promise<Unclear> {
  const now = lost.restoredAt;
  let people = 0;
  const jobs = await jobsWithin(tx, lost);
  for (const job of jobs) {
    const campaign = (await findCampaign(tx, job.campaignId)) as Campaign;
    const eventKey = eventKeyOf(campaign, job);
    const end = { outcome: 'unknown', reason: RESTORED, eventKey } as const;
    people += await finishOpen(tx, job, end, now);
    await endOpenReservations(tx, job.id, RESTORED, now);
    if (!campaign.request.dryRun) await insertUnclearRows(tx, job, { eventKey, owner: OWNER }, now);
    people += await finishUntouched(tx, job, end, now);
    await takeJob(tx, job.id, OWNER, now);
    await endJob(tx, job, { owner: OWNER, now });
    const after = jobAfter(job);
    if (after) await release(tx, after, now);
  }
  for (const row of await openSummaries(tx)) {
    // Each sees to its own: one that waits, and one that was under way.
    await closeReservation(tx, row.id, 'unknown', RESTORED, now);
    await giveUpReservation(tx, row.id, RESTORED, now);
    await logRow(tx, row, { outcome: 'unknown', reason: RESTORED, code: RESTORED }, now);
  }
  return { jobs: jobs.length, people };
}

/** Where the start is over and the follow-up still to come, it waits for its own moment and for nothing else. */
async function release(tx: Tx, which: JobOfCampaign, now: number): Promise<void> {
  const job = (await jobsOf(tx, which.campaignId)).find(({ jobType }) => jobType === which.jobType);
  if (job) await setMoment(tx, which, Math.max(job.runAt, now), now);
}
