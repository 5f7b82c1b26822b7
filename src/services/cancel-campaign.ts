import type { Campaign, CampaignJob } from '../domain/campaign.js';
import { eveningAt } from '../domain/evening.js';
import { isCalledOff, kindOf } from '../domain/message-kinds.js';
import { ok, type Refusal, refuse, type Result } from '../domain/refusal.js';
import { lastUsefulMoment } from '../domain/schedule.js';
import { CANCELLED, closeOut } from '../dispatch/close-out.js';
import { refreshCampaignStatus } from '../dispatch/conclude.js';
import { countReached } from '../dispatch/reach.js';
import { appendAudit } from '../persistence/stores/audit-store.js';
import {
  campaignToCancel,
  campaignToShow,
  findCampaign,
  markCancelled,
} from '../persistence/stores/campaign-store.js';
import type { Tx } from '../persistence/engine/database.js';
import { cancelJobs, findJob, insertJob, jobsOf } from '../persistence/stores/job-store.js';
import { anythingLeft } from '../persistence/stores/ledger-store.js';
import { startNoProgressMessage } from '../persistence/stores/progress-message-store.js';
import { promotionsPaused } from '../persistence/stores/system-state-store.js';
import { requireMember, requireMemberNow, stopperBy } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';
import { loadOwnStarts } from './load-own-starts.js';
import { arrivalOf, doerOf } from './said-since.js';

/** What cancelling stopped. */
export interface CancelledCampaign {
  readonly campaign: Campaign;
  /** The start had gone out: at most what comes after it was stopped. */
  readonly followUpOnly: boolean;
  /** Nothing had left: the promoter, and the date, may have another campaign. */
  readonly slotFreed: boolean;
  /** How many are told that it is off; those in quiet hours, or who stopped our messages meanwhile, included. */
  readonly told: number;
  /** Those are told once sending is resumed. */
  readonly paused: boolean;
}

/** What to cancel, and whom to tell. */
export interface Cancelling {
  /** Left out: the caller's own campaign of today, or for an admin today's. */
  readonly campaignId?: string | undefined;
  /** Whether those it has called are told that the evening is off. Left out: it is refused where anybody was called. */
  readonly notify?: boolean | undefined;
}

const NOT_FOUND: Refusal = { code: 'campaign_not_found' };

/**
 * Stops a campaign: no further row is reserved; and tells those it has called that the evening is off, if that is wanted,
 * also where everything of it has gone out. For its promoter and for admins, even while Discord gives no answer about them:
 * see {@link stopperBy}.
 */
export async function cancelCampaign(
  context: ServiceContext,
  actor: Actor,
  { campaignId, notify }: Cancelling = {},
): Promise<Result<CancelledCampaign>> {
  const { clock, database, events } = context;
  const arrival = arrivalOf(context, actor);
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
  const result = await database.withTransaction(async (tx): Promise<Result<Cancelled>> => {
    const campaign = await campaignOf(context, tx, actor, isAdmin, campaignId);
    if (!campaign) return refuse(notTheirs);
    const cancelled = await cancel(context, tx, campaign, notify);
    if (cancelled.ok && cancelled.value.callOff) {
      const doer = await doerOf(context, actor.userId, arrival);
      await auditCallOff(tx, doer, cancelled.value, clock.now());
    }
    // Who cancels their own knows it: no direct message begins to tell them.
    if (cancelled.ok && campaign.promoterId === actor.userId)
      await startNoProgressMessage(tx, campaign.id, clock.now());
    return cancelled;
  });
  if (!result.ok) return result;
  const { campaign, slotFreed, told, callOff } = result.value;
  await loadOwnStarts(context);
  events.emit({
    type: 'campaign_cancelled',
    campaignId: campaign.id,
    actorId: actor.userId,
    slotFreed,
    told,
  });
  if (callOff) context.wakeUps.schedule(callOff.id, callOff.nextRunAt);
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
  const now = clock.now();
  const today = eveningAt(now, settings);
  const startedAfter = now - kindOf('call_off').usefulForMs;
  const campaign = campaignId
    ? await findCampaign(tx, campaignId)
    : ((await campaignToCancel(tx, userId, { date: today, anybodys: isAdmin, startedAfter })) ??
      (await campaignToShow(tx, userId, today)));
  return campaign && (campaign.promoterId === userId || isAdmin) ? campaign : null;
}

/** Whether there is anything of a campaign to stop, or anybody to tell that it is off. */
export function canBeCancelled(
  { campaign, jobs, reached }: { campaign: Campaign; jobs: readonly CampaignJob[]; reached: number },
  now: number,
): boolean {
  if (campaign.cancelledAt !== null || isCalledOff(jobs)) return false;
  return jobs.some(isOpen) || (reached > 0 && now < lastUsefulMoment('call_off', campaign.startAt));
}

function isOpen({ status }: CampaignJob): boolean {
  return status === 'pending' || status === 'running';
}

/** {@link CancelledCampaign}, and the job that tells those who were called, where they are told. */
type Cancelled = CancelledCampaign & { readonly callOff: CampaignJob | null };

async function cancel(
  context: ServiceContext,
  tx: Tx,
  campaign: Campaign,
  notify: boolean | undefined,
): Promise<Result<Cancelled>> {
  const now = context.clock.now();
  const jobs = await jobsOf(tx, campaign.id);
  const reached = await countReached(tx, campaign);
  const over = refuse({ code: 'campaign_over', status: campaign.status });
  if (!canBeCancelled({ campaign, jobs, reached }, now)) return over;
  const mayTell =
    reached > 0 && context.settings.promotionsEnabled && now < lastUsefulMoment('call_off', campaign.startAt);
  const stopsNothing = !jobs.some(isOpen);
  if (mayTell && notify === undefined)
    return refuse({ code: 'notify_needed', campaignId: campaign.id, reached, stopsNothing });
  const tells = mayTell && notify === true;
  if (stopsNothing && !tells) return over;

  const left = await anythingLeft(tx, campaign.id);
  const stopped = await cancelJobs(tx, campaign.id, now);
  for (const job of stopped) await closeOut(tx, campaign, job, CANCELLED, now);
  const followUpOnly = !stopped.some((job) => job.jobType === 'start');
  const slotFreed = !followUpOnly && !left && !campaign.request.dryRun;
  if (followUpOnly) await refreshCampaignStatus(tx, campaign.id, now);
  else await markCancelled(tx, campaign.id, slotFreed, now);
  const callOff = tells ? await insertCallOff(context, tx, campaign) : null;
  const paused = callOff !== null && (await promotionsPaused(tx));
  return ok({ campaign, followUpOnly, slotFreed, told: callOff ? reached : 0, paused, callOff });
}

async function auditCallOff(
  tx: Tx,
  actorId: string,
  { campaign, told }: Cancelled,
  now: number,
): Promise<void> {
  const metadata = { campaign: campaign.id, date: campaign.date, told: String(told) };
  const { promoterId: userId } = campaign;
  await appendAudit(tx, { userId, action: 'campaign_called_off', actorId, metadata }, now);
}

/** The job that tells those who were called, from now on. */
async function insertCallOff(
  { clock, newId }: ServiceContext,
  tx: Tx,
  { id: campaignId, startAt }: Campaign,
): Promise<CampaignJob | null> {
  const now = clock.now();
  const jobType = 'call_off';
  const job = {
    id: newId(),
    campaignId,
    jobType,
    runAt: now,
    expiresAt: lastUsefulMoment(jobType, startAt),
  } as const;
  await insertJob(tx, job, now);
  return findJob(tx, job.id);
}
