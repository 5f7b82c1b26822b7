import * as z from 'zod';
import { LINKABLE_CHANNELS, PREFERRED_CHANNELS } from '../domain/channel-choice.js';
import { MOST_CALLS_PER_WEEK } from '../domain/cap.js';
import { channelType, LONGEST_INPUT, timezone, userId, wallTime } from './common.js';

const masked = (of: string) =>
  z
    .string()
    .nullable()
    .describe(`As much of ${of} as tells it from another of yours; \`null\` where none is linked.`);

export const preferencesSchema = z
  .object({
    user_id: userId,
    allow_promotions: z.boolean().describe('Whether they want to be called at all.'),
    calls_rest: z
      .boolean()
      .describe(
        'Whether no call comes for now, because they gave no sign of life for a dozen in a row and did not answer whether they ' +
          'still want any. Any answer, and any change here, ends that, `allow_promotions` as it is included.',
      ),
    max_calls_per_week: z
      .int()
      .min(1)
      .max(MOST_CALLS_PER_WEEK)
      .nullable()
      .describe(
        'How many calls they want at most in any seven days of the calendar in their zone; `null`: no limit.',
      ),
    allow_questions: z
      .boolean()
      .describe('Whether they want to be asked, on the day of a session, whether they play.'),
    questions_rest: z
      .boolean()
      .describe(
        'Whether no question comes for now, because the last five stayed without an answer. Any answer, and any change here, ends that.',
      ),
    question_time: wallTime
      .nullable()
      .describe('When they are asked, in `server_timezone`; `null`: nobody is asked here.'),
    allow_ready_notices: z
      .boolean()
      .describe('Whether they want to be told, once, when enough players are looking for the day.'),
    ready_sound: z
      .boolean()
      .describe('Whether the page, where it is open, plays a sound and changes its title once it is on.'),
    preferred_channel: z.enum(PREFERRED_CHANNELS),
    telegram_handle_masked: masked('the Telegram account').meta({ examples: ['Ma•••', null] }),
    signal_handle_masked: masked('the Signal number').meta({ examples: ['+386•••23', null] }),
    link_again: z
      .array(z.enum(LINKABLE_CHANNELS))
      .describe(
        'The channels they used before their community moved here, and have to link again: nothing is sent there till then.',
      ),
    discord_dms: z.boolean().describe("Whether Discord's direct messages may be used."),
    quiet_hours: z.object({ start: wallTime.optional(), end: wallTime.optional() }).meta({
      description: 'Both or neither; `{}`: none.',
      examples: [{ start: '22:30', end: '08:00' }, {}],
    }),
    timezone: timezone
      .nullable()
      .describe('The zone they named, a name of the tz database; `null`: none, `server_timezone` holds.'),
    server_timezone: timezone.describe("The deployment's zone, which may change."),
    encryption_enabled: z.boolean().describe('Whether Telegram and Signal can be linked here at all.'),
    channels: z
      .array(channelType)
      .describe('The channels that are set up here, whether the viewer has linked them or not.'),
    dm_unreachable: z
      .literal(true)
      .optional()
      .describe(
        'After a change: they want Discord messages, but none could be opened. They have to allow them there.',
      ),
    dm_later: z
      .literal(true)
      .optional()
      .describe(
        'After a change: Discord lets Muster open no direct message right now. Nothing is wrong on their side; it is ' +
          'opened with their next call at the latest.',
      ),
  })
  .describe('The preferences as they are now. No handle is ever told.');
export type Preferences = z.output<typeof preferencesSchema>;

const noHandle = z
  .string()
  .max(LONGEST_INPUT)
  .nullable()
  .optional()
  .describe(
    'Refused, whatever it is: a handle is linked from its own side. See `POST /api/availability/link-token`.',
  );

export const preferenceChanges = z
  .object({
    allow_promotions: z.boolean().optional(),
    allow_questions: z.boolean().optional(),
    allow_ready_notices: z.boolean().optional(),
    max_calls_per_week: z
      .int()
      .nullable()
      .optional()
      .describe(`From 1 to ${String(MOST_CALLS_PER_WEEK)}; \`null\`: no limit.`),
    ready_sound: z.boolean().optional(),
    preferred_channel: z.enum(PREFERRED_CHANNELS).optional(),
    discord_dms: z.boolean().optional(),
    quiet_hours: z
      .object({ start: wallTime.optional(), end: wallTime.optional() })
      .nullable()
      .optional()
      .describe('Both `start` and `end`; `{}` or `null`: none.'),
    timezone: timezone
      .nullable()
      .optional()
      .describe("A name of the tz database; `null` or empty: the server's zone, whichever it is."),
    telegram_handle: noHandle,
    signal_handle: noHandle,
  })
  .describe('What is left out stays as it is.');
export type PreferencesChange = z.output<typeof preferenceChanges>;

export const testSchema = z
  .object({
    success: z.boolean().describe('Whether it is known to have arrived.'),
    channel_type: channelType.describe('The channel they would be called by first.'),
    outcome: z.enum(['sent', 'not_delivered', 'maybe_delivered', 'closed', 'refused', 'trouble']),
    detail: z.string().describe('What came of it, in words.'),
  })
  .describe('What came of the test.');
export type TestResult = z.output<typeof testSchema>;
