import type { CampaignStatus, JobStatus, JobType, OutcomeCounts } from './campaign.js';

/** What a job's final rows can make of it. */
export type EndedJobStatus = Extract<JobStatus, 'sent' | 'partial' | 'failed' | 'skipped' | 'missed'>;

/** What the campaign's status is read from. */
export interface CampaignProgress {
  /**
   * When the campaign was cancelled (ms), else `null`. Set only when that happened before the start job had ended:
   * cancelling later stops the follow-up alone, and what the campaign did stays its status.
   */
  readonly cancelledAt: number | null;
  readonly jobs: readonly JobProgress[];
}

export interface JobProgress {
  readonly jobType: JobType;
  readonly status: JobStatus;
  /** When the job was first claimed (ms), `null` when it never was. */
  readonly startedAt: number | null;
  /** Its final rows. */
  readonly counts: OutcomeCounts;
}

/**
 * How a job ended, from its final rows: `sent` when some arrived (simulated counts) and none failed or are unknown,
 * `partial` when some of both, `failed` when none arrived; with nothing but skips or no rows at all `missed` when
 * `triedNobody` (every skip is `missed`), else `skipped`.
 */
export function jobStatusOf(counts: OutcomeCounts, triedNobody: boolean): EndedJobStatus {
  const arrived = counts.sent + counts.simulated > 0;
  const amiss = counts.failed + counts.unknown > 0;
  if (arrived) return amiss ? 'partial' : 'sent';
  if (amiss) return 'failed';
  return triedNobody ? 'missed' : 'skipped';
}

/**
 * The campaign's status. The follow-up never changes it, not even while it runs. A reminder that ended without ever
 * being claimed (`missed`) has begun all the same; a cancelled job that was never claimed has not.
 */
export function campaignStatus({ cancelledAt, jobs }: CampaignProgress): CampaignStatus {
  if (cancelledAt !== null) return 'cancelled';
  const calls = jobs.filter((job) => job.jobType !== 'follow_up');
  if (!calls.some(hasBegun)) return 'scheduled';
  const start = calls.find((job) => job.jobType === 'start');
  if (!start || start.status === 'pending' || calls.some((job) => job.status === 'running')) return 'running';
  return statusOfEnded(start);
}

function hasBegun({ status, startedAt }: JobProgress): boolean {
  return startedAt !== null || (status !== 'pending' && status !== 'cancelled');
}

function statusOfEnded({ status, counts }: JobProgress): CampaignStatus {
  if (status === 'cancelled') return 'cancelled';
  const byRows = jobStatusOf(counts, status === 'missed');
  // A job that gave up on errors did not do all it should have, whatever the rows it got to write say.
  if (status === 'failed') return byRows === 'sent' || byRows === 'partial' ? 'partial' : 'failed';
  return byRows;
}
