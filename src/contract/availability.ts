import * as z from 'zod';
import { EVENING_ANSWERS, MOST_LATE_MINUTES } from '../domain/answer.js';
import { LEAST_CONDITION, MOST_CONDITION } from '../domain/conditional.js';
import { AVAILABILITY_STATUSES } from '../domain/availability.js';
import type { Weekday } from '../domain/session-plan.js';
import { WEEK, WEEKLY_STATUSES } from '../domain/standing-answers.js';
import {
  availabilityStatus,
  count,
  dateInput,
  flag,
  instant,
  localDate,
  perStatus,
  success,
  userId,
  weeklyMark,
  wordOf,
} from './common.js';

export const accessSchema = z
  .object({
    authenticated: z.boolean(),
    linked_discord: z.boolean().describe('A member of the Discord server, with a player linked.'),
    can_submit: z.boolean().describe('May set availability.'),
    is_admin: z.boolean(),
    can_promote: z.boolean(),
    is_promoter: z
      .boolean()
      .describe('Named as a promoter, or an admin: may promote as soon as their player link counts.'),
    display_name: z.string().nullable().describe('What Discord calls the viewer in the server.'),
    player_name: z
      .string()
      .nullable()
      .describe("The viewer's own name in the game, also while the link does not count yet."),
    community: z.string().nullable().describe('The name of the Discord server, as far as it is known.'),
    sign_in: z.boolean().describe('Whether a browser can sign in here: `GET /auth/login`.'),
    promote_refusal: z
      .object({
        code: z.string().meta({ examples: ['after_start'] }),
        detail: z.string().describe('A sentence for the viewer.'),
      })
      .nullable()
      .describe(
        'What a campaign for tonight would be refused for, whoever would be called. `null`: nothing, or nobody is signed in.',
      ),
  })
  .describe('What the viewer may do. Every route asks again.');
export type Access = z.output<typeof accessSchema>;

const viewerSchema = z.object({ authenticated: z.boolean(), linked_discord: z.boolean() });

const sessionReadySchema = z
  .object({
    date: localDate,
    ready: z.boolean().describe('`looking_count` has reached `threshold`.'),
    looking_count: count.describe('How many are `LOOKING` today.'),
    threshold: z.int().min(1),
    start_at: instant.describe("When that day's session starts."),
    event_key: z.string().meta({
      description: 'The same for the whole day: a page that has celebrated it once need not do so again.',
      examples: ['SESSION_READY:2026-03-10'],
    }),
  })
  .describe('Whether enough are looking for a game today, whichever days were asked for.');

const daySchema = z.object({
  date: localDate,
  counts: perStatus(count).meta({ examples: [{ LOOKING: 4, AVAILABLE: 2, MAYBE: 1, NOT_PLAYING: 3 }] }),
  total: count,
  my_status: availabilityStatus
    .nullable()
    .optional()
    .describe("The viewer's own; `null` where they have none. Left out for who is not signed in."),
  my_origin: z
    .enum(['said', 'weekly', 'away', 'none'])
    .optional()
    .describe(
      'Where that comes from: what they said about the day, or about its weekday; or why there is none. Left out for who is not signed in.',
    ),
  my_if_at_least: z
    .int()
    .nullable()
    .optional()
    .describe(
      'The viewer is in as soon as so many are; `null`: no condition, or it is met. Left out for who is not signed in.',
    ),
  users_by_status: perStatus(z.array(z.object({ display_name: z.string(), weekly: weeklyMark })))
    .optional()
    .describe('Only with `include_users`, and only for linked viewers.'),
});
export type Day = z.output<typeof daySchema>;

export const availabilityQuery = z.object({
  from: dateInput.optional().describe('The first day; today if left out.'),
  to: dateInput
    .optional()
    .describe('The last day, included; 60 days after the first if left out. At most 180 days.'),
  include_users: flag,
});

export const availabilitySchema = z
  .object({
    days: z.array(daySchema),
    viewer: viewerSchema,
    session_ready: sessionReadySchema,
  })
  .describe('Every day of the range, whether anybody said anything or not.');
export type Board = z.output<typeof availabilitySchema>;

/** Which day a route is about. */
export const dayParams = z.object({ date: dateInput });

export const setAvailabilityBody = z.object({
  date: dateInput.describe('Today up to 90 days ahead: `YYYY-MM-DD`, `today` or `tomorrow`.'),
  status: wordOf(AVAILABILITY_STATUSES, 'What you say about that day.'),
  if_at_least: z
    .int()
    .min(LEAST_CONDITION)
    .max(MOST_CONDITION)
    .nullable()
    .optional()
    .describe('With `MAYBE`: it turns into `LOOKING` as soon as so many are, you among them.'),
});
export type SetAvailabilityBody = z.input<typeof setAvailabilityBody>;

