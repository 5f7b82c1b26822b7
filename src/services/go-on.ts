import type { Campaign } from '../domain/campaign.js';
import { isCalledOff } from '../domain/message-kinds.js';
import { mayPromote } from '../domain/promoters.js';
import { ok, refuse, type Result } from '../domain/refusal.js';
import { lastUsefulMoment } from '../domain/schedule.js';
import { findCampaign } from '../persistence/stores/campaign-store.js';
import { jobsOf } from '../persistence/stores/job-store.js';
import { requireMember } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';

/**
 * A promoter who was asked about an evening with too few lets it go on, which changes nothing. Refused where that is not
 * theirs to say (any more), or it does not go on.
 */
export async function goOn(
  context: ServiceContext,
  actor: Actor,
  campaignId: string,
): Promise<Result<Campaign>> {
  const { database, clock, settings } = context;
  const member = await requireMember(context, actor);
  if (!member.ok) return member;
  const campaign = await findCampaign(database.view, campaignId);
  if (!campaign || (campaign.promoterId !== actor.userId && !member.value.isAdmin))
    return refuse({ code: 'campaign_not_found' });
  if (!mayPromote(settings, member.value)) return refuse({ code: 'not_promoter' });
  const isOff = campaign.cancelledAt !== null || isCalledOff(await jobsOf(database.view, campaignId));
  return isOff || clock.now() >= lastUsefulMoment('call_off', campaign.startAt)
    ? refuse({ code: 'campaign_over', status: campaign.status })
    : ok(campaign);
}
