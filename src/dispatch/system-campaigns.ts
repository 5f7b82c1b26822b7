import type { Campaign, CampaignJob, CampaignRecipient } from '../domain/campaign.js';
import { CHANNEL_TYPES, channelOrder, type ChannelType } from '../domain/channel-choice.js';
import { displayName } from '../domain/display-name.js';
import { notPlaying } from '../domain/eligibility.js';
import { failpoint } from '../domain/failpoints.js';
import { runsOf } from '../domain/message-kinds.js';
import { mayPromote } from '../domain/promoters.js';
import { lastUsefulMoment } from '../domain/schedule.js';
import { SYSTEM, type SystemCampaign, systemCampaignsDue } from '../domain/system-campaigns.js';
import type { Tx, View } from '../persistence/engine/database.js';
import { insertCampaign, insertRecipients, systemCampaigns } from '../persistence/stores/campaign-store.js';
import { insertJob, jobsOf } from '../persistence/stores/job-store.js';
import { type KnownPerson, peopleToAsk, peopleToTell } from '../persistence/stores/person-store.js';
import { promotionsPaused } from '../persistence/stores/system-state-store.js';
import type { DispatchContext } from './context.js';
import { hasToldPeople, untoldIn, withoutWhoMadeItReady } from './ready.js';

/** Whom a campaign may reach, by what Discord says. */
interface Reach {
  readonly members: ReadonlySet<string>;
  /** Those of them who may promote, where that matters. */
  readonly promoters: ReadonlySet<string>;
}

/**
 * Starts what Muster starts by itself and is due: each campaign once for its date, whoever looks and however often. While
 * promotions are paused, or Discord can't say who is a member and may promote, it waits for the next look, as long as it is
 * of use.
 * @returns the jobs to run.
 */
export async function startSystemCampaigns(context: DispatchContext): Promise<CampaignJob[]> {
  const { database, clock, events } = context;
  const started: CampaignJob[] = [];
  const ready = await untoldIn(context, database.view);
  for (const due of [...systemCampaignsDue(clock.now(), context.settings), ...(ready ? [ready] : [])]) {
    if (await hasToWait(context, database.view, due)) continue;
    // No transaction waits for the network.
    const reach = await reachOf(context, due, await addresseesOf(context, database.view, due));
    if (!reach) continue;
    const made = await database.withTransaction(async (tx) => {
      const done = await start(context, tx, due, reach);
      failpoint('create.before');
      return done;
    });
    failpoint('create.after');
    if (!made) continue;
    const { id: campaignId, date, recipientCount: recipients } = made.campaign;
    events.emit({ type: 'system_campaign_started', kind: due.kind, campaignId, date, recipients });
    started.push(...made.jobs);
  }
  return started;
}

/** Whether a campaign is there already, or nothing may be started now. */
async function hasToWait(
  context: DispatchContext,
  view: View,
  { kind, date }: SystemCampaign,
): Promise<boolean> {
  if (await promotionsPaused(view)) return true;
  if (kind === 'ready' && !(await untoldIn(context, view))) return true;
  return (await systemCampaigns(view, date)).some((campaign) => campaign.kind === kind);
}

/** Whom it would write to, members or not; of a notice that it is on, some of them only if they promote. */
async function addresseesOf(
  { timezone, contacts, settings }: DispatchContext,
  view: View,
  { kind, date }: SystemCampaign,
): Promise<KnownPerson[]> {
  const asked = [view, date, timezone, contacts, settings.playerLinkPolicy] as const;
  if (kind === 'question') return peopleToAsk(...asked);
  return withoutWhoMadeItReady(view, date, await peopleToTell(...asked));
}

/** What Discord says of those it would write to; `null`: nothing now. */
async function reachOf(
  { directory, settings }: DispatchContext,
  { kind }: SystemCampaign,
  people: readonly KnownPerson[],
): Promise<Reach | null> {
  const members = await directory.membersAmong(people.map(({ userId }) => userId));
  if (!members.known) return null;
  const promoters = new Set<string>();
  // Their roles came with the answer before.
  for (const userId of kind === 'ready' ? members.value : []) {
    const member = await directory.member(userId);
    if (!member.known) return null;
    if (member.value && mayPromote(settings, member.value)) promoters.add(userId);
  }
  return { members: members.value, promoters };
}

async function start(
  context: DispatchContext,
  tx: Tx,
  due: SystemCampaign,
  { members, promoters }: Reach,
): Promise<{ campaign: Campaign; jobs: readonly CampaignJob[] } | null> {
  const { clock, newId, timezone, channels, settings } = context;
  const now = clock.now();
  // Asked again: Discord may have taken its time.
  if (now >= due.startAt || (await hasToWait(context, tx, due))) return null;
  const recipients = (await addresseesOf(context, tx, due)).flatMap((person): CampaignRecipient[] => {
    const { userId, status } = person;
    const promotes = promoters.has(userId);
    const [channel] = channelOrder(person.preferredChannel, person.targets, channels.configured);
    if (!channel || !members.has(userId)) return [];
    if (due.kind === 'ready' && !promotes && notPlaying(person)) return [];
    return [{ id: newId(), userId, displayName: displayName(person.displayName), status, channel, promotes }];
  });
  if (due.kind === 'ready') {
    // The moment is over, whoever wants to be told later.
    await hasToldPeople(tx, due.date);
    if (recipients.length === 0) return null;
  }
  const campaign: Campaign = {
    id: newId(),
    kind: due.kind,
    date: due.date,
    timezone,
    startAt: due.startAt,
    promoterId: SYSTEM,
    guildId: settings.guildId,
    request: { includeAvailable: false, includeMaybe: false, dryRun: false },
    status: 'scheduled',
    idempotencyKey: `${due.kind}:${due.date}`,
    recipientCount: recipients.length,
    standbyCount: 0,
    channelsSummary: countedBy(recipients),
    slotFreedAt: null,
    cancelledAt: null,
    createdAt: now,
  };
  await insertCampaign(tx, campaign, false);
  await insertRecipients(tx, campaign.id, recipients, now);
  const { startAt, runAt } = due;
  const moments = { reminderAt: null, startAt, followUpAt: null, questionAt: runAt, readyAt: runAt };
  for (const job of runsOf(moments, due.kind)) {
    const expiresAt = lastUsefulMoment(job.jobType, startAt);
    await insertJob(tx, { ...job, id: newId(), campaignId: campaign.id, expiresAt }, now);
  }
  return { campaign, jobs: await jobsOf(tx, campaign.id) };
}

function countedBy(recipients: readonly CampaignRecipient[]): Record<ChannelType, number> {
  const counts = CHANNEL_TYPES.map((type) => [
    type,
    recipients.filter(({ channel }) => channel === type).length,
  ]);
  return Object.fromEntries(counts) as Record<ChannelType, number>;
}
