import { createHash, randomBytes } from 'node:crypto';
import { LINKABLE_CHANNELS, type LinkableChannel } from '../domain/channel-choice.js';
import { type Contact, identityOf } from '../domain/contact.js';
import { displayName } from '../domain/display-name.js';
import { languageFor } from '../domain/languages.js';
import { CHANGES, GUESSES } from '../domain/limits.js';
import { ok, refuse, type Refusal, type Result } from '../domain/refusal.js';
import type { Arrival } from '../domain/ways-out.js';
import { appendAudit } from '../persistence/stores/audit-store.js';
import {
  contactOf,
  holderOfToken,
  lastLinkRequest,
  saveContact,
  saveLinkToken,
  useToken,
} from '../persistence/stores/channel-link-store.js';
import type { Tx, View } from '../persistence/engine/database.js';
import {
  defaultPreferences,
  findPreferences,
  savePreferences,
} from '../persistence/stores/preference-store.js';
import { requireMember } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';
import { clearLink, recognise, RELEASED, whoseContact } from './recognise.js';
import { arrivalOf, stillWanted } from './said-since.js';

/** 192 bits, in letters that fit a link and a message. */
const TOKEN_BYTES = 24;
/** In characters: base64url has four for three bytes. */
export const TOKEN_LENGTH = 32;
const TOKEN_LIFETIME_MS = 10 * 60_000;

/** A token that the person confirms from the channel. Shown once and never kept. */
export interface LinkToken {
  readonly channel: LinkableChannel;
  readonly token: string;
  readonly expiresAt: number;
  /** Opens the chat with us; `null` while the channel can't tell where that is. */
  readonly deepLink: string | null;
}

/** Where somebody writes to us from, as their channel knows them. */
export interface Chat {
  readonly channel: LinkableChannel;
  readonly contact: Contact;
  /**
   * The accounts a way out has been done for, where it is done again: they count as released, and the first of them as the
   * chat's own where it is linked to no other by now.
   */
  readonly doneFor?: readonly string[];
  /** When they wrote it. */
  readonly cameIn?: Arrival | undefined;
}

/** The account a chat is linked to. */
export interface LinkedAccount {
  readonly userId: string;
  /** Whether they are called at all. */
  readonly allowPromotions: boolean;
  readonly allowQuestions: boolean;
  readonly allowReadyNotices: boolean;
  /** No call comes for now, though they want to be called. */
  readonly callsRest: boolean;
  /** How many calls they want a week at most; `null`: as many as there are. */
  readonly callsPerWeek: number | null;
  readonly locale: string;
  /** Other accounts that were linked to the same chat until now. They get its ways out too. */
  readonly released: readonly string[];
}

/** What a token looks like; other text does not count as a guess. */
export function looksLikeToken(text: string): boolean {
  return text.length === TOKEN_LENGTH && !/[^\w-]/.test(text);
}

/** Gives a member a token for linking a channel; it replaces an earlier one. */
export async function requestChannelLink(
  context: ServiceContext,
  actor: Actor,
  channelName: string,
): Promise<Result<LinkToken>> {
  const arrival = arrivalOf(context, actor);
  const member = await requireMember(context, actor);
  if (!member.ok) return member;
  const channel = LINKABLE_CHANNELS.find((known) => known === channelName);
  if (!channel) return refuse(notConfigured(channelName));
  const refusal = unavailable(context, channel);
  if (refusal) return refuse(refusal);
  const { clock, database, limits, settings } = context;
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const now = clock.now();
  const changeInMs = await limits.waitMs(CHANGES, actor.userId);
  if (changeInMs > 0) return refuse({ code: 'changed_too_often', retryInMs: changeInMs });
  const expiresAt = now + TOKEN_LIFETIME_MS;
  const kept = await database.withTransaction(async (tx): Promise<Result<null>> => {
    const wanted = await stillWanted(context, actor.userId, [`link ${channel}`], arrival);
    if (!wanted.ok) return wanted;
    const last = await lastLinkRequest(tx, actor.userId);
    const wait = last === null ? 0 : last + settings.linkIntervalSeconds * 1_000 - now;
    // After a clock was set back, nobody waits for a time in its future.
    if (wait > 0 && wait <= settings.linkIntervalSeconds * 1_000)
      return refuse({ code: 'link_too_soon', retryInMs: wait });
    await saveLinkToken(tx, { userId: actor.userId, channel, tokenHash: hashOf(token), expiresAt }, now);
    // The new chat speaks the language of this request; Signal names none.
    const preferences = (await findPreferences(tx, actor.userId)) ?? defaultPreferences(actor.locale);
    const locale = languageFor(preferences.locale, actor.locale);
    await savePreferences(tx, actor.userId, { ...preferences, locale }, now);
    return ok(null);
  });
  if (!kept.ok) return kept;
  await limits.take(CHANGES, actor.userId);
  return ok({ channel, token, expiresAt, deepLink: await context.linkDoors.deepLink(channel, token) });
}

