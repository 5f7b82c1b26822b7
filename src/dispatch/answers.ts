import type { PacedChannel } from '../channels/registry.js';
import type { Slot } from '../channels/pacer.js';
import { backoffDelay } from '../domain/backoff.js';
import type { Delivery, DeliveryOutcome } from '../domain/channel.js';
import { CHANNEL_PAUSED, throughGate, transmit } from './transmit.js';

/** How long somebody is still answered, in milliseconds: what comes later answers nothing they remember. */
export const ANSWER_WITHIN_MS = 60_000;
/** The least pause before an answer is repeated. */
const LEAST_PAUSE_MS = 1_000;

type Refused = Exclude<DeliveryOutcome, { kind: 'sent' }>;

/** How an answer is given. */
export interface AnswerOptions {
  /** Only once, and not at all while the channel is paused: whoever asked waits, and is told what came of it. */
  readonly once?: boolean;
  /** Ends every pause: what has not been said by then is not said. */
  readonly stop?: AbortSignal;
}

/**
 * Sends a message that is no call: an answer, a test, a notice. It keeps to the channel's pace, behind the calls; waits
 * while the channel is paused; and is repeated where it provably did not arrive, not before the provider's
 * `Retry-After`. After a minute it is dropped, and what came of it last is told. Never throws.
 */
export function answer(
  paced: PacedChannel,
  delivery: Delivery,
  options: AnswerOptions = {},
): Promise<DeliveryOutcome> {
  return giving(paced, delivery.recipient.address, () => transmit(paced, delivery), options);
}

/** Makes another request that belongs to an answer, in the same way. */
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
    const hindered = await whenFree(paced, address, until, options);
    if (hindered) return { kind: 'not_delivered', code: hindered };
    const outcome = await request();
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
 * Waits until the channel takes an answer at an address; what hindered it where it does not in time. Nothing is held
 * while something else is waited for: whoever has waited looks at everything again.
 */
async function whenFree(
  { gate, addresses, answers, pacer, clock }: PacedChannel,
  address: string | null,
  until: number,
  { once, stop }: AnswerOptions,
): Promise<'channel_paused' | 'rate_limited' | null> {
  let slot: Slot | null = null;
  for (;;) {
    const leftMs = until - clock.monotonic();
    const pausedMs = gate.waitMs();
    const tooSoonMs = addresses.waitMs(address);
    if (slot && pausedMs <= 0 && tooSoonMs <= 0) return null;
    // It may have been paused, or somebody else have written there, while we waited for the slot.
    if (slot) pacer.giveBack(slot);
    slot = null;
    if (pausedMs > 0) {
      // Of a probe nobody knows how long it takes.
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
