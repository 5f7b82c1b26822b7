import { displayName } from '../domain/display-name.js';
import { answersCountUntil } from '../domain/answer.js';
import type { ChannelType } from '../domain/channel-choice.js';
import { eveningAt, startOn } from '../domain/evening.js';
import { linkCounts } from '../domain/player-link.js';
import {
  allowedBy,
  CONSENTS,
  CONSENTS_TO,
  type ConsentTo,
  isAllowed,
  withConsent,
} from '../domain/consent.js';
import { ok, type Result } from '../domain/refusal.js';
import type { Arrival } from '../domain/ways-out.js';
import { keepAnswer } from '../persistence/stores/answer-store.js';
import { appendAudit } from '../persistence/stores/audit-store.js';
import {
  clearAvailability,
  declineEntry,
  saidOn,
  saveAvailability,
} from '../persistence/stores/availability-store.js';
import { findCampaign } from '../persistence/stores/campaign-store.js';
import type { Tx } from '../persistence/engine/database.js';
import { findPlayerLink } from '../persistence/stores/player-link-store.js';
import { answerFor } from '../persistence/stores/standing-store.js';
import type { WeeklyStatus } from '../domain/standing-answers.js';
import { findPreferences, savePreferences } from '../persistence/stores/preference-store.js';
import { linkThatCounts, requireLinked } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';
import { asLinked, type Chat, type LinkedAccount } from './link-channel.js';
import { arrivalOf, stillWanted } from './said-since.js';

/** A person who wants out; we need only their id. */
type Person = Pick<Actor, 'userId' | 'cameIn'>;
/** One who may have to be asked about at Discord. */
type Asker = Pick<Actor, 'userId' | 'guildId' | 'cameIn'>;

/**
 * "Stop these messages": no further row is reserved for this person, on any channel. Open to everybody,
 * members or not. `of`: what it ends; by default everything, for in doubt somebody wants no message at all.
 */
export async function stopMessages(
  context: ServiceContext,
  person: Person,
  how: string,
  of: readonly ConsentTo[] = CONSENTS_TO,
): Promise<void> {
  const arrival = arrivalOf(context, person);
  const now = context.clock.now();
  const stopped = await context.database.withTransaction((tx) =>
    stop(context, tx, [person.userId], { of, how, arrival }, now),
  );
  tellStopped(context, stopped);
}

/** {@link stopMessages} from a chat, for every account that was linked to it until now. */
export async function stopChat(
  context: ServiceContext,
  chat: Chat,
  of: readonly ConsentTo[] = CONSENTS_TO,
): Promise<Result<LinkedAccount>> {
  const { channel } = chat;
  const arrival = arrivalOf(context, chat);
  const stopped = await asLinked(context, chat, (tx, account, now) => {
    // Nothing in a chat gives a consent, so one that is given by now was given later.
    return stop(context, tx, notDoneFor(chat, account), { of, how: channel, arrival }, now);
  });
  if (!stopped.ok) return stopped;
  tellStopped(context, stopped.value.value);
  return ok(stopped.value.account);
}

/**
 * "Not tonight": no further row is reserved for this person on the evening of the message's campaign; or
 * today, if that campaign is no longer kept or there is no message. Open to everybody, members or not: see
 * {@link decline}.
 * @returns the date.
 */
export async function notTonight(
  context: ServiceContext,
  { userId, cameIn }: Person,
  campaignId?: string,
): Promise<string> {
  const arrival = arrivalOf(context, { cameIn });
  const date = await context.database.withTransaction((tx) => eveningOf(context, tx, campaignId));
  const said = campaignId === undefined ? {} : { campaignId, channel: 'discord' as const };
  await decline(context, { userId, guildId: context.settings.guildId, cameIn: arrival }, date, said);
  return date;
}

/** The evening somebody says no to: that of a message's campaign, or a date. */
export type Evening = { readonly campaignId: string } | { readonly date: string };

/**
 * A no from a chat, for every account that was linked to it until now. Open to everybody: see {@link decline}.
 * @returns the account, the date, and why the no was not stored: then there was nothing they would be called for.
 */
