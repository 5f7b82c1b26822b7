import { linkCounts } from '../domain/player-link.js';
import { ok, type Refusal, type Result } from '../domain/refusal.js';
import { findPlayerLink, type PlayerLink } from '../persistence/stores/player-link-store.js';
import { mayPromote, requireMember } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';
import { planTonight } from './plan-tonight.js';

/** What somebody may do here, so that a page can show no more than that. Every service asks again. */
export interface Access {
  /** A member with a player link that counts. */
  readonly linked: boolean;
  readonly isAdmin: boolean;
  readonly canPromote: boolean;
  /** What a campaign for tonight would be refused for, whoever would be called; `null`: nothing now. */
  readonly promoteRefusal: Refusal | null;
}

const NOTHING = { linked: false, isAdmin: false, canPromote: false } as const;

/** What somebody may do. Who is no member may do nothing, which is no refusal. */
export async function accessOf(context: ServiceContext, actor: Actor): Promise<Result<Access>> {
  const member = await requireMember(context, actor);
  if (!member.ok) {
    const outside = member.refusal.code === 'not_a_member' || member.refusal.code === 'wrong_guild';
    return outside ? ok({ ...NOTHING, promoteRefusal: member.refusal }) : member;
  }
  const { isAdmin } = member.value;
  const link = await findPlayerLink(context.database.view, actor.userId);
  const linked = linkCounts(link, context.settings.playerLinkPolicy);
  const mayCall = mayPromote(context.settings, member.value);
  return ok({
    linked,
    isAdmin,
    canPromote: linked && mayCall,
    promoteRefusal: refusalOf(context, link, mayCall),
  });
}

function refusalOf(context: ServiceContext, link: PlayerLink | null, mayCall: boolean): Refusal | null {
  if (!link) return { code: 'not_linked' };
  if (!linkCounts(link, context.settings.playerLinkPolicy)) return { code: 'link_not_confirmed' };
  if (!mayCall) return { code: 'not_promoter' };
  if (!context.settings.promotionsEnabled) return { code: 'promotions_disabled' };
  const plan = planTonight(context, context.clock.now());
  return plan.ok ? null : plan.refusal;
}
