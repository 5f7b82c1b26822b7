import { LINKABLE_CHANNELS, type LinkableChannel } from '../domain/channel-choice.js';
import type { Clock } from '../domain/clock.js';
import { contactsAfter, type KeptContact, resealContact } from '../persistence/stores/channel-link-store.js';
import type { Tx, View } from '../persistence/engine/database.js';
import { isUniqueViolation } from '../persistence/engine/dialect.js';
import type { ContactVault } from '../vault/contact-vault.js';

const PAGE = 100;

/** What became of the contacts, in numbers only. */
export interface Rotation {
  /** Sealed anew with the first key. */
  readonly resealed: number;
  /** Sealed with the first key already. */
  readonly current: number;
  /** No key at hand opens them: left as they are. */
  readonly unreadable: number;
  /** Changed by somebody else at that moment, or kept twice: left as they are. */
  readonly left: number;
}

/** What rotating works with; a running Muster has the same database open. */
export interface RotationContext {
  readonly view: View;
  /** Runs `fn` in a short transaction of its own. */
  readonly write: <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>;
  readonly contacts: ContactVault;
  readonly clock: Clock;
}

/**
 * Seals every contact, and its digests, with the first key. It changes one contact a transaction, and only an
 * unchanged one, so Muster goes on meanwhile; the next run goes on where one stopped.
 */
export async function rotateContacts(context: RotationContext): Promise<Rotation> {
  const counts = { resealed: 0, current: 0, unreadable: 0, left: 0 };
  for (const channel of LINKABLE_CHANNELS) {
    for await (const kept of allContacts(context.view, channel)) {
      counts[await rotate(context, channel, kept)] += 1;
    }
  }
  return counts;
}

/** How many contacts of each channel no key at hand opens. */
export async function unreadableContacts(
  view: View,
  contacts: ContactVault,
): Promise<Record<LinkableChannel, number>> {
  const counts = { telegram: 0, signal: 0 };
  for (const channel of LINKABLE_CHANNELS) {
    for await (const { sealed } of allContacts(view, channel)) {
      if (!contacts.canOpen(sealed)) counts[channel] += 1;
    }
  }
  return counts;
}

async function rotate(
  { write, contacts, clock }: RotationContext,
  channel: LinkableChannel,
  kept: KeptContact,
): Promise<keyof Rotation> {
  const contact = contacts.open(kept.sealed);
  if (!contact) return 'unreadable';
  const anew = contacts.seal(channel, contact);
  const foundAlike = kept.digest === anew.digest && kept.accountDigest === anew.accountDigest;
  if (contacts.isCurrent(kept.sealed) && foundAlike) return 'current';
  try {
    const done = await write((tx) => resealContact(tx, kept, channel, anew, clock.now()));
    return done ? 'resealed' : 'left';
  } catch (error) {
    if (isUniqueViolation(error)) return 'left';
    throw error;
  }
}

async function* allContacts(view: View, channel: LinkableChannel): AsyncGenerator<KeptContact> {
  for (let after = ''; ;) {
    const page = await contactsAfter(view, channel, after, PAGE);
    yield* page;
    const last = page.at(-1);
    if (!last) return;
    after = last.userId;
  }
}
