import type { Campaign, CampaignJob, CampaignRecipient, CampaignRequest } from '../domain/campaign.js';
import { kindOf, runsOf } from '../domain/message-kinds.js';
import { failpoint } from '../domain/failpoints.js';
import { idempotencyKey } from '../domain/idempotency.js';
import { eveningAt } from '../domain/evening.js';
import type { Notice } from '../domain/notice.js';
import { ok, refuse, type Result } from '../domain/refusal.js';
import { lastCallMoment, lastUsefulMoment } from '../domain/schedule.js';
import {
  insertCampaign,
  insertRecipients,
  liveDryRun,
  slotOfPromoter,
} from '../persistence/stores/campaign-store.js';
import type { Tx } from '../persistence/engine/database.js';
import { isUniqueViolation } from '../persistence/engine/dialect.js';
import { restCalls } from '../persistence/stores/call-count-store.js';
import { insertJob, jobsOf } from '../persistence/stores/job-store.js';
import { countSilent } from '../persistence/stores/audience-store.js';
import { promotionsPaused } from '../persistence/stores/system-state-store.js';
import { type AudienceMember, audienceOf, candidatesOf, leftOutOf } from './audience.js';
import { requirePromoter, requirePromoterNow } from './authorise.js';
import type { CreateFor } from '../dispatch/create-for.js';
import type { Actor, ServiceContext } from './context.js';
import { checkedRequest } from './checked-request.js';
import { loadOwnStarts } from './load-own-starts.js';
import { type PeopleRead, peopleStill, readPeople } from './people-read.js';
import { planTonight } from './plan-tonight.js';
import { creationNotices } from './preview-campaign.js';
import { arrivalOf, stillWanted } from './said-since.js';
import { takenSlot } from './taken-slot.js';

/** A campaign that will run. */
export interface CreatedCampaign {
  readonly campaign: Campaign;
  readonly jobs: readonly CampaignJob[];
  /** The same request had already made this campaign. */
  readonly replayed: boolean;
  readonly notices: readonly Notice[];
  readonly recipientIds: readonly string[];
}

type Within = Parameters<CreateFor>[2];

/** What was found out before the transaction. */
interface Known {
  readonly read: PeopleRead;
  readonly inGuild: ReadonlySet<string>;
  readonly promoterName: string;
}

/**
 * Creates tonight's campaign: evaluates once more who would be called, records them, and sets the jobs. The same
 * request by the same promoter gets the same live campaign back; anything else that would be a second one is refused.
 * `within`: what else its transaction asks and does.
 */
export async function createCampaign(
  context: ServiceContext,
  actor: Actor,
  asked: CampaignRequest,
  within: Within | null = null,
): Promise<Result<CreatedCampaign>> {
  const { settings, clock, database } = context;
  const arrival = arrivalOf(context, actor);
  // Checked first: a request that fails here costs no fresh question to Discord.
  const known = await requirePromoter(context, actor);
  if (!known.ok) return known;
  const checked = checkedRequest(asked);
  if (!checked.ok) return checked;
  const request = checked.value;
  if (!settings.promotionsEnabled) return refuse({ code: 'promotions_disabled' });

  const plan = planTonight(context, clock.now(), request);
  const date = plan.ok ? plan.value.date : eveningAt(clock.now(), settings);
  const taken = await database.withTransaction((tx) => slotTaken(context, tx, actor, request, date));
  if (taken && !taken.ok) return taken;
  if (!taken && !plan.ok) return plan;
  const promoter = await requirePromoterNow(context, actor);
  if (!promoter.ok) return promoter;
  if (taken) return taken;
  if (!plan.ok) return plan;

  const promoterName = promoter.value.member.displayName;
  // Who is in the guild is Discord's to say, and no transaction waits for the network.
  const read = await readPeople(context, plan.value.date, lastCallMoment(plan.value.startAt));
  const candidates = candidatesOf(read.people, request, context.channels);
  const members = await context.directory.membersAmong(candidates);
  if (!members.known) return refuse({ code: 'directory_unavailable' });
  try {
    const created = await database.withTransaction(async (tx) => {
      const wanted = await stillWanted(context, actor.userId, [], arrival);
      if (!wanted.ok) return wanted;
      if (within && !(await within.mayBeMade(tx))) return refuse({ code: 'said_no_since' });
      const inserted = await insert(context, tx, actor, request, {
        read,
        inGuild: members.value,
        promoterName,
      });
      if (within && inserted.ok && !inserted.value.replayed) await within.made(tx, inserted.value.campaign);
      failpoint('create.before');
      return inserted;
    });
    failpoint('create.after');
    await loadOwnStarts(context);
    if (created.ok && !created.value.replayed) announce(context, created.value);
    return created;
  } catch (error) {
    // The unique indexes are what holds the limits; somebody else's insert came first.
    if (!isUniqueViolation(error)) throw error;
    const winner = await database.withTransaction((tx) => slotTaken(context, tx, actor, request, date));
    if (winner) return winner;
    throw error;
  }
}

