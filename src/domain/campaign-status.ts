import type { CampaignStatus, JobStatus, OutcomeCounts } from './campaign.js';
import { isJudged, type JobType, kindOf } from './message-kinds.js';

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
  /** How many of those skipped were never tried by the last useful moment. */
  readonly missed: number;
}

/**
 * How a job ended, from its final rows; `missed` of them were skipped because nobody got to them in time.
 * `sent`: some arrived (simulated counts), and all others were left out for reasons of their own. `partial`:
 * some arrived, and some failed, are unknown or were missed. If none arrived: `failed` if some were tried,
 * `missed` if none was and some should have been, else `skipped`.
 */
export function jobStatusOf(counts: OutcomeCounts, missed: number): EndedJobStatus {
  const arrived = counts.sent + counts.simulated > 0;
  const amiss = counts.failed + counts.unknown > 0;
  if (arrived) return amiss || missed > 0 ? 'partial' : 'sent';
  if (amiss) return 'failed';
  return missed > 0 ? 'missed' : 'skipped';
}

/**
 * The campaign's status, judged by its start job, or by the one job that a campaign of Muster's own has. The follow-up and calling off never change it, not even while they run. A `missed` reminder, which
 * ended without being claimed, counts as begun; a cancelled job that was never claimed does not.
 */
export function campaignStatus({ cancelledAt, jobs }: CampaignProgress): CampaignStatus {
  if (cancelledAt !== null) return 'cancelled';
  const calls = jobs.filter(({ jobType }) => isJudged(jobType));
  if (!calls.some(hasBegun)) return 'scheduled';
  const judged = calls.find(({ jobType }) => jobType === 'start' || kindOf(jobType).of !== 'promotion');
  if (!judged || judged.status === 'pending' || calls.some((job) => job.status === 'running'))
    return 'running';
  return statusOfEnded(judged);
}

function hasBegun({ status, startedAt }: JobProgress): boolean {
  return startedAt !== null || (status !== 'pending' && status !== 'cancelled');
}

function statusOfEnded({ status, counts, missed }: JobProgress): CampaignStatus {
  if (status === 'cancelled') return 'cancelled';
  const byRows = jobStatusOf(counts, missed);
  // A job that gave up on errors did not finish its work, whatever its rows say.
  if (status === 'failed') return byRows === 'sent' || byRows === 'partial' ? 'partial' : 'failed';
  return byRows;
}
