import type { ServiceContext } from '../services/context.js';
import { keepCallsInChat } from '../services/keep-calls.js';
import { linkedAccount } from '../services/link-channel.js';
import { updatePreferences } from '../services/update-preferences.js';
import { actorOf, done, type Done, refused, type Sender } from './done.js';

/** Keeps somebody's pings, or brings them back, by a word or a button under one. */
export async function keepPings(services: ServiceContext, sender: Sender): Promise<Done> {
  const kept = await keepCallsInChat(services, sender);
  if (!kept.ok) return refused(services, sender, kept.refusal);
  const { account, on } = kept.value;
  return done(services.messagesFor(account.locale).ownPings.kept(on));
}

/** Sets how many pings somebody wants a week at most, `null`: as many as there are; left out: tells how many that are. */
export async function limitPings(
  services: ServiceContext,
  sender: Sender,
  most: number | null | undefined,
): Promise<Done> {
  const account = await linkedAccount(services, sender.channel, sender.contact);
  if (!account.ok) return refused(services, sender, account.refusal);
  const { ownPings } = services.messagesFor(account.value.locale);
  if (most === undefined) return done(ownPings.limitHow(sender.channel, account.value.callsPerWeek));
  const actor = actorOf(services, sender, account.value);
  const changed = await updatePreferences(services, actor, { callsPerWeek: most });
  if (!changed.ok) return refused(services, sender, changed.refusal);
  return done(ownPings.limited(changed.value.preferences.callsPerWeek));
}