export async function declineInChat(
  context: ServiceContext,
  chat: Chat,
  evening: Evening,
): Promise<Result<{ account: LinkedAccount; date: string; stored: Result<null> }>> {
  const { channel, doneFor = [] } = chat;
  const arrival = arrivalOf(context, chat);
  const found = await asLinked(context, chat, async (tx, account, now) => {
    const date = 'date' in evening ? evening.date : await eveningOf(context, tx, evening.campaignId);
    const declined: string[] = [];
    // For whom it has been done, an entry of now was made by what they said later.
    for (const userId of notDoneFor(chat, account)) {
      if (await declineKnown(context, tx, { userId, date, channel, arrival, ...evening }, now))
        declined.push(userId);
    }
    return { date, declined };
  });
  if (!found.ok) return found;
  const { account, value } = found.value;
  const { date, declined } = value;
  for (const userId of declined) tellDeclined(context, userId, date);
  const anew = (userId: string): Result<null> | Promise<Result<null>> => {
    if (declined.includes(userId)) return ok(null);
    const person = { userId, guildId: context.settings.guildId };
    return declineAnew(context, person, date, { channel, arrival, ...evening });
  };
  const [first] = doneFor;
  if (first !== undefined && first !== account.userId) await anew(first);
  return ok({ account, date, stored: await anew(account.userId) });
}

/**
 * Takes back what was said about a date, from a chat, for every account that was linked to it until now. A way out: open to
 * everybody, and Discord is not asked.
 */
export async function clearInChat(
  context: ServiceContext,
  chat: Chat,
  date: string,
): Promise<Result<{ account: LinkedAccount; cleared: boolean; left: WeeklyStatus | null }>> {
  const { doneFor = [] } = chat;
  const arrival = arrivalOf(context, chat);
  const found = await asLinked(context, chat, async (tx, account, now) => {
    const cleared: string[] = [];
    for (const userId of notDoneFor(chat, account)) {
      await context.waysOut.note(userId, [`date ${date}`], arrival);
      if (await clearAvailability(tx, userId, date, now)) cleared.push(userId);
    }
    return cleared;
  });
  if (!found.ok) return found;
  const { account, value: cleared } = found.value;
  for (const userId of cleared)
    context.events.emit({ type: 'availability_set', userId, date, status: 'none' });
  const left = await weeklyLeft(context, account.userId, date);
  return ok({ account, cleared: [...cleared, ...doneFor].includes(account.userId), left });
}

/** What somebody answers for a date without having said anything about it; `null`: nothing. */
export async function weeklyLeft(
  { database }: ServiceContext,
  userId: string,
  date: string,
): Promise<WeeklyStatus | null> {
  const answer = await answerFor(database.view, userId, date);
  return answer.origin === 'weekly' ? answer.status : null;
}

/**
 * A person's no to a date. Their earlier entry becomes `NOT_PLAYING` at once: a no must not wait for Discord,
 * so nobody checks their rights. Without an entry they are not called anyway; then the no is stored, for
 * others to see, only if they may say whether they play. A no to tonight is an answer to what they were sent, too.
 * @returns why it was not stored.
 */
export async function decline(
  context: ServiceContext,
  person: Asker,
  date: string,
  said: Omit<HowSaid, 'arrival'> = {},
): Promise<Result<null>> {
  const { clock, database } = context;
  const how = { ...said, arrival: arrivalOf(context, person) };
  const { userId } = person;
  const had = await database.withTransaction((tx) =>
    declineKnown(context, tx, { userId, date, ...how }, clock.now()),
  );
  if (!had) return declineAnew(context, person, date, how);
  tellDeclined(context, person.userId, date);
  return ok(null);
}

/**
 * Stores a no without an earlier entry, if the person may say whether they play. It may have waited for Discord: an entry
 * that is there by now, another way out since, and an erasure are what they said later.
 */
async function declineAnew(
  context: ServiceContext,
  person: Asker,
  date: string,
  how: HowSaid,
): Promise<Result<null>> {
  const name = await nameToDecline(context, person);
  if (!name.ok) return name;
  const { userId } = person;
  const entry = { id: context.newId(), userId, userName: name.value, date, status: 'NOT_PLAYING' as const };
  const now = context.clock.now();
  const still = await context.database.withTransaction(async (tx) => {
    const link = await linkThatCounts(context, tx, userId);
    if (!link.ok) return link;
    const wanted = await stillWanted(context, userId, [`date ${date}`], how.arrival);
    if (!wanted.ok || (await saidOn(tx, userId, date)) !== null) return ok(false);
    await saveAvailability(tx, entry, now);
    await keepNo(context, tx, { userId, date, ...how }, now);
    return ok(true);
  });
  if (!still.ok) return still;
  if (still.value) tellDeclined(context, userId, date);
  return ok(null);
}

