import { z } from 'zod';
import { JOB_STATUSES, JOB_TYPES, type OutcomeCounts } from '../../domain/campaign.js';
import { wallTime as wallTimeAt } from '../../domain/local-time.js';
import type { ViewersCampaign } from '../../services/campaign-status.js';
import type { CancelledCampaign } from '../../services/cancel-campaign.js';
import {
  campaignId,
  channelsSummary,
  count,
  dateInput,
  instant,
  iso,
  isoOrNull,
  localDate,
  success,
  timezone,
  wallTime,
} from './common.js';
import { campaignStatus } from './promotions.js';

const countsSchema = z.object({
  sent: count,
  skipped: count,
  failed: count,
  unknown: count.describe('It may have arrived.'),
  simulated: count.optional().describe('Only in a dry run.'),
});

const jobSchema = z.object({
  job_type: z.enum(JOB_TYPES),
  run_at: instant,
  status: z.enum(JOB_STATUSES),
  attempts: count.describe('Runs that ended in an error.'),
  finished_at: instant.nullable(),
  counts: countsSchema,
});

export const campaignSchema = z
  .object({
    id: campaignId,
    campaign_date: localDate,
    timezone,
    target_start_time: wallTime.describe('The start, by the clocks of `timezone`.'),
    include_available: z.boolean(),
    include_maybe: z.boolean(),
    dry_run: z.boolean(),
    status: campaignStatus,
    recipient_count: count,
    late_count: count.describe('How many put themselves down after it was made, and are not called.'),
    channels_summary: channelsSummary,
    counts: countsSchema.describe("The start message's, by which a campaign is judged."),
    skipped_by_reason: z.record(z.string(), count).meta({ examples: [{ quiet_hours: 2 }] }),
    jobs: z.array(jobSchema),
    can_cancel: z
      .boolean()
      .describe('The viewer is its promoter or an admin, and there is something of it to stop.'),
  })
  .describe('How a campaign stands: numbers, no names.');

export const campaignQuery = z.object({ date: dateInput.optional().describe('Today if left out.') });
export const campaignParams = z.object({ id: campaignId });

export const campaignOfDateSchema = z
  .object({
    campaign: campaignSchema
      .nullable()
      .describe(
        "The viewer's own of that date if there is one, else the latest real one; `null`: there is none.",
      ),
  })
  .describe('How it stands now.');

export const campaignByIdSchema = z.object({ campaign: campaignSchema }).describe('How it stands now.');

export const cancelledSchema = z
  .object({
    success,
    campaign_id: campaignId,
    status: campaignStatus,
    follow_up_only: z.boolean().describe('The start had gone out: only the follow-up was stopped.'),
    slot_freed: z.boolean().describe('Nothing had left: there may be another campaign of that date.'),
  })
  .describe('What cancelling stopped.');

/** What {@link campaignSchema} declares. */
export function campaignBody({
  campaign,
  jobs,
  counts,
  skippedByReason,
  canCancel,
  late,
}: ViewersCampaign): z.input<typeof campaignSchema> {
  const { request } = campaign;
  return {
    id: campaign.id,
    campaign_date: campaign.date,
    timezone: campaign.timezone,
    target_start_time: wallTimeAt(campaign.startAt, campaign.timezone),
    include_available: request.includeAvailable,
    include_maybe: request.includeMaybe,
    dry_run: request.dryRun,
    status: campaign.status,
    recipient_count: campaign.recipientCount,
    late_count: late,
    channels_summary: { ...campaign.channelsSummary },
    counts: countsBody(counts, request.dryRun),
    skipped_by_reason: { ...skippedByReason },
    jobs: jobs.map((job) => ({
      job_type: job.jobType,
      run_at: iso(job.runAt),
      status: job.status,
      attempts: job.attempts,
      finished_at: isoOrNull(job.finishedAt),
      counts: countsBody(job.counts, request.dryRun),
    })),
    can_cancel: canCancel,
  };
}

/** What {@link cancelledSchema} declares. */
export function cancelledBody({
  campaign,
  followUpOnly,
  slotFreed,
}: CancelledCampaign): z.input<typeof cancelledSchema> {
  return {
    success: true,
    campaign_id: campaign.id,
    status: followUpOnly ? campaign.status : 'cancelled',
    follow_up_only: followUpOnly,
    slot_freed: slotFreed,
  };
}

function countsBody(counts: OutcomeCounts, dryRun: boolean): z.input<typeof countsSchema> {
  const { sent, skipped, failed, unknown, simulated } = counts;
  return { sent, skipped, failed, unknown, ...(dryRun && { simulated }) };
}
