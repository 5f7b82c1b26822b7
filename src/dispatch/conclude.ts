import type {
  Campaign,
  CampaignJob,
  CampaignStatus,
  EndReason,
  JobStatus,
  OutcomeCounts,
} from '../domain/campaign.js';
import { campaignStatus, jobStatusOf } from '../domain/campaign-status.js';
import { followUpEndReason } from '../domain/follow-up.js';
import { kindAfter, kindOf } from '../domain/message-kinds.js';
import { type JobTally, NOTHING_YET, tallyOf } from '../persistence/stores/campaign-tally.js';
import { findCampaign, setCampaignStatus } from '../persistence/stores/campaign-store.js';
import type { Tx } from '../persistence/engine/database.js';
import { finishJob, hasten, jobsOf, type JobOfCampaign, setMoment } from '../persistence/stores/job-store.js';
import type { DispatchContext } from './context.js';
import { concludeTurnout } from './turnout.js';
import type { WaitReason } from './wait-reason.js';

/** How a job ended. */
export interface Conclusion {
  readonly status: JobStatus;
  readonly counts: OutcomeCounts;
  readonly campaignStatus: CampaignStatus;
  readonly endReason: EndReason | null;
  /** The follow-up; the end of the start job sets its moment. */
  readonly next: CampaignJob | null;
}

/** Who ends a job, when, and the error code of a job that failed anyway. */
interface EndedBy {
  readonly owner: string;
  readonly now: number;
  readonly failed?: string;
}

/** Ends a job by its final rows and updates its campaign's status. `null` when `owner` no longer holds it. */
export async function endJob(
  tx: Tx,
  job: CampaignJob,
  { owner, now, failed }: EndedBy,
): Promise<Omit<Conclusion, 'next'> | null> {
  const { counts, skippedByReason: skipped, failedByReason: failures } = await tallyOfJob(tx, job);
  const status = failed === undefined ? jobStatusOf(counts, skipped['missed'] ?? 0) : 'failed';
  const endReason =
    kindOf(job.jobType).whom === 'missing' ? followUpEndReason(status, skipped, failures) : null;
  const end = {
    status,
    summary: { counts, skipped, ...(endReason && { reason: endReason }) },
    lastError: failed ?? (endReason === 'presence_unknown' ? endReason : null),
  };
  if (!(await finishJob(tx, { id: job.id, owner }, end, now))) return null;
  const campaignStatus = await refreshCampaignStatus(tx, job.campaignId, now);
  return { status, counts, endReason, campaignStatus };
}

/**
 * Ends a job of ours as {@link endJob} does. In the same transaction it sets the follow-up's moment after the
 * start job, or queues the summary after the follow-up, so that no kill comes in between. `null` when the job
 * was no longer ours.
 */
export async function conclude(
  context: DispatchContext,
  tx: Tx,
  job: CampaignJob,
  failed?: string,
): Promise<Conclusion | null> {
  const now = context.clock.now();
  const ended = await endJob(tx, job, {
    owner: context.liveness.me,
    now,
    ...(failed !== undefined && { failed }),
  });
  if (!ended) return null;
  const campaign = (await findCampaign(tx, job.campaignId)) as Campaign;
  const after = jobAfter(job);
  const next = after && (await setMoment(tx, after, momentOf(context, campaign, now), now));
  if (kindOf(job.jobType).whom === 'missing')
    await concludeTurnout(context, tx, { campaign, job, counts: ended.counts }, now);
  return { ...ended, next };
}

/**
 * Lets a real campaign go on while a job waits. A start job that waits only for a paused channel holds up
 * nobody who was called: their follow-up comes, and people called later get their turn in it. A follow-up
 * that waits only for people it can't reach, or who come later, gets its summary. @returns the follow-up, if it needs a wake-up.
 */
export async function whileWaiting(
  context: DispatchContext,
  tx: Tx,
  job: CampaignJob,
  reason: WaitReason,
): Promise<CampaignJob | null> {
  const now = context.clock.now();
  const campaign = await findCampaign(tx, job.campaignId);
  if (!campaign || campaign.request.dryRun) return null;
  const isStuck = reason === 'channel_paused' || reason === 'start_open';
  if (kindOf(job.jobType).whom === 'missing' && (isStuck || reason === 'late')) {
    const { counts } = await tallyOfJob(tx, job);
    await concludeTurnout(context, tx, { campaign, job, counts }, now);
  }
  const after = jobAfter(job);
  if (!after) return null;
  const at = momentOf(context, campaign, now);
  return isStuck ? setMoment(tx, after, at, now) : hasten(tx, after, at, now);
}

/** The job whose moment the end of this job sets. */
export function jobAfter({ campaignId, jobType }: CampaignJob): JobOfCampaign | null {
  const after = kindAfter(jobType);
  return after && { campaignId, jobType: after };
}

/** The follow-up comes `delayMs` after the start job's work, never before its planned moment. */
function momentOf({ followUp }: DispatchContext, { startAt }: Campaign, now: number): number {
  return Math.max(startAt, now) + followUp.delayMs;
}

async function tallyOfJob(tx: Tx, { id, campaignId }: CampaignJob): Promise<JobTally> {
  return (await tallyOf(tx, campaignId)).jobs.get(id) ?? NOTHING_YET;
}

/** Derives a campaign's status from its jobs and records it. */
export async function refreshCampaignStatus(
  tx: Tx,
  campaignId: string,
  now: number,
): Promise<CampaignStatus> {
  const campaign = (await findCampaign(tx, campaignId)) as Campaign;
  const tally = await tallyOf(tx, campaignId);
  const jobs = (await jobsOf(tx, campaignId)).map((job) => {
    const { counts, skippedByReason } = tally.jobs.get(job.id) ?? NOTHING_YET;
    return { ...job, counts, missed: skippedByReason['missed'] ?? 0 };
  });
  const status = campaignStatus({ cancelledAt: campaign.cancelledAt, jobs });
  if (status !== campaign.status) await setCampaignStatus(tx, campaignId, status, now);
  return status;
}
