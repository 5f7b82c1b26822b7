import type { Health } from '../channels/channel-gate.js';
import type { PacedChannel } from '../channels/registry.js';
import { DeadlineError, withDeadline } from '../domain/deadline.js';
import type { Delivery, DeliveryOutcome, NotSent } from '../domain/channel.js';

/**
 * How much longer than it says a channel may take: for work on our own side, such as forgetting an address.
 */
const MARGIN_MS = 5_000;

/** The channel was paused after the decision to send: nothing left. */
export const CHANNEL_PAUSED = 'channel_paused';

/**
 * Sends one message through a channel now, and tells the channel's gate how the channel fared. The caller has
 * done all waiting; if a chat or the gate has changed since, nothing leaves. Never throws, and ends even if
 * the channel does not: the message may then have arrived.
 */
export async function transmit(paced: PacedChannel, delivery: Delivery): Promise<DeliveryOutcome> {
  const { address } = delivery.recipient;
  // A second of the address is not spent on what can't leave.
  if (paced.gate.waitMs() > 0) return { kind: 'trouble', code: CHANNEL_PAUSED };
  const retryAfterMs = await paced.addresses.take(address);
  if (retryAfterMs > 0) return { kind: 'not_delivered', code: 'rate_limited', retryAfterMs };
  return throughGate(paced, () => {
    paced.nonces.sending(delivery.nonce);
    return paced.channel.send(delivery);
  });
}

/**
 * Makes any other request of a channel, with the same gate and deadline as a message; none while the gate is
 * closed. Never throws.
 */
export async function throughGate<T extends { readonly kind: 'sent' }>(
  paced: PacedChannel,
  request: () => Promise<T | NotSent>,
): Promise<T | NotSent> {
  const report = paced.gate.enter();
  if (!report) return { kind: 'trouble', code: CHANNEL_PAUSED };
  const outcome = await attempt(paced, request);
  report(healthOf(outcome), 'code' in outcome ? outcome.code : '');
  return outcome;
}

/**
 * Codes that say something else about the channel than their kind does. Only an answer that surely is the
 * provider's own is `fine`: nothing else may open a paused channel.
 */
const HEALTH_OF_CODE: Readonly<Partial<Record<string, Health>>> = {
  server_error: 'no_answer',
  timeout: 'no_answer',
  connection_reset: 'no_answer',
  connection_refused: 'no_answer',
  // One person's says nothing; everybody's in turn says that it is about us.
  unknown_refusal: 'no_answer',
  foreign_answer: 'trouble',
  // No request was made.
  held_up: 'unclear',
  no_address: 'unclear',
  dms_queued: 'unclear',
};

const HEALTH_OF_KIND = {
  sent: 'fine',
  closed: 'fine',
  refused: 'fine',
  not_delivered: 'unclear',
  maybe_delivered: 'no_answer',
  trouble: 'trouble',
} as const satisfies Record<DeliveryOutcome['kind'], Health>;

function healthOf(outcome: { readonly kind: 'sent' } | NotSent): Health {
  const ofCode = 'code' in outcome ? HEALTH_OF_CODE[outcome.code] : undefined;
  const isLimited = outcome.kind === 'not_delivered' && outcome.retryAfterMs !== undefined;
  return ofCode ?? (isLimited ? 'limited' : HEALTH_OF_KIND[outcome.kind]);
}

async function attempt<T>(
  { channel, clock }: PacedChannel,
  request: () => Promise<T | NotSent>,
): Promise<T | NotSent> {
  try {
    return await withDeadline(clock, channel.timeoutMs + MARGIN_MS, request);
  } catch (error) {
    // A channel promises neither to throw nor to take longer. One that does tells us nothing; the request may
    // have left.
    return { kind: 'maybe_delivered', code: error instanceof DeadlineError ? 'timeout' : 'unknown_answer' };
  }
}
