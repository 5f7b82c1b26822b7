import type { Health } from '../channels/channel-gate.js';
import type { PacedChannel } from '../channels/registry.js';
import { DeadlineError, withDeadline } from '../domain/deadline.js';
import type { Delivery, DeliveryOutcome, NotSent } from '../domain/channel.js';

/** How much longer than it says a channel may take: for what it does on our own side, such as forgetting an address. */
const MARGIN_MS = 5_000;

/** The channel was paused after it had been decided to send: nothing left. */
export const CHANNEL_PAUSED = 'channel_paused';

/**
 * Delivers one message through a channel now, and tells the channel's gate how the channel itself fared. What there is
 * to wait for, the caller has waited for; what has changed since, in a chat or with the gate, is heeded: then nothing
 * leaves. Never throws, and comes to an end also where the channel does not: then the message may have arrived.
 */
export async function transmit(paced: PacedChannel, delivery: Delivery): Promise<DeliveryOutcome> {
  const { address } = delivery.recipient;
  const retryAfterMs = paced.addresses.waitMs(address);
  if (retryAfterMs > 0) return { kind: 'not_delivered', code: 'rate_limited', retryAfterMs };
  return throughGate(paced, () => {
    paced.addresses.sending(address);
    paced.nonces.sending(delivery.nonce);
    return paced.channel.send(delivery);
  });
}

/**
 * Makes any request of a channel's, with the gate told and the time bounded as for a message; none where the gate lets
 * nobody through. Never throws.
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
 * Codes that say of the channel something else than their kind does. Only an answer that is known to be the
 * provider's own is `fine`: nothing else may open a channel that is paused.
 */
const HEALTH_OF_CODE: Readonly<Partial<Record<string, Health>>> = {
  server_error: 'no_answer',
  timeout: 'no_answer',
  connection_reset: 'no_answer',
  connection_refused: 'no_answer',
  // Of one person it says nothing; of everybody in turn, that it is about us.
  unknown_refusal: 'no_answer',
  foreign_answer: 'trouble',
  // Nobody was asked.
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
    // A channel promises neither to throw nor to take longer. One that does has told us nothing, and the request may
    // have left.
    return { kind: 'maybe_delivered', code: error instanceof DeadlineError ? 'timeout' : 'unknown_answer' };
  }
}
