import { LINKABLE_CHANNELS, type LinkableChannel } from '../../domain/channel-choice.js';
import type { Tx, View } from '../engine/database.js';
import type { ChannelLinkRow } from '../entities/channel-link.js';
import { fromText, toText } from '../instants.js';
import { forgetImported } from './import-store.js';

/** The preference columns of a channel's contact. A Telegram chat has no account beside its address. */
const COLUMNS = {
  telegram: {
    handle: () => 'telegram_handle_encrypted',
    digest: () => 'telegram_digest',
    account: () => 'NULL',
  },
  signal: {
    handle: () => 'signal_handle_encrypted',
    digest: () => 'signal_digest',
    account: () => 'signal_account_digest',
  },
} as const satisfies Record<LinkableChannel, unknown>;

/** A contact to keep. */
interface NewContact {
  readonly sealed: string;
  readonly digest: string;
  readonly accountDigest: string | null;
}

/** A kept contact. */
export interface KeptContact {
  readonly userId: string;
  readonly sealed: string;
  /** Of the address. */
  readonly digest: string | null;
  /** Of the account, once it is known. */
  readonly accountDigest: string | null;
}

/** A channel that a person confirmed. */
export interface ConfirmedLink {
  readonly channel: LinkableChannel;
  readonly linkedAt: number;
}

/** When a person last asked for a token, for any channel; `null`: never. */
export async function lastLinkRequest(view: View, userId: string): Promise<number | null> {
  const rows: Pick<ChannelLinkRow, 'requested_at'>[] = await view.sql`
    SELECT requested_at FROM availability_channel_links
    WHERE user_id = ${userId} AND requested_at IS NOT NULL ORDER BY requested_at DESC LIMIT 1`;
  return rows[0]?.requested_at == null ? null : fromText(rows[0].requested_at);
}

/** Keeps a token's hash, in place of this person's earlier one for this channel. */
export async function saveLinkToken(
  tx: Tx,
  link: { userId: string; channel: LinkableChannel; tokenHash: string; expiresAt: number },
  now: number,
): Promise<void> {
  const at = toText(now);
  await tx.sql`
    INSERT INTO availability_channel_links
      (user_id, channel_type, token_hash, expires_at, requested_at, attempts, created_at, updated_at)
    VALUES (${link.userId}, ${link.channel}, ${link.tokenHash}, ${toText(link.expiresAt)}, ${at}, 1, ${at}, ${at})
    ON CONFLICT (user_id, channel_type) DO UPDATE SET
      token_hash = excluded.token_hash, expires_at = excluded.expires_at, requested_at = excluded.requested_at,
      attempts = availability_channel_links.attempts + 1, updated_at = excluded.updated_at`;
}

/** Who holds a valid token. */
export async function holderOfToken(
  view: View,
  channel: LinkableChannel,
  tokenHash: string,
  now: number,
): Promise<string | null> {
  const rows: Pick<ChannelLinkRow, 'user_id'>[] = await view.sql`
    SELECT user_id FROM availability_channel_links
    WHERE channel_type = ${channel} AND token_hash = ${tokenHash} AND expires_at > ${toText(now)}`;
  return rows[0]?.user_id ?? null;
}

/** Uses a token up: of several tries one succeeds. */
export async function useToken(
  tx: Tx,
  channel: LinkableChannel,
  tokenHash: string,
  now: number,
): Promise<boolean> {
  const at = toText(now);
  const rows: unknown[] = await tx.sql`
    UPDATE availability_channel_links
    SET token_hash = NULL, expires_at = NULL, verified_at = ${at}, updated_at = ${at}
    WHERE channel_type = ${channel} AND token_hash = ${tokenHash} AND expires_at > ${at}
    RETURNING user_id`;
  return rows.length > 0;
}

/** Keeps the contact of a person who has preferences. */
export async function saveContact(
  tx: Tx,
  userId: string,
  channel: LinkableChannel,
  contact: NewContact,
  now: number,
): Promise<void> {
  const { handle, digest } = COLUMNS[channel];
  await tx.sql`
    UPDATE subscription_preferences
    SET ${handle} = ${contact.sealed}, ${digest} = ${contact.digest}, updated_at = ${toText(now)}
    WHERE user_id = ${userId}`;
  await saveAccount(tx, userId, channel, contact.accountDigest);
  await forgetImported(tx, userId, `link_again:${channel}`);
}

async function saveAccount(
  tx: Tx,
  userId: string,
  channel: LinkableChannel,
  accountDigest: string | null,
): Promise<void> {
  if (channel !== 'signal') return;
  await tx.sql`
    UPDATE subscription_preferences SET signal_account_digest = ${accountDigest} WHERE user_id = ${userId}`;
}

