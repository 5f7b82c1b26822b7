import { type Campaign, type CampaignJob, NO_OUTCOMES, type OutcomeCounts } from '../domain/campaign.js';
import { localDate, parseDateInput } from '../domain/local-time.js';
import { ok, refuse, type Result } from '../domain/refusal.js';
import { campaignToShow, findCampaign } from '../persistence/campaign-store.js';
import type { View } from '../persistence/database.js';
import { jobsOf } from '../persistence/job-store.js';
import { countOutcomes, countReasons } from '../persistence/send-log-store.js';
import { promotionsPaused } from '../persistence/system-state-store.js';
import { requireLinked } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';

/** How a campaign stands: numbers, no names. */
export interface CampaignView {
  readonly campaign: Campaign;
  readonly jobs: readonly (CampaignJob & {
    readonly counts: OutcomeCounts;
    readonly skippedByReason: Readonly<Record<string, number>>;
  })[];
  /** The start job's final rows, by which a campaign is judged. */
  readonly counts: OutcomeCounts;
  readonly skippedByReason: Readonly<Record<string, number>>;
  readonly paused: boolean;
}

/** How the caller's own campaign of a date stands, else the newest real one of that date; for linked members. */
export async function campaignStatusOn(
  context: ServiceContext,
  actor: Actor,
  dateInput?: string,
): Promise<Result<CampaignView | null>> {
  const linked = await requireLinked(context, actor);
  if (!linked.ok) return linked;
  const date = parseDateInput(dateInput, localDate(context.clock.now(), context.settings.timezone));
  if (!date.ok) return date;
  const { view } = context.database;
  const campaign = await campaignToShow(view, actor.userId, date.value);
  return ok(campaign && (await campaignViewOf(view, campaign)));
}

/** How one campaign stands; for linked members. Somebody else's dry run is nobody's to see. */
export async function campaignStatusById(
  context: ServiceContext,
  actor: Actor,
  campaignId: string,
): Promise<Result<CampaignView>> {
  const linked = await requireLinked(context, actor);
  if (!linked.ok) return linked;
  const { view } = context.database;
  const campaign = await findCampaign(view, campaignId);
  const visible = campaign && (!campaign.request.dryRun || campaign.promoterId === actor.userId);
  return visible ? ok(await campaignViewOf(view, campaign)) : refuse({ code: 'campaign_not_found' });
}

/** The numbers of a campaign, for whoever has been authorised. */
export async function campaignViewOf(view: View, campaign: Campaign): Promise<CampaignView> {
  const jobs = [];
  for (const job of await jobsOf(view, campaign.id)) {
    jobs.push({
      ...job,
      counts: await countOutcomes(view, job.id),
      skippedByReason: await countReasons(view, job.id, 'skipped'),
    });
  }
  const start = jobs.find(({ jobType }) => jobType === 'start');
  return {
    campaign,
    jobs,
    counts: start?.counts ?? NO_OUTCOMES,
    skippedByReason: start?.skippedByReason ?? {},
    paused: await promotionsPaused(view),
  };
}
