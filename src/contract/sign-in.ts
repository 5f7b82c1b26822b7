import * as z from 'zod';

export const loginQuery = z.object({ return_to: z.string().max(2_000).default('/') });

export const callbackQuery = z.object({
  state: z.string().max(200).default(''),
  code: z.string().max(500).optional(),
  error: z.string().max(200).optional(),
});

export const logoutBody = z.object({ everywhere: z.boolean().default(false) }).nullish();

export const signedOut = z.undefined().describe('Signed out');
