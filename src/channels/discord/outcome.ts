import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import type { DeliveryOutcome } from '../../domain/channel.js';
import { networkFailureOf } from '../network-failure.js';

/** Where in a delivery an error came up: opening the DM delivers nothing yet, posting the message may have. */
export type Phase = 'opening' | 'posting';

type Refused = Exclude<DeliveryOutcome, { kind: 'sent' }>;

/**
 * Discord's error codes that say something about the person or the channel.
 * Source: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
 */
const BY_CODE: Readonly<Record<number, Refused>> = {
  50007: { kind: 'closed', code: 'dm_closed' },
  50278: { kind: 'closed', code: 'no_mutual_guild' },
  10013: { kind: 'closed', code: 'unknown_user' },
  // The DM channel we remember is no more; the next attempt opens it anew.
  10003: { kind: 'not_delivered', code: 'unknown_channel' },
  // Opening DMs too fast, and flagged for it: going on would get the bot quarantined.
  40003: { kind: 'trouble', code: 'dms_paused' },
  20026: { kind: 'trouble', code: 'dms_paused' },
};

/** Sorts what discord.js threw into what it says about the delivery. Discord's own texts go no further than here. */
export function outcomeOf(error: unknown, phase: Phase): Refused {
  if (error instanceof RateLimitError) {
    const retryAfterMs = Math.max(error.retryAfter, error.timeToReset, error.sublimitTimeout);
    return { kind: 'not_delivered', code: 'rate_limited', retryAfterMs };
  }
  if (error instanceof DiscordAPIError) return refusedByApi(error);
  if (error instanceof HTTPError) return ambiguous('server_error', phase);
  const failure = networkFailureOf(error);
  if (failure && !failure.left) return { kind: 'not_delivered', code: failure.code };
  return ambiguous(failure?.code ?? 'unknown_answer', phase);
}

function refusedByApi(error: DiscordAPIError): Refused {
  const known = BY_CODE[Number(error.code)];
  if (known) return known;
  if (error.status === 401) return { kind: 'trouble', code: 'unauthorized' };
  return { kind: 'closed', code: error.status === 403 ? 'forbidden' : 'bad_request' };
}

function ambiguous(code: string, phase: Phase): Refused {
  return phase === 'opening' ? { kind: 'not_delivered', code } : { kind: 'maybe_delivered', code };
}
