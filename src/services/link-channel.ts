import { createHash, randomBytes } from 'node:crypto';
import { LINKABLE_CHANNELS, type LinkableChannel } from '../domain/channel-choice.js';
import type { Contact } from '../domain/contact.js';
import { displayName } from '../domain/display-name.js';
import { ok, refuse, type Refusal, type Result } from '../domain/refusal.js';
import { appendAudit } from '../persistence/audit-store.js';
import {
  clearContact,
  contactOf,
  holderOfToken,
  lastLinkRequest,
  saveContact,
  saveLinkToken,
  userOfDigest,
  useToken,
} from '../persistence/channel-link-store.js';
import type { Tx } from '../persistence/database.js';
import { defaultPreferences, findPreferences, savePreferences } from '../persistence/preference-store.js';
import { requireMember } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';

/** 192 bits, in letters that fit a link and a message. */
const TOKEN_BYTES = 24;
const TOKEN_LIFETIME_MS = 10 * 60_000;

/** A token to be confirmed from the channel's side. It is told once and never kept. */
export interface LinkToken {
  readonly channel: LinkableChannel;
  readonly token: string;
  readonly expiresAt: number;
  /** Opens the chat with us; `null` while the channel can't tell where that is. */
  readonly deepLink: string | null;
}

/** The account a chat is linked to. */
export interface LinkedAccount {
  readonly userId: string;
  readonly displayName: string;
  /** Whether they are called at all. */
  readonly allowPromotions: boolean;
  readonly locale: string;
}

/** What a token looks like; anything else is no guess at one. */
export function looksLikeToken(text: string): boolean {
  return /^[\w-]{32}$/.test(text);
}

/** Gives a member a token for linking a channel; an earlier one is good no more. */
export async function requestChannelLink(
  context: ServiceContext,
  actor: Actor,
  channelName: string,
): Promise<Result<LinkToken>> {
  const member = await requireMember(context, actor);
  if (!member.ok) return member;
  const channel = LINKABLE_CHANNELS.find((known) => known === channelName);
  if (!channel) return refuse(notConfigured(channelName));
  const refusal = unavailable(context, channel);
  if (refusal) return refuse(refusal);
  const { clock, database, settings } = context;
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const now = clock.now();
  const expiresAt = now + TOKEN_LIFETIME_MS;
  const retryInMs = await database.withTransaction(async (tx) => {
    const last = await lastLinkRequest(tx, actor.userId);
    const wait = last === null ? 0 : last + settings.linkIntervalSeconds * 1_000 - now;
    // A clock that was set back must not keep anybody waiting for what is in its future.
    if (wait > 0 && wait <= settings.linkIntervalSeconds * 1_000) return wait;
    await saveLinkToken(tx, { userId: actor.userId, channel, tokenHash: hashOf(token), expiresAt }, now);
    // The chat that comes of it speaks the language they ask in, which Signal could not tell.
    const preferences = (await findPreferences(tx, actor.userId)) ?? defaultPreferences(actor.locale);
    await savePreferences(tx, actor.userId, { ...preferences, locale: actor.locale }, now);
    return 0;
  });
  if (retryInMs > 0) return refuse({ code: 'link_too_soon', retryInMs });
  return ok({ channel, token, expiresAt, deepLink: context.linkDoors.deepLink(channel, token) });
}

/**
 * Links the chat somebody writes from to the account a token was made for. A token is good once, for one channel, and
 * a chat serves one account. Who guesses is made to wait.
 */
export async function redeemChannelLink(
  context: ServiceContext,
  channel: LinkableChannel,
  token: string,
  contact: Contact,
): Promise<Result<LinkedAccount>> {
  const refusal = unavailable(context, channel);
  if (refusal) return refuse(refusal);
  const { contacts, clock, limits, events } = context;
  const sealed = contacts.seal(channel, contact);
  const guesser = `${channel}:${sealed.digest}`;
  const retryInMs = limits.guesses.waitMs(guesser);
  if (retryInMs > 0) return refuse({ code: 'too_many_guesses', retryInMs });
  const linked = await context.database.withTransaction(async (tx) =>
    redeem(context, tx, { channel, tokenHash: hashOf(token), contact, sealed }, clock.now()),
  );
  if (!linked.ok) {
    if (linked.refusal.code === 'link_token_invalid') limits.guesses.count(guesser);
    return linked;
  }
  events.emit({ type: 'channel_linked', userId: linked.value, channel });
  const account = await accountOf(context, linked.value);
  return ok(account);
}