/**
 * Links the sender's chat to the account a token was made for. A token works once, for one channel, and a
 * chat serves one account. Wrong guesses must wait.
 */
export async function redeemChannelLink(
  context: ServiceContext,
  channel: LinkableChannel,
  token: string,
  contact: Contact,
): Promise<Result<LinkedAccount>> {
  const refusal = unavailable(context, channel);
  if (refusal) return refuse(refusal);
  const { clock, limits, events } = context;
  const guesser = `${channel}:${identityOf(contact)}`;
  // Counted before it is known for one: many at once must not all be looked at.
  const retryInMs = await limits.take(GUESSES, guesser);
  if (retryInMs > 0) return refuse({ code: 'too_many_guesses', retryInMs });
  let isGuess = false;
  try {
    const { linked, released } = await context.database.withTransaction((tx) =>
      redeem(context, tx, { channel, tokenHash: hashOf(token), contact }, clock.now()),
    );
    isGuess = !linked.ok && linked.refusal.code === 'link_token_invalid' && looksLikeToken(token);
    tellReleased(context, channel, released);
    if (!linked.ok) return linked;
    events.emit({ type: 'channel_linked', userId: linked.value, channel });
    return ok(await accountOf(context.database.view, linked.value, released));
  } finally {
    if (!isGuess) await limits.giveBack(GUESSES, guesser);
  }
}

async function redeem(
  context: ServiceContext,
  tx: Tx,
  link: { channel: LinkableChannel; tokenHash: string; contact: Contact },
  now: number,
): Promise<{ linked: Result<string>; released: readonly string[] }> {
  const { channel, tokenHash } = link;
  const holder = await holderOfToken(tx, channel, tokenHash, now);
  if (holder === null) return { linked: refuse({ code: 'link_token_invalid' }), released: [] };
  const { userId, contact, released } = await recognise(context, tx, channel, link.contact, now);
  if (userId !== null && userId !== holder) {
    return { linked: refuse({ code: 'address_taken', channel }), released };
  }
  if (!(await useToken(tx, channel, tokenHash, now))) {
    return { linked: refuse({ code: 'link_token_invalid' }), released };
  }
  if (!(await findPreferences(tx, holder))) {
    await savePreferences(tx, holder, defaultPreferences(), now);
  }
  await saveContact(tx, holder, channel, context.contacts.seal(channel, contact), now);
  const metadata = { channel, how: channel };
  await appendAudit(tx, { userId: holder, action: 'channel_linked', actorId: holder, metadata }, now);
  return { linked: ok(holder), released };
}

/** Releases a person's own link. Everybody can, by every door. */
export async function unlinkChannel(
  context: ServiceContext,
  person: Pick<Actor, 'userId' | 'cameIn'>,
  channel: LinkableChannel,
  how: string,
): Promise<Result<LinkableChannel>> {
  const arrival = arrivalOf(context, person);
  const now = context.clock.now();
  const cleared = await context.database.withTransaction(async (tx) => {
    await context.waysOut.note(person.userId, [`link ${channel}`], arrival);
    return clearLink(tx, person.userId, channel, how, now);
  });
  if (!cleared) return refuse({ code: 'link_not_found' });
  context.events.emit({ type: 'channel_unlinked', userId: person.userId, channel, how });
  return ok(channel);
}

/**
 * Forgets an address that the channel reports as closed (blocked, gone), unless the person has linked another
 * since. The account behind a number goes too: Signal can't say whether an account still exists, so otherwise
 * we would try it every evening and never use another channel. `code` is ours.
 */
