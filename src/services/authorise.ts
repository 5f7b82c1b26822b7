import type { GuildMember } from '../domain/guild-directory.js';
import { linkCounts } from '../domain/player-link.js';
import { ok, refuse, type Result } from '../domain/refusal.js';
import { findPlayerLink, type PlayerLink } from '../persistence/player-link-store.js';
import type { Actor, ServiceContext } from './context.js';

/** `fresh` asks Discord again whatever is kept. */
interface Asking {
  readonly fresh?: boolean;
}

/** Who asks, and from where. */
type Asker = Pick<Actor, 'userId' | 'guildId'>;

/** A member of our guild, asking from there. */
export async function requireMember(
  context: ServiceContext,
  actor: Asker,
  asking: Asking = {},
): Promise<Result<GuildMember>> {
  if (actor.guildId !== context.settings.guildId) return refuse({ code: 'wrong_guild' });
  const member = await context.directory.member(actor.userId, asking);
  if (!member.known) return refuse({ code: 'directory_unavailable' });
  return member.value ? ok(member.value) : refuse({ code: 'not_a_member' });
}

/** A member with a player link that counts. */
export async function requireLinked(
  context: ServiceContext,
  actor: Asker,
  asking: Asking = {},
): Promise<Result<{ member: GuildMember; link: PlayerLink }>> {
  const member = await requireMember(context, actor, asking);
  if (!member.ok) return member;
  const link = await context.database.withTransaction((tx) => findPlayerLink(tx, actor.userId));
  if (!link) return refuse({ code: 'not_linked' });
  if (!linkCounts(link, context.settings.playerLinkPolicy)) return refuse({ code: 'link_not_confirmed' });
  return ok({ member: member.value, link });
}

/** A linked member who is a promoter or an admin. */
export async function requirePromoter(
  context: ServiceContext,
  actor: Asker,
  asking: Asking = {},
): Promise<Result<{ member: GuildMember; link: PlayerLink }>> {
  const linked = await requireLinked(context, actor, asking);
  if (!linked.ok) return linked;
  const may = linked.value.member.isAdmin || context.settings.promoterIds.has(actor.userId);
  return may ? linked : refuse({ code: 'not_promoter' });
}

/** A member who is an admin; no link is asked for, so that an admin can always stop what is running. */
export async function requireAdmin(
  context: ServiceContext,
  actor: Asker,
  asking: Asking = {},
): Promise<Result<GuildMember>> {
  const member = await requireMember(context, actor, asking);
  if (!member.ok) return member;
  return member.value.isAdmin ? member : refuse({ code: 'not_admin' });
}
