import type {
  Campaign,
  CancelledCampaign as CancelledBody,
  Counts,
  MoreCalled as MoreBody,
} from '../../contract/campaign.js';
import type { OutcomeCounts } from '../../domain/campaign.js';
import { wallTime } from '../../domain/local-time.js';
import type { ViewersCampaign } from '../../services/campaign-status.js';
import type { MoreCalled } from '../../services/call-more.js';
import type { CancelledCampaign } from '../../services/cancel-campaign.js';
import { iso, isoOrNull } from './instants.js';

/** How a campaign stands, for one viewer. */
export function campaignBody({
  campaign,
  jobs,
  counts,
  skippedByReason,
  canCancel,
  reached,
  standbysLeft,
  late,
  answers,
  droppedOut,
  notAsked,
  promotedBy,
}: ViewersCampaign): Campaign {
  const { request } = campaign;
  return {
    id: campaign.id,
    campaign_date: campaign.date,
    timezone: campaign.timezone,
    target_start_time: wallTime(campaign.startAt, campaign.timezone),
    include_available: request.includeAvailable,
    include_maybe: request.includeMaybe,
    dry_run: request.dryRun,
    status: campaign.status,
    promoted_by: promotedBy,
    recipient_count: campaign.recipientCount,
    standby_count: campaign.standbyCount,
    late_count: late,
    answers: {
      coming: answers.coming,
      later: answers.later,
      not_tonight: answers.notTonight,
      none: answers.none,
      first_later_at: isoOrNull(answers.lateBetween?.first ?? null),
      last_later_at: isoOrNull(answers.lateBetween?.last ?? null),
    },
    dropped_out_count: droppedOut,
    promoter_not_asked: notAsked,
    channels_summary: { ...campaign.channelsSummary },
    counts: countsBody(counts, request.dryRun),
    skipped_by_reason: { ...skippedByReason },
    jobs: jobs.map((job) => ({
      job_type: job.jobType,
      run_at: iso(job.runAt),
      status: job.status,
      attempts: job.attempts,
      finished_at: isoOrNull(job.finishedAt),
      wanted: job.wanted,
      counts: countsBody(job.counts, request.dryRun),
      skipped_by_reason: { ...job.skippedByReason },
    })),
    can_cancel: canCancel,
    reached_count: reached,
    standbys_left: standbysLeft,
  };
}

/** How many standbys were asked for. */
export function moreCalledBody({ campaign, count, standbys, paused }: MoreCalled): MoreBody {
  return { success: true, campaign_id: campaign.id, count, standbys_left: standbys, paused };
}

/** What cancelling stopped. */
export function cancelledBody({ campaign, followUpOnly, slotFreed, told }: CancelledCampaign): CancelledBody {
  return {
    success: true,
    campaign_id: campaign.id,
    status: followUpOnly ? campaign.status : 'cancelled',
    follow_up_only: followUpOnly,
    slot_freed: slotFreed,
    told_count: told,
  };
}

function countsBody(counts: OutcomeCounts, dryRun: boolean): Counts {
  const { sent, skipped, failed, unknown, simulated } = counts;
  return { sent, skipped, failed, unknown, ...(dryRun && { simulated }) };
}
