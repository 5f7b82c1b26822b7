import type { Campaign, CampaignJob, OutcomeCounts } from '../domain/campaign.js';
import type { AnswerCounts } from '../domain/answer.js';
import { displayName } from '../domain/display-name.js';
import { eveningAt } from '../domain/evening.js';
import { isCalledOff, kindOf, type MessageKind } from '../domain/message-kinds.js';
import { parseDateInput } from '../messages/typed-date.js';
import { linkCounts } from '../domain/player-link.js';
import { ok, refuse, type Result } from '../domain/refusal.js';
import { standbysLeft } from '../domain/standbys.js';
import { answersTo } from '../persistence/stores/answer-store.js';
import { NOTHING_YET, type Tally, tallyOf } from '../persistence/stores/campaign-tally.js';
import { campaignStanding } from '../persistence/stores/campaign-standing-store.js';
import type { View } from '../persistence/engine/database.js';
import { dropOutsOf } from '../persistence/stores/drop-out-store.js';
import { jobsOf } from '../persistence/stores/job-store.js';
import { countLateAnswers } from '../persistence/stores/late-answer-store.js';
import { promotionsPaused } from '../persistence/stores/system-state-store.js';
import { couldNotBeAsked } from '../dispatch/minimum.js';
import { requireLinked, requireMember } from './authorise.js';
import { canBeCancelled } from './cancel-campaign.js';
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
  /** How many signed up after it was created: they get no call. */
  readonly late: number;
  /** What those answered whom it called. */
  readonly answers: AnswerCounts;
  /** How many of those it called took back a yes since. */
  readonly droppedOut: number;
  /** Its promoter was to be asked about too few, and could not be, so that it goes on; not once it is cancelled. */
  readonly notAsked: boolean;
}

/** {@link CampaignView} as one person sees it. */
export interface ViewersCampaign extends CampaignView {
  /** The viewer may cancel it, and part of it can still be stopped. */
  readonly canCancel: boolean;
  /** How many at least it has reached or may have, who could be told that it is off; 0 where the viewer may not cancel it. */
  readonly reached: number;
  /** How many standbys at most are left to be called; 0 where the viewer may not have them called. */
  readonly standbysLeft: number;
  /** The name in the game of who made it; `null` where they are linked no more. */
  readonly promotedBy: string | null;
}

/**
 * The caller's own campaign of a date, else the newest real one; for linked members. Until the next commit,
 * viewers with the same rights get the same object.
 */
export async function campaignStatusOn(
  context: ServiceContext,
  actor: Actor,
  dateInput?: string,
): Promise<Result<ViewersCampaign | null>> {
  const date = parseDateInput(dateInput, eveningAt(context.clock.now(), context.settings), 'last');
  return date.ok ? standingFor(context, actor, { date: date.value }) : standingRefused(context, actor, date);
}

/** {@link campaignStatusOn} for one campaign. Nobody sees another promoter's dry run. */
export async function campaignStatusById(
  context: ServiceContext,
  actor: Actor,
  campaignId: string,
): Promise<Result<ViewersCampaign>> {
  const standing = await standingFor(context, actor, { id: campaignId });
  if (!standing.ok) return standing;
  return standing.value ? ok(standing.value) : refuse({ code: 'campaign_not_found' });
}

/** Only people who may ask learn what is wrong with the question. */
async function standingRefused(
  context: ServiceContext,
  actor: Actor,
  refused: Extract<Result<unknown>, { ok: false }>,
): Promise<Result<never>> {
  const linked = await requireLinked(context, actor);
  return linked.ok ? refused : linked;
}

/**
 * Reads in one go, from the last committed state, whether the caller is linked and the campaign's state;
 * reads nothing if no commit came since. Browsers ask this every few seconds while a campaign runs.
 */
