import type { GuildMember } from '../domain/guild-directory.js';
import { FRESH_LOOK_UPS } from '../domain/limits.js';
import { linkCounts } from '../domain/player-link.js';
import { mayPromote } from '../domain/promoters.js';
import { ok, type Refusal, refuse, type Result } from '../domain/refusal.js';
import type { Tx } from '../persistence/engine/database.js';
import { findPlayerLink, type PlayerLink } from '../persistence/stores/player-link-store.js';
import type { Actor, ServiceContext } from './context.js';

/** A linked member. */
interface Linked {
  readonly member: GuildMember;
  readonly link: PlayerLink;
}

/** Who asks, and from where. */
type Asker = Pick<Actor, 'userId' | 'guildId'>;

/** A member of our guild, asking from there. */
export function requireMember(context: ServiceContext, actor: Asker): Promise<Result<GuildMember>> {
  return judged(context, actor, anyMember);
}

/** A member with a player link that counts. */
export function requireLinked(context: ServiceContext, actor: Asker): Promise<Result<Linked>> {
  return judged(context, actor, linked);
}

/**
 * A person's player link, if it counts. {@link requireLinked} tells of a moment before: look again in the transaction that
 * writes, for a person who has been forgotten in between must not be written down again.
 */
export async function linkThatCounts(
  { settings }: ServiceContext,
  tx: Tx,
  userId: string,
): Promise<Result<PlayerLink>> {
  const link = await findPlayerLink(tx, userId);
  if (!link) return refuse({ code: 'not_linked' });
  return linkCounts(link, settings.playerLinkPolicy) ? ok(link) : refuse({ code: 'link_not_confirmed' });
}

/** A linked member who is a promoter or an admin. */
export function requirePromoter(context: ServiceContext, actor: Asker): Promise<Result<Linked>> {
  return judged(context, actor, promoter);
}

/** A member who is an admin; no link is asked for, so that an admin can always stop what is running. */
export function requireAdmin(context: ServiceContext, actor: Asker): Promise<Result<GuildMember>> {
  return judged(context, actor, admin);
}

/** {@link requireMember}, for what can't be taken back: see {@link afresh}. */
export function requireMemberNow(context: ServiceContext, actor: Asker): Promise<Result<GuildMember>> {
  return afresh(context, actor, anyMember);
}

/** {@link requirePromoter}, for what can't be taken back: see {@link afresh}. */
export function requirePromoterNow(context: ServiceContext, actor: Asker): Promise<Result<Linked>> {
  return afresh(context, actor, promoter);
}

/** {@link requireAdmin}, for what can't be taken back: see {@link afresh}. */
export function requireAdminNow(context: ServiceContext, actor: Asker): Promise<Result<GuildMember>> {
  return afresh(context, actor, admin);
}

/** Somebody who wants something to stop. */
export interface Stopper {
  readonly isAdmin: boolean;
  /** The refusal when it is not theirs to stop. */
  readonly notTheirs: Refusal;
}

/**
 * Judges a person who wants to stop something, by the lookup at Discord. A way out does not wait for Discord:
 * while Discord gives no answer, the interaction itself says who is an admin, people can stop what is their
 * own, and for the rest `notTheirs` says that Discord gave no answer. Never use it to start, give or take
 * something.
 */
export function stopperBy(
  { attested }: Actor,
  asked: Result<GuildMember>,
  notTheirs: Refusal,
): Result<Stopper> {
  if (asked.ok) return ok({ isAdmin: asked.value.isAdmin, notTheirs });
  if (asked.refusal.code !== 'directory_unavailable') return asked;
  return ok({ isAdmin: attested?.isAdmin ?? false, notTheirs: asked.refusal });
}

type Judge<T> = (
  context: ServiceContext,
  actor: Asker,
  member: GuildMember,
) => Result<T> | Promise<Result<T>>;

/**
 * Asks Discord again after a yes, however fresh it is, while a no may come from any kept answer: a person who
 * may not do something costs no more requests than one who only looks. A limit bounds the repeats for each
 * person.
 */
async function afresh<T>(context: ServiceContext, actor: Asker, judge: Judge<T>): Promise<Result<T>> {
  const { clock, limits } = context;
  const since = clock.monotonic();
  const so = await judged(context, actor, judge);
  if (!so.ok) return so;
  const retryInMs = await limits.take(FRESH_LOOK_UPS, actor.userId);
  if (retryInMs > 0) return refuse({ code: 'asked_too_often', retryInMs });
  return judged(context, actor, judge, since);
}

async function judged<T>(
  context: ServiceContext,
  actor: Asker,
  judge: Judge<T>,
  since?: number,
): Promise<Result<T>> {
  if (actor.guildId !== context.settings.guildId) return refuse({ code: 'wrong_guild' });
  const member = await context.directory.member(actor.userId, since === undefined ? {} : { since });
  if (!member.known) return refuse({ code: 'directory_unavailable' });
  return member.value ? judge(context, actor, member.value) : refuse({ code: 'not_a_member' });
}

const anyMember: Judge<GuildMember> = (_context, _actor, member) => ok(member);

const linked: Judge<Linked> = async (context, { userId }, member) => {
  const link = await context.database.readInTurn((tx) => linkThatCounts(context, tx, userId));
  return link.ok ? ok({ member, link: link.value }) : link;
};

// Who is no promoter need not link a player first to be told so.
const promoter: Judge<Linked> = async (context, actor, member) => {
  return mayPromote(context.settings, member)
    ? linked(context, actor, member)
    : refuse({ code: 'not_promoter' });
};

const admin: Judge<GuildMember> = (_context, _actor, member) =>
  member.isAdmin ? ok(member) : refuse({ code: 'not_admin' });
