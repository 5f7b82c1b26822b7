import { backoffDelay } from './backoff.js';
import type { DeliveryOutcome } from './channel.js';

/** What has happened under a ledger row so far, this attempt included. */
export interface AttemptHistory {
  /** Requests made to this person on this channel. */
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
  /** How long the provider recognises a nonce; 0: not at all. */
  readonly nonceWindowMs: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** What becomes of the ledger row. `code`s are ours, never a provider's text. */
export type Settlement =
  | { readonly state: 'sent'; readonly messageId: string }
  | { readonly state: 'retry'; readonly at: number; readonly code: string; readonly ambiguous: boolean }
  | {
      readonly state: 'next_channel';
      /** Why this one is out for them, which is also why they fail where it was the last. */
      readonly reason: 'channel_closed' | 'message_refused';
      readonly code: string;
    }
  | { readonly state: 'failed'; readonly reason: string; readonly code: string }
  | { readonly state: 'unknown'; readonly reason: string; readonly code: string };

/**
 * Judges one attempt. A message is tried again only if it provably did not arrive, or if the provider still
 * recognises its nonce and so can't deliver it twice; otherwise an attempt that may have arrived is `unknown`, and
 * nothing ever follows it. Nothing is tried at or past the last useful moment.
 */
export function settlementOf(
  outcome: DeliveryOutcome,
  history: AttemptHistory,
  bounds: AttemptBounds,
): Settlement {
  if (outcome.kind === 'sent') return { state: 'sent', messageId: outcome.messageId };
  const { code } = outcome;
  if (history.ambiguous || outcome.kind === 'maybe_delivered') return repeat(outcome, history, bounds);
  if (outcome.kind === 'closed') return { state: 'next_channel', reason: 'channel_closed', code };
  if (outcome.kind === 'refused') return { state: 'next_channel', reason: 'message_refused', code };
  if (history.attempts >= bounds.maxAttempts) return { state: 'failed', reason: 'attempts_exhausted', code };
  const at = nextAttemptAt(outcome, history, bounds);
  if (at >= bounds.expiresAt) return { state: 'failed', reason: 'expired', code };
  return { state: 'retry', at, code, ambiguous: false };
}

/**
 * Whether a request under this nonce is recognised at `now`. A clock that went back makes the nonce's age
 * unknowable, so it counts as too old.
 */
export function nonceIsFresh(firstAttemptAt: number, now: number, nonceWindowMs: number): boolean {
  const age = now - firstAttemptAt;
  return age >= 0 && age < nonceWindowMs;
}

function repeat(outcome: DeliveryOutcome, history: AttemptHistory, bounds: AttemptBounds): Settlement {
  const code = 'code' in outcome ? outcome.code : '';
  const unknown = (reason: string): Settlement => ({ state: 'unknown', reason, code });
  // A refusal for good after an attempt that may have arrived tells nothing about that attempt.
  if (outcome.kind === 'closed' || outcome.kind === 'refused') return unknown('maybe_delivered');
  if (history.attempts >= bounds.maxAttempts) return unknown('attempts_exhausted');
  const at = nextAttemptAt(outcome, history, bounds);
  if (at >= bounds.expiresAt) return unknown('expired');
  if (!nonceIsFresh(history.firstAttemptAt, bounds.now, bounds.nonceWindowMs))
    return unknown('maybe_delivered');
  if (!nonceIsFresh(history.firstAttemptAt, at, bounds.nonceWindowMs)) return unknown('maybe_delivered');
  return { state: 'retry', at, code, ambiguous: true };
}

function nextAttemptAt(outcome: DeliveryOutcome, history: AttemptHistory, bounds: AttemptBounds): number {
  const retryAfterMs = 'retryAfterMs' in outcome ? outcome.retryAfterMs : undefined;
  return bounds.now + backoffDelay(history.attempts, bounds.random, retryAfterMs ?? 0);
}
