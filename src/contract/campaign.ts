import * as z from 'zod';
import { JOB_STATUSES } from '../domain/campaign.js';
import { JOB_TYPES } from '../domain/message-kinds.js';
import {
  campaignId,
  channelsSummary,
  count,
  dateInput,
  instant,
  localDate,
  LONGEST_INPUT,
  success,
  timezone,
  wallTime,
} from './common.js';
import { campaignStatus, standbyCount } from './promotions.js';

const countsSchema = z.object({
  sent: count,
  skipped: count,
  failed: count,
  unknown: count.describe('It may have arrived.'),
  simulated: count.optional().describe('Only in a dry run.'),
});
export type Counts = z.output<typeof countsSchema>;

const answersSchema = z
  .object({
    coming: count,
    later: count,
    not_tonight: count,
    none: count.describe('Called, and silent; standbys are not among them.'),
    first_later_at: instant.nullable().describe('The earliest time named by those who come later.'),
    last_later_at: instant.nullable().describe('The latest of them.'),
  })
  .describe('What those answered who were called, or may have been.');

const reasons = z.record(z.string(), count).meta({ examples: [{ quiet_hours: 2 }] });

const jobSchema = z.object({
  job_type: z.enum(JOB_TYPES),
  run_at: instant,
  status: z.enum(JOB_STATUSES),
  attempts: count.describe('Runs that ended in an error.'),
  finished_at: instant.nullable(),
  wanted: count.nullable().describe('How many standbys were asked for; `null`: it is for everybody listed.'),
  counts: countsSchema,
  skipped_by_reason: reasons,
});
export type Job = z.output<typeof jobSchema>;

const campaignSchema = z
  .object({
    id: campaignId,
    campaign_date: localDate,
    timezone,
    target_start_time: wallTime.describe('The start, by the clocks of `timezone`.'),
    include_available: z.boolean(),
    include_maybe: z.boolean(),
    dry_run: z.boolean(),
    status: campaignStatus,
    promoted_by: z
      .string()
      .nullable()
      .describe('The name in the game of who created it; `null` where they are linked no more.'),
    recipient_count: count,
    standby_count: standbyCount,
    late_count: count.describe('How many put themselves down after it was made, and are not called.'),
    answers: answersSchema,
    dropped_out_count: count.describe(
      'How many of those it called said that they come, and took that back since.',
    ),
    promoter_not_asked: z
      .boolean()
      .describe(
        'Fewer than the minimum were looking, and the question to its promoter may not have arrived: it goes on.',
      ),
    channels_summary: channelsSummary,
    counts: countsSchema.describe("The start message's, by which a campaign is judged."),
    skipped_by_reason: reasons,
    jobs: z.array(jobSchema),
    can_cancel: z
      .boolean()
      .describe(
        'The viewer is its promoter or an admin, and there is something of it to stop, or somebody to tell that it is off.',
      ),
    reached_count: count.describe(
      'How many at least it has reached or may have, who could be told that it is off; 0 where the viewer can’t cancel it.',
    ),
    standbys_left: count.describe(
      'How many standbys at most are left to be called; 0 where the viewer can’t have them called.',
    ),
  })
  .describe("How a campaign stands: numbers, and no name but its promoter's.");
export type Campaign = z.output<typeof campaignSchema>;

export const campaignQuery = z.object({ date: dateInput.optional().describe('Today if left out.') });
export const campaignParams = z.object({ id: campaignId });
export const cancelQuery = z.object({
  notify: z
    .string()
    .max(LONGEST_INPUT)
    .optional()
    .meta({
      description:
        '`true` or `false`: whether those who were called are told that the evening is off. Needed once anybody was.',
      examples: ['true'],
    }),
});

export const campaignOfDateSchema = z
  .object({
    campaign: campaignSchema
      .nullable()
      .describe(
        "The viewer's own of that date if there is one, else the latest real one; `null`: there is none.",
      ),
  })
  .describe('How it stands now.');
export type CampaignOfDate = z.output<typeof campaignOfDateSchema>;

export const campaignByIdSchema = z.object({ campaign: campaignSchema }).describe('How it stands now.');
export type CampaignById = z.output<typeof campaignByIdSchema>;

export const moreBody = z
  .strictObject({ count: z.number().default(1).describe('How many more are to come: 1 to 10.') })
  .describe('How many more players are needed.');

export const moreSchema = z
  .object({
    success,
    campaign_id: campaignId,
    count,
    standbys_left: count.describe('How many standbys had not been called yet.'),
    paused: z.boolean().describe('They are called once an admin resumes sending.'),
  })
  .describe('What was asked for.');
export type MoreCalled = z.output<typeof moreSchema>;

export const cancelledSchema = z
  .object({
    success,
    campaign_id: campaignId,
    status: campaignStatus,
    follow_up_only: z
      .boolean()
      .describe(
        'The start had gone out: only the follow-up and the calls to standbys were stopped, if they had not ended.',
      ),
    slot_freed: z.boolean().describe('Nothing had left: there may be another campaign of that date.'),
    told_count: count.describe('How many are told that it is off, if their quiet hours and consents let it.'),
  })
  .describe('What cancelling stopped.');
export type CancelledCampaign = z.output<typeof cancelledSchema>;
