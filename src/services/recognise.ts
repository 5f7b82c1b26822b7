import type { LinkableChannel } from '../domain/channel-choice.js';
import { type Contact } from '../domain/contact.js';
import { appendAudit } from '../persistence/stores/audit-store.js';
import {
  clearContact,
  contactsWith,
  type KeptContact,
  resealContact,
} from '../persistence/stores/channel-link-store.js';
import type { Tx, View } from '../persistence/engine/database.js';
import type { ServiceContext } from './context.js';

/** Why a link ended: it was a second one of the same chat. */
export const RELEASED = 'same_account';

/** Why a link ended: another person has the number now, and we knew only that number. */
const NUMBER_MOVED = 'number_moved';

/** The owners of the kept contacts that match a chat. */
interface Whose {
  /** The chat's own. */
  readonly owner: KeptContact | null;
  /** The same person's, kept by number before we knew whose it was. */
  readonly doubles: readonly KeptContact[];
  /** Another person's, who had the chat's number before. */
  readonly moved: readonly KeptContact[];
}

/** A chat that wrote to us. */
interface Recognised {
  /** Whose account it is linked to; `null`: nobody's. */
  readonly userId: string | null;
  /** All that is known of it by now. */
  readonly contact: Contact;
  /** Accounts it was linked to beside that one, until now. */
  readonly released: readonly string[];
}

/**
 * Recognises a chat and learns from it. On Signal the account is the person: a message may show its number or
 * not, and numbers may change hands. A link is found by account or number, and keeps both; a link by number
 * alone gains the account. A number belongs to the account that showed it last: messages for its former owner
 * go to their account. A person with two links keeps one.
 */
export async function recognise(
  context: Pick<ServiceContext, 'contacts'>,
  tx: Tx,
  channel: LinkableChannel,
  shown: Contact,
  now: number,
): Promise<Recognised> {
  const { contacts } = context;
  const { owner, doubles, moved } = await whoseContact(context, tx, channel, shown);
  for (const kept of moved) {
    const { account, name = '' } = contacts.open(kept.sealed) ?? {};
    if (account === undefined) await clearLink(tx, kept.userId, channel, NUMBER_MOVED, now);
    else
      await resealContact(
        tx,
        kept,
        channel,
        contacts.seal(channel, { address: account, account, name }),
        now,
      );
  }
  for (const kept of doubles) await clearLink(tx, kept.userId, channel, RELEASED, now);
  const released = doubles.map(({ userId }) => userId);
  const known = owner && contacts.open(owner.sealed);
  if (!known) return { userId: owner?.userId ?? null, contact: shown, released };
  const contact = learnt(known, shown);
  const isNews = contact.address !== known.address || contact.account !== known.account;
  if (isNews) await resealContact(tx, owner, channel, contacts.seal(channel, contact), now);
  return { userId: owner.userId, contact, released };
}

/** The owners of the contacts that match a chat; writes nothing. */
export async function whoseContact(
  { contacts }: Pick<ServiceContext, 'contacts'>,
  view: View,
  channel: LinkableChannel,
  { address, account }: Contact,
): Promise<Whose> {
  const byAddress = contacts.digests(channel, address);
  const byAccount = account === undefined ? [] : contacts.digests(channel, account);
  const found = await contactsWith(view, channel, [...new Set([...byAccount, ...byAddress])]);
  const isAccount = ({ accountDigest, digest }: KeptContact): boolean =>
    byAccount.some((each) => each === accountDigest || each === digest);
  const moved = found.filter(
    (kept) => account !== undefined && !isAccount(kept) && kept.accountDigest !== null,
  );
  const own = found.filter((kept) => !moved.includes(kept));
  const owner = own.find(isAccount) ?? own[0] ?? null;
  return { owner, doubles: own.filter((kept) => kept !== owner), moved };
}

/** Ends a link, and says in the audit log how. `false` where there was none. */
export async function clearLink(
  tx: Tx,
  userId: string,
  channel: LinkableChannel,
  how: string,
  now: number,
): Promise<boolean> {
  if (!(await clearContact(tx, userId, channel, now))) return false;
  const metadata = { channel, how };
  await appendAudit(tx, { userId, action: 'channel_unlinked', actorId: userId, metadata }, now);
  return true;
}

/** Our knowledge of a chat after a new message: a number hidden this time is still theirs. */
function learnt(known: Contact, shown: Contact): Contact {
  const showsAddress = shown.address !== shown.account;
  return {
    address: showsAddress ? shown.address : known.address,
    account: shown.account ?? known.account,
    name: shown.name || known.name,
  };
}
