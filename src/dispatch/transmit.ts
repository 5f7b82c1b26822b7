import type { Delivery, DeliveryOutcome } from '../domain/channel.js';
import type { Health } from '../channels/channel-gate.js';
import type { PacedChannel } from '../channels/registry.js';

/** Makes one request through a channel and tells its gate how the channel itself fared. Never throws. */
export async function transmit(paced: PacedChannel, delivery: Delivery): Promise<DeliveryOutcome> {
  const report = paced.gate.enter();
  paced.nonces.sending(delivery.nonce);
  const outcome = await attempt(paced, delivery);
  const code = 'code' in outcome ? outcome.code : '';
  report(healthOf(outcome, code), code);
  return outcome;
}

function healthOf(outcome: DeliveryOutcome, code: string): Health {
  if (NO_ANSWER.has(code)) return 'no_answer';
  const isLimited = outcome.kind === 'not_delivered' && outcome.retryAfterMs !== undefined;
  return isLimited ? 'limited' : HEALTH[outcome.kind];
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

async function attempt(paced: PacedChannel, delivery: Delivery): Promise<DeliveryOutcome> {
  try {
    return await paced.channel.send(delivery);
  } catch {
    // A channel promises not to throw; one that does has told us nothing, and the request may have left.
    return { kind: 'maybe_delivered', code: 'unknown_answer' };
  }
}
