import type { Delivery, DeliveryOutcome } from '../domain/channel.js';
import type { PacedChannel } from '../channels/registry.js';

/** Makes one request through a channel and tells its gate how the channel itself fared. Never throws. */
export async function transmit(paced: PacedChannel, delivery: Delivery): Promise<DeliveryOutcome> {
  const report = paced.gate.enter();
  const outcome = await attempt(paced, delivery);
  report(HEALTH[outcome.kind], 'code' in outcome ? outcome.code : undefined);
  return outcome;
}

/** What an answer says about the channel itself: one that never came, or could not be had, says nothing. */
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
