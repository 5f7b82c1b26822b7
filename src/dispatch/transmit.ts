import type { Health } from '../channels/channel-gate.js';
import type { PacedChannel } from '../channels/registry.js';
import type { Delivery, DeliveryOutcome } from '../domain/channel.js';

/** Makes one request through a channel and tells its gate how the channel itself fared. Never throws. */
export async function transmit(paced: PacedChannel, delivery: Delivery): Promise<DeliveryOutcome> {
  const report = paced.gate.enter();
  paced.nonces.sending(delivery.nonce);
  const outcome = await attempt(paced, delivery);
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
};

const HEALTH_OF_KIND = {
  sent: 'fine',
  closed: 'fine',
  refused: 'fine',
  not_delivered: 'unclear',
  maybe_delivered: 'no_answer',
  trouble: 'trouble',
} as const satisfies Record<DeliveryOutcome['kind'], Health>;

function healthOf(outcome: DeliveryOutcome): Health {
  const ofCode = 'code' in outcome ? HEALTH_OF_CODE[outcome.code] : undefined;
  return ofCode ?? HEALTH_OF_KIND[outcome.kind];
}

async function attempt(paced: PacedChannel, delivery: Delivery): Promise<DeliveryOutcome> {
  try {
    return await paced.channel.send(delivery);
  } catch {
    // A channel promises not to throw; one that does has told us nothing, and the request may have left.
    return { kind: 'maybe_delivered', code: 'unknown_answer' };
  }
}
