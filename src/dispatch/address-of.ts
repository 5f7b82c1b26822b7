import type { ChannelType } from '../domain/channel-choice.js';
import type { ContactReader } from '../domain/contact.js';
import type { KnownPerson } from '../persistence/stores/person-store.js';

/** Where a channel reaches a person; `null` when it isn't known (Discord then opens the direct message). */
export function addressOf(contacts: ContactReader, channel: ChannelType, person: KnownPerson): string | null {
  if (channel === 'discord') return person.dmChannelId;
  const sealed = person.sealedContacts[channel];
  return sealed === null ? null : (contacts.open(sealed)?.address ?? null);
}

/** How many requests a message takes: 2 where we must first open the direct message. */
export function requestsTo(channel: ChannelType, { dmChannelId }: KnownPerson): number {
  return channel === 'discord' && dmChannelId === null ? 2 : 1;
}
