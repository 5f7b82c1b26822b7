import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import * as z from 'zod';
import type { NotSent } from '../../domain/channel.js';
import { ForeignAnswer, foreignOutcome } from '../known-answer.js';
import { unansweredOutcome } from '../network-failure.js';
import { NoTurnError } from '../one-at-a-time.js';
import { DISCORD_ANSWERS } from './answers.js';

/** Where an error came up: opening a DM delivers nothing; posting there or in a Discord channel may. */
export type Phase = 'opening' | 'direct_message' | 'server_channel';

const BY_CODE = new Map(DISCORD_ANSWERS.map((known) => [known.answer, known]));

const snowflake = z.string().regex(/^\d{15,20}$/);
const channelSchema = z.object({ id: snowflake });
const messageSchema = z.object({ id: snowflake, channel_id: snowflake });

/** The id of the DM an answer opens. @throws ForeignAnswer when the answer is not Discord's. */
export function openedChannel(answer: unknown): string {
  const channel = channelSchema.safeParse(answer);
  if (!channel.success) throw new ForeignAnswer(200);
  return channel.data.id;
}

/** The id of the message an answer confirms in a channel. @throws ForeignAnswer when it confirms none. */
export function postedMessage(answer: unknown, channelId: string): string {
  const message = messageSchema.safeParse(answer);
  if (!message.success || message.data.channel_id !== channelId) throw new ForeignAnswer(200);
  return message.data.id;
}

/** Whether Discord does not know the channel we wrote to, or keeps us out of it. */
export function isOfPlace(error: unknown): boolean {
  return error instanceof DiscordAPIError && BY_CODE.get(Number(error.code))?.means === 'place';
}

/** Sorts an error of discord.js by what it says about the delivery. Discord's own texts stay here. */
export function outcomeOf(error: unknown, phase: Phase): NotSent {
  if (error instanceof RateLimitError) {
    const retryAfterMs = Math.max(error.retryAfter, error.timeToReset, error.sublimitTimeout);
    return { kind: 'not_delivered', code: 'rate_limited', retryAfterMs };
  }
  // Nothing has left, so it is no attempt.
  if (error instanceof NoTurnError) return { kind: 'not_delivered', code: 'dms_queued', retryAfterMs: 0 };
  if (error instanceof DiscordAPIError) return refusedByApi(error, phase);
  if (error instanceof ForeignAnswer) return ofUnopened(foreignOutcome(error), phase);
  if (error instanceof HTTPError) return ambiguous('server_error', phase);
  const unanswered = unansweredOutcome(error);
  return unanswered.kind === 'not_delivered' ? unanswered : ambiguous(unanswered.code, phase);
}

/** `code` may come from anybody's JSON. */
function refusedByApi(
  { code, status }: { readonly code: unknown; readonly status: number },
  phase: Phase,
): NotSent {
  // Without a numeric code the answer is not Discord's.
  if (!Number.isSafeInteger(Number(code ?? NaN))) return foreignOutcome(new ForeignAnswer(status));
  const known = BY_CODE.get(Number(code));
  if (known?.means === 'place') {
    // Discord itself has just opened this DM, so nothing is known against the person: don't give them up.
    return phase === 'server_channel'
      ? { kind: 'closed', code: known.code }
      : { kind: 'not_delivered', code: 'unknown_refusal' };
  }
  if (known) return { kind: known.means, code: known.code };
  return byStatus(status, phase);
}

/** An unknown code: the person stays reachable, and the channel pauses only if everybody gets it. */
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
