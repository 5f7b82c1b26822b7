import * as z from 'zod';
import { instant, linkableChannel, LONGEST_INPUT, success } from './common.js';

export const linkTokenBody = z.object({ channel_type: linkableChannel });
export type LinkTokenBody = z.output<typeof linkTokenBody>;

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
export type LinkToken = z.output<typeof linkTokenSchema>;

/** Which channel's link a route is about. */
export const channelParams = z.object({ channel: linkableChannel });

export const unlinkedSchema = z
  .object({ success, channel_type: linkableChannel })
  .describe('The link is ended.');
export type UnlinkedChannel = z.output<typeof unlinkedSchema>;

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
export type PlayerLinkBody = z.output<typeof playerLinkBody>;

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
export type LinkedPlayer = z.output<typeof playerLinkSchema>;

export const playerCheckedSchema = z
  .object({ success, player_guid: z.string(), player_name: z.string() })
  .describe('The code was seen: the link counts from now on.');
export type CheckedPlayer = z.output<typeof playerCheckedSchema>;

export const playerUnlinkedSchema = z.object({ success }).describe('The link is ended.');
export type UnlinkedPlayer = z.output<typeof playerUnlinkedSchema>;

export const linkConfirmBody = z.object({
  channel_type: linkableChannel,
  token: z.string().max(LONGEST_INPUT).optional().describe('Not looked at.'),
  channel_address: z.string().max(LONGEST_INPUT).optional().describe('Not looked at.'),
});
