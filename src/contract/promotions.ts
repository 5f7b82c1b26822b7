import * as z from 'zod';
import { CAMPAIGN_STATUSES, SKIP_REASONS } from '../domain/campaign.js';
import { JOB_TYPES } from '../domain/message-kinds.js';
import {
  availabilityStatus,
  campaignId,
  channelsSummary,
  channelType,
  count,
  flag,
  instant,
  localDate,
  LONGEST_INPUT,
  success,
  timezone,
  wallTime,
  weeklyMark,
} from './common.js';

export const campaignStatus = z.enum(CAMPAIGN_STATUSES);

const scheduleSchema = z.object({
  reminder_at: instant.nullable().describe('`null`: its time has passed, so there is none.'),
  start_at: instant,
  follow_up_at: instant.nullable().describe('When the follow-up is expected; `null`: there is none.'),
});

const noticeSchema = z
  .object({
    code: z.string().meta({ examples: ['no_reminder'] }),
    detail: z.string().describe('A sentence for the promoter.'),
  })
  .describe('Something a promoter should know that is no reason to refuse.');
export type Notice = z.output<typeof noticeSchema>;

const shownMessage = z.object({
  text: z.string(),
  buttons: z.array(z.string()).meta({
    description: 'What is on the buttons under it; empty where the text names the ways out, as on Signal.',
    examples: [['Not tonight', 'Stop these messages']],
  }),
});
export type ShownMessage = z.output<typeof shownMessage>;

const member = z.object({
  display_name: z.string(),
  status: availabilityStatus,
  weekly: weeklyMark,
  selected_channel: channelType,
});

export const standbyCount = count.describe(
  'How many of those left out for their status may be called where recipients are missing.',
);

const ownStart = wallTime
  .optional()
  .describe('This session starts then, by the clocks of the community, and not as planned.');
const ownNote = z
  .string()
  .max(LONGEST_INPUT)
  .optional()
  .describe(
    'A line of the promoter in reminder and start message: at most 140 characters, without links, mentions and markup.',
  );

export const previewQuery = z.object({
  include_available: flag,
  include_maybe: flag,
  start: ownStart,
  note: ownNote,
});

export const previewSchema = z
  .object({
    campaign_date: localDate,
    target_time_cet: wallTime.describe('The start, by the clocks of `timezone`.'),
    reminder_time_cet: wallTime.describe(
      'The reminder, by the clocks of `timezone`, even where it has passed: `schedule.reminder_at` says whether one is sent.',
    ),
    timezone,
    recipient_count: count,
    channels_summary: channelsSummary,
    recipients_preview: z.array(member),
    excluded: z
      .partialRecord(z.enum(SKIP_REASONS), count)
      .meta({ description: 'How many are left out, by reason.', examples: [{ not_opted_in: 4 }] }),
    standby_count: standbyCount,
    standbys_preview: z.array(member).describe('The standbys, in the order of their turns.'),
    standbys_excluded: z.partialRecord(z.enum(SKIP_REASONS), count).meta({
      description:
        'How many others are left out for their status, and what else keeps them from being standbys.',
      examples: [{ not_opted_in: 2 }],
    }),
    forecast: z.object({
      quiet_at_start: count.describe('Recipients who have quiet hours at the start.'),
      last_send_at: instant.nullable().describe("When the last start message leaves at the channels' pace."),
      too_late: z
        .object({ reminder: count, start: count })
        .describe("How many the channels' pace leaves no time for before the message's last useful moment."),
    }),
    messages: z
      .partialRecord(z.enum(JOB_TYPES), z.string())
      .describe('The text of each job, as it reads in the zone of the campaign.'),
    messages_by_channel: z
      .partialRecord(z.enum(JOB_TYPES), z.partialRecord(channelType, shownMessage))
      .describe(
        'The message of each job, exactly as each channel carries it that somebody would be called by. On Discord a moment is `<t:seconds:style>`, which its apps show in the time of their reader.',
      ),
    schedule: scheduleSchema,
    notices: z.array(noticeSchema),
  })
  .describe('What a campaign would be if it were created now.');
export type Preview = z.output<typeof previewSchema>;

export const createBody = z
  // A slip in `dry_run` that is passed over would call everybody.
  .strictObject({
    include_available: z.boolean().default(false).describe('Call those who are `AVAILABLE`, too.'),
    include_maybe: z.boolean().default(false).describe('Call those who said `MAYBE`, too.'),
    dry_run: z
      .boolean()
      .optional()
      .describe(
        "Call nobody, and tell the promoter what would have been. The deployment's default if left out.",
      ),
    start: ownStart,
    note: ownNote,
  })
  .describe('The same request by the same promoter gets the same campaign back.');
export type CampaignRequest = z.output<typeof createBody>;

export const createdSchema = z
  .object({
    success,
    campaign_id: campaignId,
    campaign_date: localDate,
    status: campaignStatus,
    recipient_count: count,
    standby_count: standbyCount,
    channels_summary: channelsSummary,
    schedule: scheduleSchema,
    dry_run: z.boolean(),
    notices: z.array(noticeSchema),
  })
  .describe('The campaign, created.');
export type CreatedCampaign = z.output<typeof createdSchema>;
