import type { Campaign } from '../domain/campaign.js';
import { eveningAt } from '../domain/evening.js';
import { type Refusal, ok, refuse, type Result } from '../domain/refusal.js';
import { isStopped, MOST_MORE, whenToCallMore } from '../domain/standbys.js';
import { refreshCampaignStatus } from '../dispatch/conclude.js';
import type { View } from '../persistence/engine/database.js';
import { campaignToShow, findCampaign } from '../persistence/stores/campaign-store.js';
import { jobsOf } from '../persistence/stores/job-store.js';
import { askForMore, standbyLine } from '../persistence/stores/standby-store.js';
import { promotionsPaused } from '../persistence/stores/system-state-store.js';
import { requirePromoter, requirePromoterNow } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';

/** What was asked for. */
export interface MoreCalled {
  readonly campaign: Campaign;
  /** So many more are to come. */
  readonly count: number;
  /** How many standbys have not been called yet. */
  readonly standbys: number;
  /** They are called once sending is resumed. */
  readonly paused: boolean;
}

/** How many more, of which campaign; left out: the caller's own of today, or for an admin today's. */
export interface MoreWanted {
  readonly campaignId?: string | undefined;
  readonly count: number;
}

const NOT_FOUND: Refusal = { code: 'campaign_not_found' };

/**
 * Calls standbys of a campaign until so many more have come than were asked for before. For its promoter and for admins,
 * {@link whenToCallMore}.
 */
export async function callMore(
  context: ServiceContext,
  actor: Actor,
  { campaignId, count }: MoreWanted,
): Promise<Result<MoreCalled>> {
  const { clock, database, events, settings, newId } = context;
  // Checked first: a request that fails here costs no fresh question to Discord.
  const known = await requirePromoter(context, actor);
  if (!known.ok) return known;
  if (!Number.isInteger(count) || count < 1 || count > MOST_MORE)
    return refuse({ code: 'invalid_more', most: MOST_MORE });
  if (!settings.promotionsEnabled) return refuse({ code: 'promotions_disabled' });
  const seen = await campaignOf(context, database.view, actor, known.value.member.isAdmin, campaignId);
  if (!seen.ok) return seen;
  const promoter = await requirePromoterNow(context, actor);
  if (!promoter.ok) return promoter;
  const called = await database.withTransaction(async (tx) => {
    const found = await campaignOf(context, tx, actor, promoter.value.member.isAdmin, campaignId);
    if (!found.ok) return found;
    const campaign = found.value;
    const now = clock.now();
    const { until: expiresAt } = whenToCallMore(campaign.startAt);
    const jobs = await jobsOf(tx, campaign.id);
    if (isStopped(jobs)) return refuse({ code: 'more_cancelled' });
    const before = jobs.find(({ jobType }) => jobType === 'one_more');
    const line = await standbyLine(tx, campaign, before?.id ?? null, now);
    const standbys = line.filter(({ state }) => state === 'untried').length;
    if (standbys === 0) return refuse({ code: 'no_standbys' });
    const asked = {
      id: newId(),
      campaignId: campaign.id,
      jobType: 'one_more',
      expiresAt,
      more: count,
    } as const;
    const job = await askForMore(tx, asked, now);
    if (!job) return refuse({ code: 'more_cancelled' });
    await refreshCampaignStatus(tx, campaign.id, now);
    return ok({ campaign, count, standbys, paused: await promotionsPaused(tx), job });
  });
  if (!called.ok) return called;
  const { job, ...told } = called.value;
  context.wakeUps.schedule(job.id, job.nextRunAt);
  events.emit({ type: 'more_called', campaignId: told.campaign.id, actorId: actor.userId, count });
  return ok(told);
}

/** The campaign the caller means, if standbys of it may be called now. */
async function campaignOf(
  { clock, settings }: ServiceContext,
  view: View,
  { userId }: Actor,
  isAdmin: boolean,
  campaignId?: string,
): Promise<Result<Campaign>> {
  const now = clock.now();
  const campaign = campaignId
    ? await findCampaign(view, campaignId)
    : await campaignToShow(view, userId, eveningAt(now, settings));
  if (campaign?.kind !== 'promotion') return refuse(NOT_FOUND);
  if (campaign.promoterId !== userId && !isAdmin) return refuse(NOT_FOUND);
  if (campaign.request.dryRun) return refuse({ code: 'more_dry_run' });
  if (campaign.cancelledAt !== null) return refuse({ code: 'more_cancelled' });
  const { from, until } = whenToCallMore(campaign.startAt);
  return now < from || now >= until ? refuse({ code: 'more_not_now', from, until }) : ok(campaign);
}
