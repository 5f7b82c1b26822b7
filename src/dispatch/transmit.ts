import type { Delivery, DeliveryOutcome } from '../domain/channel.js';
import type { PacedChannel } from '../channels/registry.js';
import { DeadlineError, withDeadline } from '../domain/deadline.js';

/** How much longer than it says a channel may take: for what it does on our own side, such as forgetting an address. */
const MARGIN_MS = 5_000;

type Refused = Exclude<DeliveryOutcome, { kind: 'sent' }>;

/**
 * Delivers one message through a channel once its address may have another, and tells the channel's gate how the channel
 * itself fared. Never throws, and comes to an end also where the channel does not: then the message may have arrived.
 */
export async function transmit(paced: PacedChannel, delivery: Delivery): Promise<DeliveryOutcome> {
  await paced.addresses.turn(delivery.recipient.address);
  return transmitNow(paced, delivery);
}

/** {@link transmit}, for who holds the address's turn already. */
export function transmitNow(paced: PacedChannel, delivery: Delivery): Promise<DeliveryOutcome> {
  paced.nonces.sending(delivery.nonce);
  return throughGate(paced, () => paced.channel.send(delivery));
}

/** Makes any request of a channel's, with the gate told and the time bounded as for a message. Never throws. */
export async function throughGate<T extends { readonly kind: 'sent' }>(
  paced: PacedChannel,
  request: () => Promise<T | Refused>,
): Promise<T | Refused> {
  const report = paced.gate.enter();
  const outcome = await attempt(paced, request);
  const code = 'code' in outcome ? outcome.code : '';
  report(NO_ANSWER.has(code) ? 'no_answer' : HEALTH[outcome.kind], code);
  return outcome;
}

/** Codes of requests to which the provider gave no answer, or one that only a provider out of order gives. */
const NO_ANSWER: ReadonlySet<string> = new Set([
  'server_error',
  'timeout',
  'connection_reset',
  'connection_refused',
]);

/** What an answer says about the channel itself. */
const HEALTH = {
  sent: 'fine',
  closed: 'fine',
  not_delivered: 'unclear',
  maybe_delivered: 'unclear',
  trouble: 'trouble',
} as const;

async function attempt<T>(
  { channel, clock }: PacedChannel,
  request: () => Promise<T | Refused>,
): Promise<T | Refused> {
  try {
    return await withDeadline(clock, channel.timeoutMs + MARGIN_MS, request);
  } catch (error) {
    // A channel promises neither to throw nor to take longer. One that does has told us nothing, and the request may
    // have left.
    return { kind: 'maybe_delivered', code: error instanceof DeadlineError ? 'timeout' : 'unknown_answer' };
  }
}