/** {@link createCampaign} without anybody who asks for it now, in the name of a promoter and under their limits. */
export function createFor(
  context: ServiceContext,
  promoterId: string,
  request: CampaignRequest,
  within: Within,
): Promise<Result<CreatedCampaign>> {
  const { guildId } = context.settings;
  return createCampaign(
    context,
    { userId: promoterId, displayName: '', guildId, locale: 'en' },
    request,
    within,
  );
}

/**
 * The answer if the promoter's, or the date's, slot is taken, or an equal dry run is under way: the same campaign for the
 * same request, else a refusal.
 */
async function slotTaken(
  context: ServiceContext,
  tx: Tx,
  actor: Actor,
  request: CampaignRequest,
  date: string,
): Promise<Result<CreatedCampaign> | null> {
  const key = idempotencyKey({ promoterId: actor.userId, date, request });
  if (request.dryRun) {
    // A dry run takes no slot; but two equal requests are one while it is under way.
    const same = await liveDryRun(tx, actor.userId, date, key);
    return same && replayed(tx, same);
  }
  const own = await slotOfPromoter(tx, actor.userId, date);
  if (own) {
    const live = own.cancelledAt === null && own.idempotencyKey === key;
    if (live) return replayed(tx, own);
  }
  const refusal = await takenSlot(context, tx, own, date);
  return refusal && refuse(refusal);
}

async function replayed(tx: Tx, campaign: Campaign): Promise<Result<CreatedCampaign>> {
  const jobs = await jobsOf(tx, campaign.id);
  return ok({ campaign, jobs, replayed: true, notices: [], recipientIds: [] });
}

async function insert(
  context: ServiceContext,
  tx: Tx,
  actor: Actor,
  request: CampaignRequest,
  { read, inGuild, promoterName }: Known,
): Promise<Result<CreatedCampaign>> {
  const { settings, clock, newId } = context;
  const now = clock.now();
  // Planned again: waiting for Discord may have taken us past a moment.
  const plan = planTonight(context, now, request);
  if (!plan.ok) return plan;
  const schedule = plan.value;
  const taken = await slotTaken(context, tx, actor, request, schedule.date);
  if (taken) return taken;
  const people = await peopleStill(context, tx, schedule.date, read, lastCallMoment(schedule.startAt));
  const audience = audienceOf(people, inGuild, request, context.channels);
  if (audience.members.length === 0) return refuse({ code: 'nobody_to_call' });
  const campaign: Campaign = {
    id: newId(),
    kind: 'promotion',
    date: schedule.date,
    timezone: schedule.timezone,
    startAt: schedule.startAt,
    promoterId: actor.userId,
    guildId: settings.guildId,
    request,
    // As Discord shows it, which the door they came by may not know.
    ...(request.note !== undefined && { noteBy: promoterName }),
    status: 'scheduled',
    idempotencyKey: idempotencyKey({ promoterId: actor.userId, date: schedule.date, request }),
    recipientCount: audience.members.length,
    standbyCount: audience.standbys.length,
    channelsSummary: audience.channelsSummary,
    leftOut: leftOutOf(audience, await countSilent(tx, schedule.date, settings.playerLinkPolicy)),
    slotFreedAt: null,
    cancelledAt: null,
    createdAt: now,
  };
  await insertCampaign(tx, campaign, settings.globalCooldown && !request.dryRun);
  const listed = ({ userId, displayName, status, channel }: AudienceMember): CampaignRecipient => {
    return { id: newId(), userId, displayName, status, channel };
  };
  const recipients = audience.members.map(listed);
  await insertRecipients(tx, campaign.id, recipients, now);
  await insertRecipients(tx, campaign.id, audience.standbys.map(listed), now, 'standby');
  // Here their next call would have gone, and they have not answered whether they want it.
  if (!request.dryRun) await restCalls(tx, audience.resting, now);
  for (const { jobType, runAt } of runsOf(schedule)) {
    const expiresAt = lastUsefulMoment(jobType, schedule.startAt);
    // The end of the job before it sets its moment; without that, it ends at its last useful moment.
    const nextRunAt = kindOf(jobType).after === null ? runAt : expiresAt;
    await insertJob(tx, { id: newId(), campaignId: campaign.id, jobType, runAt, nextRunAt, expiresAt }, now);
  }
  const notices = creationNotices(request, schedule, await promotionsPaused(tx));
  const jobs = await jobsOf(tx, campaign.id);
  return ok({
    campaign,
    jobs,
    replayed: false,
    notices,
    recipientIds: recipients.map(({ userId }) => userId),
  });
}

function announce(context: ServiceContext, { campaign, jobs }: CreatedCampaign): void {
  for (const job of jobs) context.wakeUps.schedule(job.id, job.nextRunAt);
  context.events.emit({
    type: 'campaign_created',
    campaignId: campaign.id,
    promoterId: campaign.promoterId,
    date: campaign.date,
    recipients: campaign.recipientCount,
    dryRun: campaign.request.dryRun,
    reminderAt: jobs.find(({ jobType }) => jobType === 'reminder')?.runAt ?? null,
    startAt: campaign.startAt,
  });
}
