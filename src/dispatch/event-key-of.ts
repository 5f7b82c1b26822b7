import type { Campaign, CampaignJob } from '../domain/campaign.js';
import { dryRunKey, eventKey } from '../domain/event-key.js';

/** The ledger key that guards a job's messages. */
export function eventKeyOf(campaign: Campaign, job: CampaignJob): string {
  return campaign.request.dryRun ? dryRunKey(campaign.id, job.jobType) : eventKey(job.jobType, campaign.date);
}
