import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { z } from 'zod';
import type { NotSent } from '../../domain/channel.js';
import { ForeignAnswer, foreignOutcome } from '../known-answer.js';
import { unansweredOutcome } from '../network-failure.js';
import { NoTurnError } from '../one-at-a-time.js';
import { DISCORD_ANSWERS } from './answers.js';

/** Where in a delivery an error came up: opening the DM delivers nothing yet, posting in one or in a channel may have. */
export type Phase = 'opening' | 'direct_message' | 'server_channel';

const BY_CODE = new Map(DISCORD_ANSWERS.map((known) => [known.answer, known]));

const snowflake = z.string().regex(/^\d{15,20}$/);
const channelSchema = z.object({ id: snowflake });
const messageSchema = z.object({ id: snowflake, channel_id: snowflake });

/** The id of the DM an answer opens. @throws ForeignAnswer when it is none of Discord's. */
export function openedChannel(answer: unknown): string {
  const channel = channelSchema.safeParse(answer);
  if (!channel.success) throw new ForeignAnswer(200);
  return channel.data.id;
}

/** The id of the message an answer confirms in a channel. @throws ForeignAnswer when it is none of Discord's. */
export function postedMessage(answer: unknown, channelId: string): string {
  const message = messageSchema.safeParse(answer);
  if (!message.success || message.data.channel_id !== channelId) throw new ForeignAnswer(200);
  return message.data.id;
}

/** Whether Discord does not know, or keeps us out of, the channel that was written to. */
export function isOfPlace(error: unknown): boolean {
  return error instanceof DiscordAPIError && BY_CODE.get(Number(error.code))?.means === 'place';
}

/** Sorts what discord.js threw into what it says about the delivery. Discord's own texts go no further than here. */
export function outcomeOf(error: unknown, phase: Phase): NotSent {
  if (error instanceof RateLimitError) {
    const retryAfterMs = Math.max(error.retryAfter, error.timeToReset, error.sublimitTimeout);
    return { kind: 'not_delivered', code: 'rate_limited', retryAfterMs };
  }
  // Nothing has left for them, so it is no attempt.
  if (error instanceof NoTurnError) return { kind: 'not_delivered', code: 'dms_queued', retryAfterMs: 0 };
  if (error instanceof DiscordAPIError) return refusedByApi(error, phase);
  if (error instanceof ForeignAnswer) return ofUnopened(foreignOutcome(error), phase);
  if (error instanceof HTTPError) return ambiguous('server_error', phase);
  const unanswered = unansweredOutcome(error);
  return unanswered.kind === 'not_delivered' ? unanswered : ambiguous(unanswered.code, phase);
}

/** `code` is what JSON of whatever origin had under that name. */
function refusedByApi(
  { code, status }: { readonly code: unknown; readonly status: number },
  phase: Phase,
): NotSent {
  // Without a code of Discord's it is somebody else's.
  if (!Number.isSafeInteger(Number(code ?? NaN))) return foreignOutcome(new ForeignAnswer(status));
  const known = BY_CODE.get(Number(code));
  if (known?.means === 'place') {
    // Whom nothing is known against is not given up for a channel Discord itself has just opened.
    return phase === 'server_channel'
      ? { kind: 'closed', code: known.code }
      : { kind: 'not_delivered', code: 'unknown_refusal' };
  }
  if (known) return { kind: known.means, code: known.code };
  return byStatus(status, phase);
}

/** A code nobody has judged: the person's door stays open, and the channel pauses only if it comes to everybody. */
function byStatus(status: number, phase: Phase): NotSent {
  switch (status) {
    case 400:
      return { kind: 'refused', code: 'bad_request' };
    case 401:
      return { kind: 'trouble', code: 'unauthorized' };
    case 404:
    case 405:
      return { kind: 'trouble', code: 'not_found' };
    default:
      return phase === 'server_channel'
        ? { kind: 'closed', code: 'forbidden' }
        : { kind: 'not_delivered', code: 'unknown_refusal' };
  }
}

function ambiguous(code: string, phase: Phase): NotSent {
  return ofUnopened({ kind: 'maybe_delivered', code }, phase);
}

/** Nothing can have arrived in a DM that is not open yet. */
function ofUnopened(outcome: NotSent, phase: Phase): NotSent {
  return outcome.kind === 'maybe_delivered' && phase === 'opening'
    ? { kind: 'not_delivered', code: outcome.code }
    : outcome;
}