const condition = z
  .int()
  .nullable()
  .describe('The viewer is in as soon as so many are; `null`: they made no condition, or it is met.');

const ownEntrySchema = z.object({ date: localDate, status: availabilityStatus });

export const setAvailabilitySchema = z
  .object({
    success,
    user_id: userId,
    ...ownEntrySchema.shape,
    if_at_least: condition,
    detail: z
      .string()
      .nullable()
      .describe(
        'A sentence for the viewer where there is more to know: when they will be messaged, or why they will not.',
      ),
  })
  .describe('What is recorded now.');
export type SetAvailability = z.output<typeof setAvailabilitySchema>;

export const clearedSchema = z
  .object({
    success,
    date: localDate,
    cleared: z.boolean().describe('`false`: there was nothing to take back.'),
    weekly_status: z
      .enum(WEEKLY_STATUSES)
      .nullable()
      .describe('What the viewer answers for that weekday, which counts now; `null`: nothing.'),
  })
  .describe('Nothing is recorded for that day itself any more.');
export type Cleared = z.output<typeof clearedSchema>;

export const ownAvailabilitySchema = z
  .object({
    user_id: userId,
    entries: z.array(ownEntrySchema).describe('From today on, soonest first.'),
  })
  .describe("The viewer's own entries.");
export type OwnAvailability = z.output<typeof ownAvailabilitySchema>;

const answerSchema = z.object({
  date: localDate.describe('The evening it is.'),
  answer: z.enum(EVENING_ANSWERS).nullable().describe('The last one counts; `null`: none was given.'),
  late_until: instant.nullable().describe('When they come, for `LATE`.'),
});

export const ownAnswerSchema = z
  .object({
    ...answerSchema.shape,
    counts_until: instant
      .nullable()
      .describe('Until when it may be answered; `null`: there is no session that evening.'),
    open: z.boolean().describe('Whether it may be answered now.'),
  })
  .describe('What the viewer answered for tonight, by whichever door.');
export type OwnAnswer = z.output<typeof ownAnswerSchema>;

export const setAnswerBody = z.object({
  answer: z
    .enum(['COMING', 'LATE'])
    .describe('Whether you come on time. For a no there is `POST /api/availability/not-tonight`.'),
  late_minutes: z
    .int()
    .min(1)
    .max(MOST_LATE_MINUTES)
    .optional()
    .describe(
      'How many minutes later, counted from the start, or from now once it has begun. Needed for `LATE`.',
    ),
});
export type SetAnswerBody = z.input<typeof setAnswerBody>;

export const setAnswerSchema = z
  .object({
    success,
    user_id: userId,
    ...answerSchema.shape,
    detail: z.string().describe('A sentence for the viewer.'),
  })
  .describe('What is recorded now. For that date the viewer is `LOOKING`, whatever they had said.');
export type SetAnswer = z.output<typeof setAnswerSchema>;

const weekday = z.enum(WEEK as [Weekday, ...Weekday[]]);

export const standingSchema = z
  .object({
    user_id: userId,
    week: z
      .array(z.object({ weekday, status: z.enum(WEEKLY_STATUSES).nullable() }))
      .describe('From Monday on; `null`: nothing is answered for that weekday.'),
    weekly_until: localDate
      .nullable()
      .describe('The last day on which the week counts; `null`: it says nothing.'),
    can_be_kept: z.boolean().describe('Whether keeping it now would let it count for longer.'),
    away_until: localDate
      .nullable()
      .describe('The last day the viewer is away; `null`: they are not. Until then the week does not count.'),
  })
  .describe(
    'What the viewer answers for weekdays on days they have not answered for, and whether they are away.',
  );
export type Standing = z.output<typeof standingSchema>;

export const setWeeklyBody = z.object({
  weekday,
  status: z
    .enum(WEEKLY_STATUSES)
    .nullable()
    .describe('What you answer for that weekday; `null`: nothing any more.'),
});
export type SetWeeklyBody = z.input<typeof setWeeklyBody>;

// A day to begin with, passed over, would take back every yes until the last.
export const goAwayBody = z.strictObject({
  until: dateInput.describe('The last day you are away: today up to 90 days ahead.'),
});
export type GoAwayBody = z.input<typeof goAwayBody>;

export const wentAwaySchema = z
  .object({
    success,
    away_until: localDate,
    declined: z.array(localDate).describe('The days in that time for which an answer of yours is now a no.'),
  })
  .describe('What is recorded now.');
export type WentAway = z.output<typeof wentAwaySchema>;

export const backSchema = z.object({ success }).describe('You are not away any more.');
export type Back = z.output<typeof backSchema>;