async function redeem(
  context: ServiceContext,
  tx: Tx,
  link: {
    channel: LinkableChannel;
    tokenHash: string;
    contact: Contact;
    sealed: { sealed: string; digest: string };
  },
  now: number,
): Promise<Result<string>> {
  const { channel, tokenHash } = link;
  const userId = await holderOfToken(tx, channel, tokenHash, now);
  if (userId === null) return refuse({ code: 'link_token_invalid' });
  const digests = context.contacts.digests(channel, link.contact.address);
  const taken = await userOfDigest(tx, channel, digests);
  if (taken !== null && taken !== userId) return refuse({ code: 'address_taken', channel });
  if (!(await useToken(tx, channel, tokenHash, now))) return refuse({ code: 'link_token_invalid' });
  if (!(await findPreferences(tx, userId))) {
    await savePreferences(tx, userId, defaultPreferences(), now);
  }
  await saveContact(tx, userId, channel, link.sealed, now);
  const metadata = { channel, how: channel };
  await appendAudit(tx, { userId, action: 'channel_linked', actorId: userId, metadata }, now);
  return ok(userId);
}

/** Releases a person's own link. Everybody can, by every door. */
export async function unlinkChannel(
  context: ServiceContext,
  person: Pick<Actor, 'userId'>,
  channel: LinkableChannel,
  how: string,
): Promise<Result<LinkableChannel>> {
  const now = context.clock.now();
  const cleared = await context.database.withTransaction((tx) => clear(tx, person.userId, channel, how, now));
  if (!cleared) return refuse({ code: 'link_not_found' });
  context.events.emit({ type: 'channel_unlinked', userId: person.userId, channel, how });
  return ok(channel);
}

/**
 * Forgets an address that a channel says is closed for us (blocked, gone), unless the person has linked another one
 * since. `code` is ours.
 */
export async function forgetClosedContact(
  context: Pick<ServiceContext, 'database' | 'contacts' | 'clock' | 'events'>,
  closed: { userId: string; channel: LinkableChannel; address: string; code: string },
): Promise<void> {
  const { userId, channel, code } = closed;
  const cleared = await context.database.withTransaction(async (tx) => {
    const sealed = await contactOf(tx, userId, channel);
    const current = sealed === null ? null : context.contacts.open(sealed);
    if (current?.address !== closed.address) return false;
    return clear(tx, userId, channel, code, context.clock.now());
  });
  if (cleared) context.events.emit({ type: 'channel_unlinked', userId, channel, how: code });
}

/** The account a chat is linked to. */
export async function linkedAccount(
  context: ServiceContext,
  channel: LinkableChannel,
  address: string,
): Promise<Result<LinkedAccount>> {
  const digests = context.contacts.digests(channel, address);
  const userId = await context.database.withTransaction((tx) => userOfDigest(tx, channel, digests));
  return userId === null
    ? refuse({ code: 'chat_not_linked', channel })
    : ok(await accountOf(context, userId));
}

/** The language of the account a chat is linked to; `null` where it is linked to none. */
export async function localeOfChat(
  context: ServiceContext,
  channel: LinkableChannel,
  address: string,
): Promise<string | null> {
  const { view } = context.database;
  const userId = await userOfDigest(view, channel, context.contacts.digests(channel, address));
  return userId === null ? null : ((await findPreferences(view, userId))?.locale ?? null);
}

async function accountOf(context: ServiceContext, userId: string): Promise<LinkedAccount> {
  const preferences = await context.database.withTransaction((tx) => findPreferences(tx, userId));
  const member = await context.directory.member(userId);
  return {
    userId,
    // When Discord can't say, the id still tells whose it is.
    displayName: member.known && member.value ? displayName(member.value.displayName) : userId,
    allowPromotions: preferences?.allowPromotions ?? false,
    locale: preferences?.locale ?? 'en',
  };
}

async function clear(
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

/** Why a channel can't be linked here at all. */
function unavailable(context: ServiceContext, channel: LinkableChannel): Refusal | null {
  if (!context.channels.has(channel)) return notConfigured(channel);
  return context.contacts.enabled ? null : { code: 'encryption_off' };
}

function notConfigured(channel: string): Refusal {
  return { code: 'channel_not_configured', channel };
}

/** A token is a secret of full strength, so a plain hash is enough to keep. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
