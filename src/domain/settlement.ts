import { backoffDelay } from './backoff.js';
import type { DeliveryOutcome } from './channel.js';

/** What has happened under a ledger row so far, this attempt included. */
export interface AttemptHistory {
  /** Attempts to reach this person on this channel, this one included; refusals of the channel itself are none. */
  readonly attempts: number;
  /** When the current nonce was first sent, in milliseconds since the epoch. */
  readonly firstAttemptAt: number;
  /** An earlier request under this nonce may have arrived. */
  readonly ambiguous: boolean;
}

/** The bounds an attempt is judged by. */
export interface AttemptBounds {
  readonly now: number;
  /** The message's last useful moment. */
  readonly expiresAt: number;
  readonly maxAttempts: number;
  /** Whether there is another channel to fall to. */
  readonly hasOtherChannel: boolean;
  /** How long the provider recognises a nonce; 0: not at all. */
  readonly nonceWindowMs: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Why a person can't get this message by a channel. */
export type OutReason = 'channel_closed' | 'message_refused';

/** What becomes of the ledger row. `code`s are ours, never a provider's text. */
export type Settlement =
  | { readonly state: 'sent'; readonly messageId: string }
  | {
      readonly state: 'retry';
      readonly at: number;
      readonly code: string;
      readonly ambiguous: boolean;
      /** Whether it counts among the attempts. */
      readonly isAttempt: boolean;
    }
  | {
      readonly state: 'next_channel';
      /** Why they can't get it here. */
      readonly reason: OutReason;
      readonly code: string;
    }
  | { readonly state: 'failed'; readonly reason: string; readonly code: string }
  | { readonly state: 'unknown'; readonly reason: string; readonly code: string };

/**
 * Judges one attempt. A message is retried only if it provably did not arrive, or if the provider still
 * recognises its nonce and so can't deliver it twice; otherwise an attempt that may have arrived is
 * `unknown`, and nothing follows it. Nothing is tried at or after the last useful moment; until then a
 * channel that refuses everybody costs nobody an attempt.
 */
export function settlementOf(
  outcome: DeliveryOutcome,
  history: AttemptHistory,
  bounds: AttemptBounds,
): Settlement {
  if (outcome.kind === 'sent') return { state: 'sent', messageId: outcome.messageId };
  const { code } = outcome;
  if (history.ambiguous || outcome.kind === 'maybe_delivered') return repeat(outcome, history, bounds);
  if (outcome.kind === 'closed') return elsewhere(code, 'channel_closed', bounds);
  if (outcome.kind === 'refused') return elsewhere(code, 'message_refused', bounds);
  const isAttempt = isAboutThem(outcome);
  if (isAttempt && history.attempts >= bounds.maxAttempts)
    return { state: 'failed', reason: 'attempts_exhausted', code };
  const at = nextAttemptAt(outcome, history, bounds, bounds.expiresAt);
  if (at < bounds.expiresAt) return { state: 'retry', at, code, ambiguous: false, isAttempt };
  // The retry comes too late: for this message the channel is as good as closed.
  return isAttempt || !bounds.hasOtherChannel
    ? { state: 'failed', reason: 'expired', code }
    : elsewhere(code, 'channel_closed', bounds);
}

/**
 * Whether a request under this nonce is recognised at `now`. A clock that went back makes the nonce's age
 * unknowable, so it counts as too old.
 */
export function nonceIsFresh(firstAttemptAt: number, now: number, nonceWindowMs: number): boolean {
  const age = now - firstAttemptAt;
  return age >= 0 && age < nonceWindowMs;
}

/** Whether an answer is about this message, and not about a channel that takes none, or none so soon. */
function isAboutThem(outcome: DeliveryOutcome): boolean {
  if (outcome.kind === 'trouble') return false;
  return outcome.kind !== 'not_delivered' || outcome.retryAfterMs === undefined;
}

function elsewhere(code: string, reason: OutReason, { hasOtherChannel }: AttemptBounds): Settlement {
  return { state: hasOtherChannel ? 'next_channel' : 'failed', reason, code };
}

function repeat(outcome: DeliveryOutcome, history: AttemptHistory, bounds: AttemptBounds): Settlement {
  const code = 'code' in outcome ? outcome.code : '';
  const unknown = (reason: string): Settlement => ({ state: 'unknown', reason, code });
  // A final refusal says nothing about an earlier attempt that may have arrived.
  if (outcome.kind === 'closed' || outcome.kind === 'refused') return unknown('maybe_delivered');
  const isAttempt = isAboutThem(outcome);
  if (isAttempt && history.attempts >= bounds.maxAttempts) return unknown('attempts_exhausted');
  const forgottenAt = history.firstAttemptAt + bounds.nonceWindowMs;
  const at = nextAttemptAt(outcome, history, bounds, Math.min(bounds.expiresAt, forgottenAt));
  if (at >= bounds.expiresAt) return unknown('expired');
  if (!nonceIsFresh(history.firstAttemptAt, bounds.now, bounds.nonceWindowMs))
    return unknown('maybe_delivered');
  if (!nonceIsFresh(history.firstAttemptAt, at, bounds.nonceWindowMs)) return unknown('maybe_delivered');
  return { state: 'retry', at, code, ambiguous: true, isAttempt };
}

/** After a wait the provider asked for, jitter alone never takes the retry past `latest`. */
function nextAttemptAt(
  outcome: DeliveryOutcome,
  history: AttemptHistory,
  bounds: AttemptBounds,
  latest: number,
): number {
  const retryAfterMs = 'retryAfterMs' in outcome ? outcome.retryAfterMs : undefined;
  const at = bounds.now + backoffDelay(history.attempts, bounds.random, retryAfterMs);
  if (retryAfterMs === undefined || at < latest) return at;
  return bounds.now + Math.ceil(retryAfterMs);
}
