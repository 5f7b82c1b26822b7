import { channelOrder, type ChannelType } from '../domain/channel-choice.js';
import type { Delivery, DeliveryOutcome } from '../domain/channel.js';
import { eveningAt } from '../domain/evening.js';
import { TESTS } from '../domain/limits.js';
import { ok, refuse, type Result } from '../domain/refusal.js';
import { addressOf } from '../dispatch/address-of.js';
import { answer } from '../dispatch/answers.js';
import { personFor } from '../persistence/stores/person-store.js';
import { requireMember } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';
import { oneOffNonce } from './one-off-nonce.js';
import { arrivalOf, stillWanted } from './said-since.js';

/** Where a test went, and what came of it. */
export interface SentTest {
  readonly channel: ChannelType;
  readonly outcome: DeliveryOutcome;
}

/**
 * Sends a member one message by the channel that would call them first. No retry and no other channel: the
 * test shows how this one does.
 */
export async function sendTest(context: ServiceContext, actor: Actor): Promise<Result<SentTest>> {
  const arrival = arrivalOf(context, actor);
  const member = await requireMember(context, actor);
  if (!member.ok) return member;
  const { clock, settings, limits, outbox, newId } = context;
  const date = eveningAt(clock.now(), settings);
  const found = await context.database.withTransaction(async (tx) => {
    const wanted = await stillWanted(context, actor.userId, [], arrival);
    if (!wanted.ok) return wanted;
    return ok(await personFor(tx, actor.userId, date, settings.timezone, context.contacts));
  });
  if (!found.ok) return found;
  const person = found.value;
  const [channel] = channelOrder(person.preferredChannel, person.targets, outbox.configured);
  if (!channel) return refuse({ code: 'no_channel' });
  const retryInMs = await limits.take(TESTS, actor.userId);
  if (retryInMs > 0) return refuse({ code: 'test_too_soon', retryInMs });
  const delivery: Delivery = {
    recipient: { userId: actor.userId, address: addressOf(context.contacts, channel, person) },
    message: { text: context.messagesFor(actor.locale).test.message(channel), actions: [] },
    nonce: oneOffNonce(newId),
  };
  const outcome = await answer(outbox.get(channel), delivery, { once: true });
  return ok({ channel, outcome });
}
