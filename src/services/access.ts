import { linkCounts } from '../domain/player-link.js';
import { mayPromote } from '../domain/promoters.js';
import { ok, type Refusal, type Result } from '../domain/refusal.js';
import { slotOfPromoter } from '../persistence/stores/campaign-store.js';
import { findPlayerLink, type PlayerLink } from '../persistence/stores/player-link-store.js';
import { requireMember } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';
import { planTonight } from './plan-tonight.js';
import { takenSlot } from './taken-slot.js';

/** What somebody may do here, so that a page can show no more than that. Every service asks again. */
export interface Access {
  /** A member with a player link that counts. */
  readonly linked: boolean;
  readonly isAdmin: boolean;
  readonly canPromote: boolean;
  /** May promote once their player link counts. */
  readonly isPromoter: boolean;
  /** What Discord calls them in the server; `null` for who is no member. */
  readonly displayName: string | null;
  /** Their own name in the game, whether the link counts yet or not. */
  readonly playerName: string | null;
  /** Why a campaign for tonight would be refused, whoever would be called; `null`: no reason now. */
  readonly promoteRefusal: Refusal | null;
}

const NOTHING = {
  linked: false,
  isAdmin: false,
  canPromote: false,
  isPromoter: false,
  displayName: null,
  playerName: null,
} as const;

/** What a person may do. A person who is no member may do nothing; that is no refusal. */
export async function accessOf(context: ServiceContext, actor: Actor): Promise<Result<Access>> {
  const member = await requireMember(context, actor);
  if (!member.ok) {
    const outside = member.refusal.code === 'not_a_member' || member.refusal.code === 'wrong_guild';
    return outside ? ok({ ...NOTHING, promoteRefusal: member.refusal }) : member;
  }
  const { isAdmin, displayName } = member.value;
  const link = await findPlayerLink(context.database.view, actor.userId);
  const linked = linkCounts(link, context.settings.playerLinkPolicy);
  const mayCall = mayPromote(context.settings, member.value);
  return ok({
    linked,
    isAdmin,
    canPromote: linked && mayCall,
    isPromoter: mayCall,
    displayName,
    playerName: link?.name ?? null,
    promoteRefusal: await refusalOf(context, actor, link, mayCall),
  });
}

async function refusalOf(
  context: ServiceContext,
  { userId }: Actor,
  link: PlayerLink | null,
  mayCall: boolean,
): Promise<Refusal | null> {
  if (!link) return { code: 'not_linked' };
  if (!linkCounts(link, context.settings.playerLinkPolicy)) return { code: 'link_not_confirmed' };
  if (!mayCall) return { code: 'not_promoter' };
  if (!context.settings.promotionsEnabled) return { code: 'promotions_disabled' };
  const plan = planTonight(context, context.clock.now());
  if (!plan.ok) return plan.refusal;
  const { date } = plan.value;
  const { view } = context.database;
  return takenSlot(context, view, await slotOfPromoter(view, userId, date), date);
}
