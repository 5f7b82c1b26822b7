import * as z from 'zod';
import { NOT_OUT_REASONS } from '../domain/standing-campaigns.js';
import { WEEKDAYS } from '../domain/session-plan.js';
import { count, instant, localDate, LONGEST_INPUT, success } from './common.js';

const weekday = z.enum(WEEKDAYS).describe('`mon` to `sun`.');

const standingDay = z.object({
  weekday,
  set_by: z.string().nullable().describe('The player of whoever set it; `null`: they have none linked.'),
  own: z.boolean().describe('You have set it.'),
  include_available: z.boolean(),
  include_maybe: z.boolean(),
  has_session: z.boolean().describe('Whether a session is planned that day; without one nothing goes out.'),
});

const standingTonight = z.object({
  campaign_date: localDate,
  state: z
    .enum(['open', 'made', 'off'])
    .describe(
      '`open`: it goes out unless a promoter says no; `made`: its campaign was created; `off`: it does not go out.',
    ),
  goes_out_at: instant,
  start_at: instant,
  reason: z.enum(NOT_OUT_REASONS).nullable().describe('Why it does not go out.'),
  stopped_by: z.string().nullable().describe('The player of whoever said no.'),
  campaign_id: z.string().nullable(),
  detail: z.string().describe('The same in words.'),
});

export const standingCampaignsSchema = z
  .object({
    days: z.array(standingDay).describe('From Monday on.'),
    counts_until: localDate.nullable().describe('The last day they count for, unless a promoter keeps them.'),
    can_be_kept: z.boolean().describe('Keeping them now lets them count for longer.'),
    threshold: count.describe('So many have to be looking.'),
    tonight: standingTonight.nullable().describe('`null`: promoters were told of nothing today.'),
  })
  .describe('The weekdays on which a campaign goes out by itself, unless a promoter says no.');
export type StandingCampaigns = z.output<typeof standingCampaignsSchema>;

const weekdaysInput = z
  .array(weekday)
  .min(1)
  .max(WEEKDAYS.length)
  .meta({ description: 'One or more of `mon` to `sun`.', examples: [['tue', 'thu']] });

export const setStandingBody = z
  .strictObject({
    weekdays: weekdaysInput,
    include_available: z.boolean().default(false).describe('Call those who are `AVAILABLE`, too.'),
    include_maybe: z.boolean().default(false).describe('Call those who said `MAYBE`, too.'),
  })
  .describe('In your name, in place of what was set for these weekdays.');
export type SetStanding = z.input<typeof setStandingBody>;

export const removeStandingQuery = z.object({
  weekday: weekday.optional().describe('Left out: all of them.'),
});

export const stopStandingBody = z.object({
  campaign_date: z
    .string()
    .max(LONGEST_INPUT)
    .meta({ description: 'The day, as `tonight.campaign_date` has it.', examples: ['2026-03-10'] }),
});

export const stoppedStandingSchema = z
  .object({
    success,
    outcome: z
      .enum(['stopped', 'off', 'made'])
      .describe(
        '`stopped`: it does not go out; `off`: it did not anyway; `made`: its campaign had been created.',
      ),
    campaign_id: z.string().nullable().describe('Of `made`.'),
    may_cancel: z.boolean().describe('Whether that campaign is yours to cancel.'),
    detail: z.string().describe('The same in words.'),
  })
  .describe('What came of the no.');
export type StoppedStanding = z.output<typeof stoppedStandingSchema>;
