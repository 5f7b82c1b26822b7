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
  openPosts,
} from '../persistence/stores/ledger-store.js';
import { finishOpen, finishUntouched } from '../persistence/stores/send-log-store.js';
import { endJob, jobAfter } from './conclude.js';
import { eventKeyOf } from './event-key-of.js';
import { logRow } from './log-line.js';

/** How much a restore leaves unclear. */
export interface Unclear {
  /** Jobs that it ended. */
  readonly jobs: number;
  /** Their people who may have been called. */
  readonly people: number;
}

const RESTORED = 'restored' satisfies SkipReason;
/** Owns what a restore settles; no process has this name. */
const OWNER = 'restore';

/**
 * Ends every job that may have sent something in the lost time. A recipient without a final row may have been
 * called: they become `unknown` in log and ledger, and nobody calls them again under that event key. A
 * summary or a post that waited or was under way may have been posted, so nobody posts it again. Jobs that were over by
 * the backup, or are still to come, stay as they are.
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
  for (const row of await openPosts(tx)) {
    // The first ends a row that waits, the second one that was under way.
    await closeReservation(tx, row.id, 'unknown', RESTORED, now);
    await giveUpReservation(tx, row.id, RESTORED, now);
    await logRow(tx, row, { outcome: 'unknown', reason: RESTORED, code: RESTORED }, now);
  }
  return { jobs: jobs.length, people };
}

/** If the start is over and the follow-up still to come, it now waits only for its own moment. */
async function release(tx: Tx, which: JobOfCampaign, now: number): Promise<void> {
  const job = (await jobsOf(tx, which.campaignId)).find(({ jobType }) => jobType === which.jobType);
  if (job) await setMoment(tx, which, Math.max(job.runAt, now), now);
}
