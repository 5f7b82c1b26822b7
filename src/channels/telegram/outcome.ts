import { TelegramError } from 'telegraf';
import * as z from 'zod';
import type { NotSent } from '../../domain/channel.js';
import { ForeignAnswer, foreignOutcome } from '../known-answer.js';
import { unansweredOutcome } from '../network-failure.js';
import { TELEGRAM_ANSWERS } from './answers.js';

/** After these codes the chat is closed to us until the person opens it again. */
export const CLOSED_CHAT: ReadonlySet<string> = new Set(['blocked', 'chat_not_found']);

const sentSchema = z.object({
  message_id: z.number().int().positive(),
  chat: z.object({ id: z.union([z.number(), z.string()]).transform(String) }),
});

/** The id of the message an answer confirms in `chat`. @throws ForeignAnswer when it confirms none there. */
export function sentMessage(result: unknown, chat: string): string {
  const sent = sentSchema.safeParse(result);
  if (!sent.success || sent.data.chat.id !== chat) throw new ForeignAnswer(200);
  return String(sent.data.message_id);
}

/**
 * Sorts an error of a request by what it says about the delivery. Telegram's own texts stay here.
 * https://core.telegram.org/bots/api#making-requests
 */
export function outcomeOf(error: unknown): NotSent {
  if (error instanceof TelegramError) return refusedByApi(error);
  if (error instanceof ForeignAnswer) return foreignOutcome(error);
  return unansweredOutcome(error);
}

function refusedByApi({ code, description, parameters }: TelegramError): NotSent {
  if (code >= 500) return { kind: 'maybe_delivered', code: 'server_error' };
  const known = TELEGRAM_ANSWERS.find(
    ({ answer }) => answer.status === code && answer.words.test(description),
  );
  // An unknown refusal: the person stays reachable, and the channel pauses only if everybody gets it.
  if (!known) return { kind: 'not_delivered', code: 'unknown_refusal' };
  if (known.means !== 'not_delivered') return { kind: known.means, code: known.code };
  const asked = parameters?.retry_after ?? Number(/FLOOD_WAIT_(\d{1,6})/.exec(description)?.[1] ?? 1);
  return { kind: 'not_delivered', code: known.code, retryAfterMs: Math.max(1, asked) * 1_000 };
}