/** Where and when a no was said, and under a message of which campaign, as far as that is known. */
interface HowSaid {
  readonly channel?: ChannelType;
  readonly campaignId?: string;
  readonly arrival: Arrival;
}
type SaidNo = HowSaid & { readonly userId: string; readonly date: string };

/** Turns an earlier entry into a no. @returns whether there was one. */
async function declineKnown(context: ServiceContext, tx: Tx, no: SaidNo, now: number): Promise<boolean> {
  await context.waysOut.note(no.userId, [`date ${no.date}`], no.arrival);
  if (!(await declineEntry(tx, { id: context.newId(), userId: no.userId, date: no.date }, now))) return false;
  await keepNo(context, tx, no, now);
  return true;
}

/** A no to tonight is an answer while answers count. */
export async function keepNo(
  { settings }: ServiceContext,
  tx: Tx,
  no: Omit<SaidNo, 'arrival'>,
  now: number,
): Promise<void> {
  const { userId, date, channel = null, campaignId = null } = no;
  const startAt = startOn(date, settings);
  if (date !== eveningAt(now, settings) || startAt === null || now >= answersCountUntil(startAt)) return;
  await keepAnswer(tx, { userId, date, answer: { kind: 'NOT_TONIGHT' }, channel, campaignId }, now);
}

/** The name for a no. While Discord gives no answer, a link that counts is enough. */
async function nameToDecline(context: ServiceContext, person: Asker): Promise<Result<string>> {
  const linked = await requireLinked(context, person);
  if (linked.ok) return ok(displayName(linked.value.member.displayName));
  if (linked.refusal.code !== 'directory_unavailable') return linked;
  const link = await findPlayerLink(context.database.view, person.userId);
  return link && linkCounts(link, context.settings.playerLinkPolicy) ? ok(displayName(link.name)) : linked;
}

/** Whom a stop changed something for, and what they still agree to. */
type Stopped = ReadonlyMap<string, readonly ConsentTo[]>;

async function stop(
  { waysOut }: ServiceContext,
  tx: Tx,
  userIds: readonly string[],
  { of, how, arrival }: { of: readonly ConsentTo[]; how: string; arrival: Arrival },
  now: number,
): Promise<Stopped> {
  const stopped = new Map<string, readonly ConsentTo[]>();
  for (const userId of userIds) {
    const matters = of.map((to) => `consent ${to}` as const);
    await waysOut.note(userId, matters, arrival);
    const preferences = await findPreferences(tx, userId);
    const withdrawn = preferences ? of.filter((to) => isAllowed(preferences, to)) : [];
    if (!preferences || withdrawn.length === 0) continue;
    const left = withdrawn.reduce((kept, to) => withConsent(kept, to, null), preferences);
    await savePreferences(tx, userId, left, now);
    for (const to of withdrawn) {
      const action = CONSENTS[to].withdrawn;
      await appendAudit(tx, { userId, action, actorId: userId, metadata: { how } }, now);
    }
    stopped.set(userId, allowedBy(left));
  }
  return stopped;
}

async function eveningOf({ clock, settings }: ServiceContext, tx: Tx, campaignId?: string): Promise<string> {
  const campaign = campaignId === undefined ? null : await findCampaign(tx, campaignId);
  return campaign?.date ?? eveningAt(clock.now(), settings);
}

/** Whom a way out from a chat is for. */
export function everyAccount({ userId, released }: LinkedAccount): readonly string[] {
  return [userId, ...released];
}

/** Of these the ones that it has not been done for before. */
export function notDoneFor({ doneFor = [] }: Chat, account: LinkedAccount): readonly string[] {
  return everyAccount(account).filter((userId) => !doneFor.includes(userId));
}

function tellStopped({ events }: ServiceContext, stopped: Stopped): void {
  for (const [userId, allowed] of stopped) events.emit({ type: 'preferences_changed', userId, allowed });
}

function tellDeclined({ events }: ServiceContext, userId: string, date: string): void {
  events.emit({ type: 'availability_set', userId, date, status: 'NOT_PLAYING' });
}
