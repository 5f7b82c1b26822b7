import type { Campaign, CampaignJob, CampaignStatus, JobStatus, OutcomeCounts } from '../domain/campaign.js';
import { campaignStatus, jobStatusOf } from '../domain/campaign-status.js';
import { findCampaign, setCampaignStatus } from '../persistence/campaign-store.js';
import type { Tx } from '../persistence/database.js';
import { finishJob, jobsOf } from '../persistence/job-store.js';
import { countOutcomes, countReasons } from '../persistence/send-log-store.js';

/** How a job ended. */
export interface Conclusion {
  readonly status: JobStatus;
  readonly counts: OutcomeCounts;
  readonly campaignStatus: CampaignStatus;
}

/**
 * Ends a job by what its final rows say (`failed`: whatever they say, with that code), and brings its campaign's
 * status up to date. `null` when the job was no longer ours.
 */
export async function conclude(
  tx: Tx,
  job: CampaignJob,
  owner: string,
  now: number,
  failed?: string,
): Promise<Conclusion | null> {
  const counts = await countOutcomes(tx, job.id);
  const skipped = await countReasons(tx, job.id, 'skipped');
  const others = counts.sent + counts.failed + counts.unknown + counts.simulated;
  const triedNobody = others === 0 && counts.skipped > 0 && skipped['missed'] === counts.skipped;
  const status = failed === undefined ? jobStatusOf(counts, triedNobody) : 'failed';
  const end = { status, summary: { counts, skipped }, lastError: failed ?? null };
  if (!(await finishJob(tx, { id: job.id, owner }, end, now))) return null;
  return { status, counts, campaignStatus: await refreshCampaignStatus(tx, job.campaignId, now) };
}

/** Derives a campaign's status from its jobs and records it. */
export async function refreshCampaignStatus(
  tx: Tx,
  campaignId: string,
  now: number,
): Promise<CampaignStatus> {
  const campaign = (await findCampaign(tx, campaignId)) as Campaign;
  const jobs = [];
  for (const job of await jobsOf(tx, campaignId)) {
    jobs.push({ ...job, counts: await countOutcomes(tx, job.id) });
  }
  const status = campaignStatus({ cancelledAt: campaign.cancelledAt, jobs });
  if (status !== campaign.status) await setCampaignStatus(tx, campaignId, status, now);
  return status;
}
