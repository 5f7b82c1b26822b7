import type { Campaign, CampaignJob } from '../domain/campaign.js';
import { eveningAt } from '../domain/evening.js';
import { ok, type Refusal, refuse, type Result } from '../domain/refusal.js';
import { CANCELLED, closeOut } from '../dispatch/close-out.js';
import { refreshCampaignStatus } from '../dispatch/conclude.js';
import {
  campaignToCancel,
  campaignToShow,
  findCampaign,
  markCancelled,
} from '../persistence/stores/campaign-store.js';
import type { Tx } from '../persistence/engine/database.js';
import { cancelJobs } from '../persistence/stores/job-store.js';
import { anythingLeft } from '../persistence/stores/ledger-store.js';
import { requireMember, requireMemberNow, stopperBy } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';

/** What cancelling stopped. */
export interface CancelledCampaign {
  readonly campaign: Campaign;
  /** The start had gone out: only the follow-up was stopped. */
  readonly followUpOnly: boolean;
  /** Nothing had left: the promoter, and the date, may have another campaign. */
  readonly slotFreed: boolean;
}

const NOT_FOUND: Refusal = { code: 'campaign_not_found' };

/**
 * Stops a campaign: no further row is reserved. For its promoter and for admins, even while Discord gives no
 * answer about them: see {@link stopperBy}. Without an id it is the caller's own campaign of today, or for an
 * admin today's.
 */
export async function cancelCampaign(
  context: ServiceContext,
  actor: Actor,
  campaignId?: string,
): Promise<Result<CancelledCampaign>> {
  const { clock, database, events } = context;
  // Checked first: a request that fails here costs no fresh question to Discord.
  const isThere = campaignId === undefined || (await findCampaign(database.view, campaignId));
  if (!isThere) return refuse(NOT_FOUND);
  const asked = await requireMember(context, actor);
  const known = stopperBy(actor, asked, NOT_FOUND);
  if (!known.ok) return known;
  const theirs = await campaignOf(context, database.view, actor, known.value.isAdmin, campaignId);
  if (!theirs) return refuse(known.value.notTheirs);
  const stopper = asked.ok ? stopperBy(actor, await requireMemberNow(context, actor), NOT_FOUND) : known;
  if (!stopper.ok) return stopper;
  const { isAdmin, notTheirs } = stopper.value;
  const result = await database.withTransaction(async (tx): Promise<Result<CancelledCampaign>> => {
    const campaign = await campaignOf(context, tx, actor, isAdmin, campaignId);
    return campaign ? cancel(tx, campaign, clock.now()) : refuse(notTheirs);
  });
  if (result.ok) {
    events.emit({
      type: 'campaign_cancelled',
      campaignId: result.value.campaign.id,
      actorId: actor.userId,
      slotFreed: result.value.slotFreed,
    });
  }
  return result;
}

/** The requested campaign, if the caller may stop it. */
async function campaignOf(
  { clock, settings }: ServiceContext,
  tx: Tx,
  { userId }: Actor,
  isAdmin: boolean,
  campaignId?: string,
): Promise<Campaign | null> {
  const today = eveningAt(clock.now(), settings);
  const campaign = campaignId
    ? await findCampaign(tx, campaignId)
    : ((await campaignToCancel(tx, userId, today, isAdmin)) ?? (await campaignToShow(tx, userId, today)));
  return campaign && (campaign.promoterId === userId || isAdmin) ? campaign : null;
}

async function cancel(tx: Tx, campaign: Campaign, now: number): Promise<Result<CancelledCampaign>> {
  const left = await anythingLeft(tx, campaign.id);
  const stopped: CampaignJob[] = campaign.cancelledAt === null ? await cancelJobs(tx, campaign.id, now) : [];
  if (stopped.length === 0) return refuse({ code: 'campaign_over', status: campaign.status });
  for (const job of stopped) await closeOut(tx, campaign, job, CANCELLED, now);
  const followUpOnly = !stopped.some((job) => job.jobType === 'start');
  const slotFreed = !followUpOnly && !left && !campaign.request.dryRun;
  if (followUpOnly) await refreshCampaignStatus(tx, campaign.id, now);
  else await markCancelled(tx, campaign.id, slotFreed, now);
  return ok({ campaign, followUpOnly, slotFreed });
}