export async function forgetClosedContact(
  context: Pick<ServiceContext, 'database' | 'contacts' | 'clock' | 'events'>,
  closed: { userId: string; channel: LinkableChannel; address: string; code: string },
): Promise<void> {
  const { userId, channel, code } = closed;
  const now = context.clock.now();
  const cleared = await context.database.withTransaction(async (tx) => {
    const kept = await contactOf(tx, userId, channel);
    const current = kept && context.contacts.open(kept.sealed);
    return current?.address === closed.address && (await clearLink(tx, userId, channel, code, now));
  });
  if (cleared) context.events.emit({ type: 'channel_unlinked', userId, channel, how: code });
}

/** The account a chat is linked to. */
export async function linkedAccount(
  context: ServiceContext,
  channel: LinkableChannel,
  contact: Contact,
): Promise<Result<LinkedAccount>> {
  const linked = await asLinked(context, { channel, contact }, () => Promise.resolve());
  return linked.ok ? ok(linked.value.account) : linked;
}

/**
 * Does `act` for the account a chat is linked to, in the transaction that recognises the chat. The released
 * accounts are known only there: their way out must be stored with it, or a kill between would lose it.
 */
export async function asLinked<T>(
  context: ServiceContext,
  { channel, contact, doneFor = [] }: Chat,
  act: (tx: Tx, account: LinkedAccount, now: number) => Promise<T>,
): Promise<Result<{ account: LinkedAccount; value: T }>> {
  const now = context.clock.now();
  const { released, linked } = await context.database.withTransaction(async (tx) => {
    const { userId, released } = await recognise(context, tx, channel, contact, now);
    const [own, ...others] = new Set([...(userId === null ? [] : [userId]), ...doneFor, ...released]);
    if (own === undefined) return { released, linked: null };
    const account = await accountOf(tx, own, others);
    return { released, linked: { account, value: await act(tx, account, now) } };
  });
  tellReleased(context, channel, released);
  return linked ? ok(linked) : refuse({ code: 'chat_not_linked', channel });
}

/** {@link unlinkChannel}, from the chat itself. */
export async function unlinkChat(
  context: ServiceContext,
  { channel, contact, cameIn }: Chat,
  how: string,
): Promise<Result<LinkedAccount>> {
  const arrival = arrivalOf(context, { cameIn });
  const unlinked = await asLinked(context, { channel, contact }, async (tx, { userId }, now) => {
    await context.waysOut.note(userId, [`link ${channel}`], arrival);
    return clearLink(tx, userId, channel, how, now);
  });
  if (!unlinked.ok) return unlinked;
  const { account } = unlinked.value;
  context.events.emit({ type: 'channel_unlinked', userId: account.userId, channel, how });
  return ok(account);
}

/**
 * The name Discord shows for an account; its id while Discord gives no answer, since that identifies it too.
 * May take long: do the person's request first.
 */
export async function nameOfAccount({ directory }: ServiceContext, userId: string): Promise<string> {
  const member = await directory.member(userId);
  return member.known && member.value ? displayName(member.value.displayName) : userId;
}

/** The language of the account a chat is linked to; `null` where it is linked to none. */
export async function localeOfChat(
  context: ServiceContext,
  channel: LinkableChannel,
  contact: Contact,
): Promise<string | null> {
  const { view } = context.database;
  const { owner } = await whoseContact(context, view, channel, contact);
  return owner && ((await findPreferences(view, owner.userId))?.locale ?? null);
}

function tellReleased(context: ServiceContext, channel: LinkableChannel, released: readonly string[]): void {
  for (const userId of released) {
    context.events.emit({ type: 'channel_unlinked', userId, channel, how: RELEASED });
  }
}

async function accountOf(view: View, userId: string, released: readonly string[]): Promise<LinkedAccount> {
  const preferences = await findPreferences(view, userId);
  return {
    userId,
    allowPromotions: preferences?.allowPromotions ?? false,
    allowQuestions: preferences?.allowQuestions ?? false,
    allowReadyNotices: preferences?.allowReadyNotices ?? false,
    callsRest: (preferences?.callsRestSince ?? null) !== null,
    callsPerWeek: preferences?.callsPerWeek ?? null,
    locale: preferences?.locale ?? 'en',
    released,
  };
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
