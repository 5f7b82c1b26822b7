import type { PacedChannel } from '../channels/registry.js';
import type { Slot } from '../channels/pacer.js';
import { backoffDelay } from '../domain/backoff.js';
import type { Delivery, DeliveryOutcome } from '../domain/channel.js';
import { CHANNEL_PAUSED, throughGate, transmit } from './transmit.js';

/** How long an answer is worth sending, in milliseconds: later the person has forgotten the question. */
export const ANSWER_WITHIN_MS = 60_000;
/** Minimum pause before a repeat, in milliseconds. */
const LEAST_PAUSE_MS = 1_000;

type Refused = Exclude<DeliveryOutcome, { kind: 'sent' }>;

export interface AnswerOptions {
  /** Try once, and never while the channel is paused: the person waits and reads the result. */
  readonly once?: boolean;
  /** Ends every pause; an answer still unsent then is dropped. */
  readonly stop?: AbortSignal;
}

/**
 * Sends a message that is no call: an answer, a test, a notice. It keeps the channel's pace, behind the
 * calls; waits while the channel is paused; and repeats a request that provably did not arrive, never before
 * the provider's `Retry-After`. After a minute it gives up and returns the last outcome. Never throws.
 */
export function answer(
  paced: PacedChannel,
  delivery: Delivery,
  options: AnswerOptions = {},
): Promise<DeliveryOutcome> {
  return giving(paced, delivery.recipient.address, () => transmit(paced, delivery), options);
}

/** Makes another request that belongs to an answer, under the same rules. */
export function answerBy<T extends { readonly kind: 'sent' }>(
  paced: PacedChannel,
  request: () => Promise<T | Refused>,
  options: AnswerOptions = {},
): Promise<T | Refused> {
  return giving(paced, null, () => throughGate(paced, request), options);
}

async function giving<T extends { readonly kind: 'sent' }>(
  paced: PacedChannel,
  address: string | null,
  request: () => Promise<T | Refused>,
  options: AnswerOptions,
): Promise<T | Refused> {
  const { clock } = paced;
  const until = clock.monotonic() + ANSWER_WITHIN_MS;
  for (let attempt = 1; ; attempt += 1) {
    const free = await whenFree(paced, address, until, options);
    if (typeof free === 'string') return { kind: 'not_delivered', code: free };
    const outcome = await request().finally(free.hasLeft);
    if (!isToBeRepeated(outcome) || options.once) return outcome;
    const pauseMs = Math.max(LEAST_PAUSE_MS, backoffDelay(attempt, Math.random, outcome.retryAfterMs));
    if (clock.monotonic() + pauseMs >= until) return outcome;
    await clock.sleep(pauseMs, options.stop);
    if (options.stop?.aborted) return outcome;
  }
}

function isToBeRepeated(
  outcome: { readonly kind: 'sent' } | Refused,
): outcome is Extract<Refused, { kind: 'not_delivered' | 'trouble' }> {
  if (outcome.kind === 'trouble') return outcome.code === CHANNEL_PAUSED;
  return outcome.kind === 'not_delivered';
}

/**
 * Waits until the channel takes an answer at an address. It holds no slot while it waits for anything else,
 * and checks everything again after each wait. @returns what prevented it, or what is to be called when the request was made.
 */
async function whenFree(
  { gate, addresses, answers, pacer, clock }: PacedChannel,
  address: string | null,
  until: number,
  { once, stop }: AnswerOptions,
): Promise<'channel_paused' | 'rate_limited' | { readonly hasLeft: () => void }> {
  let slot: Slot | null = null;
  for (;;) {
    const leftMs = until - clock.monotonic();
    const pausedMs = gate.waitMs();
    const tooSoonMs = addresses.waitMs(address);
    if (slot && pausedMs <= 0 && tooSoonMs <= 0) {
      if (!gate.isShared) return { hasLeft: () => undefined };
      const hasLeft = await gate.look();
      // That may have taken its time.
      slot = await pacer.renewed(slot);
      if (gate.waitMs() <= 0 && addresses.waitMs(address) <= 0) return { hasLeft };
      hasLeft();
      continue;
    }
    // During the wait the channel may have been paused, or another message sent to this address.
    if (slot) pacer.giveBack(slot);
    slot = null;
    if (pausedMs > 0) {
      // Nobody knows how long a probe takes.
      const isTooLong = Number.isFinite(pausedMs) ? pausedMs >= leftMs : leftMs <= 0;
      if (once || stop?.aborted || isTooLong) return CHANNEL_PAUSED;
      await gate.changed(leftMs, stop);
    } else if (tooSoonMs > 0) {
      if (stop?.aborted || tooSoonMs >= leftMs) return 'rate_limited';
      await clock.sleep(tooSoonMs, stop);
    } else {
      slot = await answers.take(until, stop);
      if (!slot) return 'rate_limited';
    }
  }
}