/** Replaces a kept contact by one sealed anew, unless it has changed meanwhile. */
export async function resealContact(
  tx: Tx,
  kept: KeptContact,
  channel: LinkableChannel,
  contact: NewContact,
  now: number,
): Promise<boolean> {
  const { handle, digest } = COLUMNS[channel];
  const rows: unknown[] = await tx.sql`
    UPDATE subscription_preferences
    SET ${handle} = ${contact.sealed}, ${digest} = ${contact.digest}, updated_at = ${toText(now)}
    WHERE user_id = ${kept.userId} AND ${handle} = ${kept.sealed}
    RETURNING user_id`;
  if (rows.length > 0) await saveAccount(tx, kept.userId, channel, contact.accountDigest);
  return rows.length > 0;
}

/** Forgets a person's contact, and a token that would bring one; `false` when there was no contact. */
export async function clearContact(
  tx: Tx,
  userId: string,
  channel: LinkableChannel,
  now: number,
): Promise<boolean> {
  const { handle, digest } = COLUMNS[channel];
  const at = toText(now);
  await tx.sql`
    UPDATE availability_channel_links
    SET token_hash = NULL, expires_at = NULL, verified_at = NULL, updated_at = ${at}
    WHERE user_id = ${userId} AND channel_type = ${channel}`;
  const rows: unknown[] = await tx.sql`
    UPDATE subscription_preferences SET ${handle} = NULL, ${digest} = NULL, updated_at = ${at}
    WHERE user_id = ${userId} AND ${handle} IS NOT NULL
    RETURNING user_id`;
  await saveAccount(tx, userId, channel, null);
  return rows.length > 0;
}

interface KeptRow {
  user_id: string;
  sealed: string;
  digest: string | null;
  account: string | null;
}

function toKept(row: KeptRow): KeptContact {
  return { userId: row.user_id, sealed: row.sealed, digest: row.digest, accountDigest: row.account };
}

/** A person's contact on a channel, as it is kept. */
export async function contactOf(
  view: View,
  userId: string,
  channel: LinkableChannel,
): Promise<KeptContact | null> {
  const { handle, digest, account } = COLUMNS[channel];
  const rows: KeptRow[] = await view.sql`
    SELECT user_id, ${handle} AS sealed, ${digest} AS digest, ${account} AS account FROM subscription_preferences
    WHERE user_id = ${userId} AND ${handle} IS NOT NULL`;
  return rows[0] ? toKept(rows[0]) : null;
}

/** The contacts of a channel whose address or account has one of these digests, in the order of the ids. */
export async function contactsWith(
  view: View,
  channel: LinkableChannel,
  digests: readonly string[],
): Promise<KeptContact[]> {
  if (digests.length === 0) return [];
  const { handle, digest, account } = COLUMNS[channel];
  const these = () => [...digests];
  const rows: KeptRow[] = await view.sql`
    SELECT user_id, ${handle} AS sealed, ${digest} AS digest, ${account} AS account
      FROM subscription_preferences WHERE ${digest} IN (${these})
    UNION SELECT user_id, ${handle} AS sealed, ${digest} AS digest, ${account} AS account
      FROM subscription_preferences WHERE ${account} IN (${these})
    ORDER BY user_id`;
  return rows.map(toKept);
}

/** At most `limit` contacts of a channel, in the order of the ids, after `afterUserId`. */
export async function contactsAfter(
  view: View,
  channel: LinkableChannel,
  afterUserId: string,
  limit: number,
): Promise<KeptContact[]> {
  const { handle, digest, account } = COLUMNS[channel];
  const rows: KeptRow[] = await view.sql`
    SELECT user_id, ${handle} AS sealed, ${digest} AS digest, ${account} AS account FROM subscription_preferences
    WHERE ${handle} IS NOT NULL AND user_id > ${afterUserId} ORDER BY user_id LIMIT ${limit}`;
  return rows.map(toKept);
}

/** The channels a person confirmed, and when. */
export async function confirmedLinks(view: View, userId: string): Promise<ConfirmedLink[]> {
  const rows: ChannelLinkRow[] = await view.sql`
    SELECT * FROM availability_channel_links WHERE user_id = ${userId} ORDER BY channel_type`;
  return rows.flatMap(({ channel_type, verified_at }) => {
    const channel = LINKABLE_CHANNELS.find((known) => known === channel_type);
    return channel && verified_at !== null ? [{ channel, linkedAt: fromText(verified_at) }] : [];
  });
}