async function standingFor(
  context: ServiceContext,
  actor: Actor,
  which: { readonly id: string } | { readonly date: string },
): Promise<Result<ViewersCampaign | null>> {
  const member = await requireMember(context, actor);
  if (!member.ok) return member;
  const moment = await context.reads.now();
  const standing = await moment.of(JSON.stringify(['standing', actor.userId, which]), (view) =>
    campaignStanding(view, actor.userId, which),
  );
  if (!standing.link) return refuse({ code: 'not_linked' });
  if (!linkCounts(standing.link, context.settings.playerLinkPolicy)) {
    return refuse({ code: 'link_not_confirmed' });
  }
  const { campaign: found, paused } = standing;
  if (!found) return ok(null);
  const { id, promoterId, promoterName, late, notAsked } = found;
  const may = promoterId === actor.userId || member.value.isAdmin;
  const seen = await moment.of(JSON.stringify(['campaign', id, may]), async () => {
    const tally = await moment.continued<Tally>(JSON.stringify(['tally', id]), (view, before) =>
      tallyOf(view, id, before),
    );
    const { campaign, jobs } = found.read();
    const answers = await moment.of(JSON.stringify(['answers', id]), (view) => answersTo(view, campaign));
    const all = mostReached(jobs, tally);
    const canCancel = may && canBeCancelled({ campaign, jobs, reached: all }, context.clock.now());
    const reached = canCancel ? all : 0;
    const promotedBy = promoterName === null ? null : displayName(promoterName);
    const dropOuts = await moment.of(JSON.stringify(['drop-outs', id]), (view) =>
      dropOutsOf(view, campaign, jobs),
    );
    const droppedOut = dropOuts.length;
    const view = viewOf({ campaign, jobs, tally, paused, late, answers, droppedOut, notAsked });
    const left = may ? standbysLeft(campaign, view.jobs) : 0;
    return { ...view, canCancel, reached, standbysLeft: left, promotedBy };
  });
  return ok(seen);
}

/**
 * How many the kind for everybody that has reached most has reached, or may have, and the standbys beside them. Who was
 * reached by another kind for everybody alone is not among them: that would have to be read anew for every poll, and
 * cancelling counts exactly.
 */
function mostReached(jobs: readonly CampaignJob[], tally: Tally): number {
  const reachedBy = (who: MessageKind['whom']): number[] =>
    jobs
      .filter(({ jobType }) => kindOf(jobType).whom === who)
      .map(({ id }) => (tally.jobs.get(id) ?? NOTHING_YET).counts)
      .map(({ sent, unknown }) => sent + unknown);
  return Math.max(0, ...reachedBy('everybody')) + Math.max(0, ...reachedBy('standbys'));
}

/** A campaign's numbers, for an authorised caller. `droppedOut`: how many dropped out, where the caller says another number. */
export async function campaignViewOf(
  view: View,
  campaign: Campaign,
  droppedOut?: number,
): Promise<CampaignView> {
  const jobs = await jobsOf(view, campaign.id);
  return viewOf({
    campaign,
    jobs,
    tally: await tallyOf(view, campaign.id),
    paused: await promotionsPaused(view),
    late: await countLateAnswers(view, campaign.id),
    answers: await answersTo(view, campaign),
    droppedOut: droppedOut ?? (await dropOutsOf(view, campaign, jobs)).length,
    notAsked: await couldNotBeAsked(view, campaign),
  });
}

interface Counted extends Pick<
  CampaignView,
  'campaign' | 'paused' | 'late' | 'answers' | 'droppedOut' | 'notAsked'
> {
  readonly jobs: readonly CampaignJob[];
  readonly tally: Tally;
}

function viewOf({
  campaign,
  jobs,
  tally,
  paused,
  late,
  answers,
  droppedOut,
  notAsked,
}: Counted): CampaignView {
  const counted = jobs.map((job) => {
    const { counts, skippedByReason } = tally.jobs.get(job.id) ?? NOTHING_YET;
    return { ...job, counts, skippedByReason };
  });
  const { counts, skippedByReason } = counted.find(({ jobType }) => jobType === 'start') ?? NOTHING_YET;
  return {
    campaign,
    jobs: counted,
    counts,
    skippedByReason,
    paused,
    late,
    answers,
    droppedOut,
    notAsked: notAsked && campaign.cancelledAt === null && !isCalledOff(jobs),
  };
}
