import type { Campaign, CampaignJob } from '../domain/campaign.js';
import { dryRunKey, eventKey } from '../domain/event-key.js';

/** The ledger key a job's messages are guarded by. */
export function eventKeyOf(campaign: Campaign, job: CampaignJob): string {
  return campaign.request.dryRun ? dryRunKey(campaign.id, job.jobType) : eventKey(job.jobType, campaign.date);
}
