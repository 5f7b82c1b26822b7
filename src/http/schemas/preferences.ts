import { z } from 'zod';
import { PREFERRED_CHANNELS } from '../../domain/channel-choice.js';
import type { SentTest } from '../../services/send-test.js';
import type { OwnPreferences } from '../../services/own-preferences.js';
import {
  channelType,
  instant,
  linkableChannel,
  LONGEST_INPUT,
  success,
  timezone,
  userId,
  wallTime,
} from './common.js';

const masked = (of: string) =>
  z
    .string()
    .nullable()
    .describe(`As much of ${of} as tells it from another of yours; \`null\` where none is linked.`);

export const preferencesSchema = z
  .object({
    user_id: userId,
    allow_promotions: z.boolean().describe('Whether they want to be called at all.'),
    preferred_channel: z.enum(PREFERRED_CHANNELS),
    telegram_handle_masked: masked('the Telegram account').meta({ examples: ['Ma•••', null] }),
    signal_handle_masked: masked('the Signal number').meta({ examples: ['+386•••23', null] }),
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

export const testSchema = z
  .object({
    success: z.boolean().describe('Whether it is known to have arrived.'),
    channel_type: channelType.describe('The channel they would be called by first.'),
    outcome: z.enum(['sent', 'not_delivered', 'maybe_delivered', 'closed', 'refused', 'trouble']),
    detail: z.string().describe('What came of it, in words.'),
  })
  .describe('What came of the test.');

export const linkTokenBody = z.object({ channel_type: linkableChannel });

export const linkTokenSchema = z
  .object({
    token: z
      .string()
      .describe('To be sent from the channel itself, within 10 minutes; good once. Told only here.'),
    expires_at: instant,
    channel_type: linkableChannel,
    deep_link: z
      .string()
      .nullable()
      .meta({
        description: 'Opens the chat, on Telegram with the token filled in; `null` while it is not known.',
        examples: ['https://t.me/muster_bot?start=…'],
      }),
  })
  .describe('A token, told once.');

export const unlinkedSchema = z
  .object({ success, channel_type: linkableChannel })
  .describe('The link is ended.');

export const playerLinkBody = z.object({
  guid: z
    .string()
    .max(LONGEST_INPUT)
    .meta({ description: '1 to 64 letters, digits, `_` or `-`.', examples: ['A1B2C3D4E5F60718'] }),
  name: z
    .string()
    .max(LONGEST_INPUT)
    .meta({ description: 'The name others see; 1 to 32 characters.', examples: ['Vid'] }),
});

export const playerLinkSchema = z
  .object({
    success,
    player_guid: z.string(),
    player_name: z.string(),
    confirmed: z
      .boolean()
      .describe('The link counts. Where links have to be proved it does not until `proof` is seen.'),
    proof: z
      .object({
        code: z.string().describe('To be put into the name in the game, and then looked for.'),
        expires_at: instant,
      })
      .nullable()
      .describe('`null` also where only an admin can confirm.'),
  })
  .describe('The player that is linked now.');

export const playerCheckedSchema = z
  .object({ success, player_guid: z.string(), player_name: z.string() })
  .describe('The code was seen: the link counts from now on.');

export const playerUnlinkedSchema = z.object({ success }).describe('The link is ended.');

/** What {@link preferencesSchema} declares. */
export function preferencesBody(
  userId: string,
  { preferences, serverTimezone, masked, encryptionEnabled, dmHindrance }: OwnPreferences,
): z.input<typeof preferencesSchema> {
  return {
    user_id: userId,
    allow_promotions: preferences.allowPromotions,
    preferred_channel: preferences.preferredChannel,
    telegram_handle_masked: masked.telegram,
    signal_handle_masked: masked.signal,
    discord_dms: preferences.discordDms,
    quiet_hours: { ...preferences.quietHours },
    timezone: preferences.timezone,
    server_timezone: serverTimezone,
    encryption_enabled: encryptionEnabled,
    ...(dmHindrance === 'closed' && { dm_unreachable: true as const }),
    ...(dmHindrance === 'later' && { dm_later: true as const }),
  };
}

/** What {@link testSchema} declares; `detail` words it. */
export function testBody({ channel, outcome }: SentTest, detail: string): z.input<typeof testSchema> {
  return { success: outcome.kind === 'sent', channel_type: channel, outcome: outcome.kind, detail };
}
