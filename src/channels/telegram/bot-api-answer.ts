import { TelegramError } from 'telegraf';
import * as z from 'zod';
import type { RawAnswer } from '../fresh-request.js';
import { ForeignAnswer } from '../known-answer.js';

/** The envelope of every answer of the Bot API: https://core.telegram.org/bots/api#making-requests */
const envelope = z.union([
  z.object({ ok: z.literal(true), result: z.unknown().optional() }),
  z.object({
    ok: z.literal(false),
    error_code: z.number().int(),
    description: z.string(),
    parameters: z
      .object({ retry_after: z.number().optional(), migrate_to_chat_id: z.number().optional() })
      .optional(),
  }),
]);

/**
 * The result in an answer of the Bot API.
 * @throws TelegramError for its refusals and for server errors.
 * @throws ForeignAnswer for answers that are not its own.
 */
export function resultOf({ status, text }: RawAnswer): unknown {
  if (status >= 500) throw new TelegramError({ error_code: status, description: 'a server error' });
  const answer = envelope.safeParse(parsed(text));
  if (!answer.success || (status >= 300 && answer.data.ok)) throw new ForeignAnswer(status);
  if (answer.data.ok) return answer.data.result;
  throw new TelegramError(answer.data);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
