import * as z from 'zod';
import { SOUND_PAUSE_SECONDS } from '../domain/ready.js';
import { channelType, linkableChannel, LONGEST_INPUT, success, timezone, userId } from './common.js';
import { preferencesSchema } from './preferences.js';

const { dm_unreachable, dm_later, server_timezone } = preferencesSchema.shape;

const notices = z
  .object({
    allow_questions: z
      .boolean()
      .describe('Whether they want to be asked, on the day of a session, whether they play.'),
    allow_ready_notices: z
      .boolean()
      .describe('Whether they want to be told, once, when enough players are looking for the day.'),
  })
  .describe(
    'What the channel that is on brings. The same for every channel: a person gives each consent once.',
  );

const subscriptionSchema = z.object({
  channel_type: channelType,
  enabled: z
    .boolean()
    .describe(
      'Whether questions and ready notices come by this channel: at most one is on, for a message comes once. The next channel ' +
        'that reaches them brings one only where this one fails.',
    ),
  channel_address: z
    .string()
    .nullable()
    .meta({
      description:
        'Masked for Telegram and Signal, `null` where none is linked; for Discord the id they sign in with.',
      examples: ['Ma•••', '+386•••23', '200000000000000001', null],
    }),
  verified: z.boolean().describe('Linked from the channel itself. Discord always is.'),
  preferences: notices,
});
export type Subscription = z.output<typeof subscriptionSchema>;

const subscriptions = z.array(subscriptionSchema).length(3).describe('Discord, Telegram and Signal.');

const settings = {
  user_id: userId,
  sound_enabled: z
    .boolean()
    .describe(
      'Whether the page, where it is open, plays a sound once it is on: `ready_sound` of the preferences.',
    ),
  get_ready_sound: z.boolean().describe('The same as `sound_enabled`.'),
  sound_cooldown_seconds: z
    .literal(SOUND_PAUSE_SECONDS)
    .describe('The sound plays once an evening, so that two are always further apart than this.'),
  availability_reminders_enabled: z.boolean().describe('`allow_questions` of the preferences.'),
  threshold_notify: z.boolean().describe('`allow_ready_notices` of the preferences.'),
  timezone: timezone
    .nullable()
    .describe('The zone they named, a name of the tz database; `null`: none, `server_timezone` holds.'),
  server_timezone,
  discord_notify: z.boolean().describe('`enabled` of the channel; the same holds for the other two.'),
  telegram_notify: z.boolean(),
  signal_notify: z.boolean(),
  subscriptions,
  dm_unreachable,
  dm_later,
};

export const noticeSettingsSchema = z.object(settings).describe('The settings as they are now.');
export type NoticeSettingsBody = z.output<typeof noticeSettingsSchema>;

export const noticeSettingsChangedSchema = z
  .object({ success, ...settings })
  .describe('The settings as they are after the change.');

export const noticeSettingsChanges = z
  .object({
    sound_enabled: z.boolean().optional(),
    get_ready_sound: z.boolean().optional().describe('Counts where `sound_enabled` is left out.'),
    sound_cooldown_seconds: z
      .number()
      .optional()
      .describe(
        `${String(SOUND_PAUSE_SECONDS)}, as it is told; another value is a 422 (\`sound_once\`), for it would change nothing.`,
      ),
    availability_reminders_enabled: z.boolean().optional(),
    threshold_notify: z
      .boolean()
      .optional()
      .describe(
        'Ready notices are a consent of their own: this is no other name of `availability_reminders_enabled`.',
      ),
    timezone: timezone
      .nullable()
      .optional()
      .describe("A name of the tz database; `null` or empty: the server's zone, whichever it is."),
    discord_notify: z
      .boolean()
      .optional()
      .describe(
        'To turn on one of the three makes it the channel that Muster writes by first, session pings included; where neither ' +
          'notice was wanted, it is a yes to both but for those that are `false` beside it. To turn off the one that is on ends ' +
          'both, whatever else is named. Two at once are a 422 (`one_channel`), one that is not linked a 403.',
      ),
    telegram_notify: z.boolean().optional(),
    signal_notify: z.boolean().optional(),
  })
  .describe('What is left out stays as it is, and so does what is named as it is told.');
export type NoticeSettingsChanges = z.output<typeof noticeSettingsChanges>;

export const subscriptionsSchema = z
  .object({ user_id: userId, subscriptions })
  .describe('Which channel brings questions and ready notices.');
export type Subscriptions = z.output<typeof subscriptionsSchema>;

export const subscriptionChange = z
  .object({
    channel_type: channelType,
    enabled: z.boolean().describe('As `telegram_notify` and its like in `POST /api/availability/settings`.'),
    preferences: z
      .strictObject({
        allow_questions: z.boolean().optional(),
        allow_ready_notices: z.boolean().optional(),
      })
      .optional()
      .describe('The consents to change beside, and no other keys: there is nothing else to keep.'),
    channel_address: z
      .string()
      .max(LONGEST_INPUT)
      .nullable()
      .optional()
      .describe(
        'Refused for Telegram and Signal, whatever it is: see `POST /api/availability/link-token`. For Discord it is not looked at.',
      ),
  })
  .describe('What is left out stays as it is.');
export type SubscriptionChange = z.output<typeof subscriptionChange>;

export const subscriptionChangedSchema = subscriptionSchema
  .extend({ success, user_id: userId })
  .describe('The channel as it is now. Of a channel that was off already, to turn it off changes nothing.');
export type SubscriptionChanged = z.output<typeof subscriptionChangedSchema>;

/** Which channel a route unlinks. */
export const subscriptionParams = z.object({ channel: linkableChannel });

export const subscriptionEndedSchema = z
  .object({
    success,
    channel_type: linkableChannel,
    unlinked: z.boolean().describe('Whether there was a link to end.'),
  })
  .describe('No link is kept any more.');
export type SubscriptionEnded = z.output<typeof subscriptionEndedSchema>;
