import type {
  CreatedCampaign as CreatedBody,
  Notice as NoticeBody,
  Preview as PreviewBody,
} from '../../contract/promotions.js';
import { JOB_TYPES, type JobType } from '../../domain/message-kinds.js';
import { CHANNEL_TYPES } from '../../domain/channel-choice.js';
import { wallTime } from '../../domain/local-time.js';
import type { Notice } from '../../domain/notice.js';
import type { Messages } from '../../messages/messages.js';
import type { CreatedCampaign } from '../../services/create-campaign.js';
import type { CampaignPreview } from '../../services/preview-campaign.js';
import { iso, isoOrNull } from './instants.js';

/** What a campaign would be. */
export function previewBody(preview: CampaignPreview, words: Messages): PreviewBody {
  const { schedule, recipients, forecast } = preview;
  return {
    campaign_date: schedule.date,
    target_time_cet: wallTime(schedule.startAt, schedule.timezone),
    reminder_time_cet: wallTime(schedule.reminderMoment, schedule.timezone),
    timezone: schedule.timezone,
    recipient_count: recipients.length,
    channels_summary: { ...preview.channelsSummary },
    recipients_preview: recipients.map(memberBody),
    excluded: { ...preview.excluded },
    standby_count: preview.standbys.length,
    standbys_preview: preview.standbys.map(memberBody),
    standbys_excluded: { ...preview.noStandbys },
    forecast: {
      quiet_at_start: forecast.quietAtStart,
      last_send_at: isoOrNull(forecast.lastSendAt),
      too_late: { reminder: forecast.tooLate.reminder ?? 0, start: forecast.tooLate.start ?? 0 },
    },
    messages: { ...preview.messages },
    messages_by_channel: messagesByChannelBody(preview),
    schedule: {
      reminder_at: isoOrNull(schedule.reminderAt),
      start_at: iso(schedule.startAt),
      follow_up_at: isoOrNull(schedule.followUpAt),
    },
    notices: noticesBody(preview.notices, words, schedule.timezone),
  };
}

function memberBody({ displayName, status, weekly, channel }: CampaignPreview['recipients'][number]) {
  return { display_name: displayName, status, weekly, selected_channel: channel };
}

type MessagesByChannel = PreviewBody['messages_by_channel'];

function messagesByChannelBody({ messagesByChannel }: CampaignPreview): MessagesByChannel {
  const body: MessagesByChannel = {};
  for (const jobType of JOB_TYPES) {
    const channels = messagesByChannel[jobType];
    if (!channels) continue;
    const shown: MessagesByChannel[typeof jobType] = {};
    for (const channel of CHANNEL_TYPES) {
      const message = channels[channel];
      if (message) shown[channel] = { text: message.text, buttons: [...message.buttons] };
    }
    body[jobType] = shown;
  }
  return body;
}

/** A campaign as it was just created, or had been. */
export function createdBody({ campaign, jobs, notices }: CreatedCampaign, words: Messages): CreatedBody {
  const at = (type: JobType): string | null => isoOrNull(jobs.find(({ jobType }) => jobType === type)?.runAt);
  return {
    success: true,
    campaign_id: campaign.id,
    campaign_date: campaign.date,
    status: campaign.status,
    recipient_count: campaign.recipientCount,
    standby_count: campaign.standbyCount,
    channels_summary: { ...campaign.channelsSummary },
    schedule: { reminder_at: at('reminder'), start_at: iso(campaign.startAt), follow_up_at: at('follow_up') },
    dry_run: campaign.request.dryRun,
    notices: noticesBody(notices, words, campaign.timezone),
  };
}

function noticesBody(notices: readonly Notice[], words: Messages, timezone: string): NoticeBody[] {
  return notices.map((notice) => ({ code: notice.code, detail: words.notice(notice, { timezone }) }));
}
