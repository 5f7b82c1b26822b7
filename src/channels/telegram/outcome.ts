import { TelegramError } from 'telegraf';
import type { DeliveryOutcome } from '../../domain/channel.js';
import { networkFailureOf } from '../network-failure.js';

type Refused = Exclude<DeliveryOutcome, { kind: 'sent' }>;

/** Codes after which the chat is closed to us for good, until the person opens it again. */
export const CLOSED_CHAT: ReadonlySet<string> = new Set(['blocked', 'chat_not_found']);

/** What Telegram says of a chat that is not there. It has no codes for these, only words. */
const NO_CHAT = /chat not found|peer_id_invalid|user not found/i;

/**
 * Sorts what telegraf threw into what it says about the delivery. Telegram's own texts go no further than here.
 * https://core.telegram.org/bots/api#making-requests
 */
export function outcomeOf(error: unknown): Refused {
  if (error instanceof TelegramError) return refusedByApi(error);
  const failure = networkFailureOf(error);
  if (failure && !failure.left) return { kind: 'not_delivered', code: failure.code };
  return { kind: 'maybe_delivered', code: failure?.code ?? 'unknown_answer' };
}

function refusedByApi(error: TelegramError): Refused {
  const { code, description, parameters } = error;
  if (typeof code !== 'number' || code >= 500) return { kind: 'maybe_delivered', code: 'server_error' };
  switch (code) {
    case 429: {
      const retryAfterMs = Math.max(1, parameters?.retry_after ?? 1) * 1_000;
      return { kind: 'not_delivered', code: 'rate_limited', retryAfterMs };
    }
    // A token of the wrong shape is a path Telegram does not know.
    case 401:
    case 404:
      return { kind: 'trouble', code: 'unauthorized' };
    case 403:
      return { kind: 'closed', code: 'blocked' };
    default:
      return { kind: 'closed', code: NO_CHAT.test(description) ? 'chat_not_found' : 'bad_request' };
  }
}
