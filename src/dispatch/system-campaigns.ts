import type { Campaign, CampaignJob, CampaignRecipient } from '../domain/campaign.js';
import { CHANNEL_TYPES, channelOrder, type ChannelType } from '../domain/channel-choice.js';
import { displayName } from '../domain/display-name.js';
import { failpoint } from '../domain/failpoints.js';
import { runsOf } from '../domain/message-kinds.js';
import { lastUsefulMoment } from '../domain/schedule.js';
import { SYSTEM, type SystemCampaign, systemCampaignsDue } from '../domain/system-campaigns.js';
import type { Tx, View } from '../persistence/engine/database.js';
import { insertCampaign, insertRecipients, systemCampaigns } from '../persistence/stores/campaign-store.js';
import { insertJob, jobsOf } from '../persistence/stores/job-store.js';
import { type KnownPerson, peopleToAsk } from '../persistence/stores/person-store.js';
import { promotionsPaused } from '../persistence/stores/system-state-store.js';
import type { DispatchContext } from './context.js';

/**
 * Starts what Muster starts by itself and is due: each campaign once for its date, whoever looks and however often. While
 * promotions are paused, or Discord can't say who is a member, it waits for the next look, as long as it is of use.
 * @returns the jobs to run.
 */
export async function startSystemCampaigns(context: DispatchContext): Promise<CampaignJob[]> {
  const { database, clock, events } = context;
  const started: CampaignJob[] = [];
  for (const due of systemCampaignsDue(clock.now(), context.settings)) {
    if (await hasToWait(database.view, due)) continue;
    const people = await askedBy(context, database.view, due);
    // No transaction waits for the network.
    const members = await context.directory.membersAmong(people.map(({ userId }) => userId));
    if (!members.known) continue;
    const made = await database.withTransaction(async (tx) => {
      const done = await start(context, tx, due, members.value);
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
async function hasToWait(view: View, { kind, date }: SystemCampaign): Promise<boolean> {
  if (await promotionsPaused(view)) return true;
  return (await systemCampaigns(view, date)).some((campaign) => campaign.kind === kind);
}

/** Whom it would write to, members or not. */
function askedBy(context: DispatchContext, view: View, { date }: SystemCampaign): Promise<KnownPerson[]> {
  const { timezone, contacts, settings } = context;
  return peopleToAsk(view, date, timezone, contacts, settings.playerLinkPolicy);
}

async function start(
  context: DispatchContext,
  tx: Tx,
  due: SystemCampaign,
  members: ReadonlySet<string>,
): Promise<{ campaign: Campaign; jobs: readonly CampaignJob[] } | null> {
  const { clock, newId, timezone, channels, settings } = context;
  const now = clock.now();
  // Asked again: Discord may have taken its time.
  if (now >= due.startAt || (await hasToWait(tx, due))) return null;
  const recipients = (await askedBy(context, tx, due)).flatMap((person): CampaignRecipient[] => {
    const { userId, status } = person;
    const [channel] = channelOrder(person.preferredChannel, person.targets, channels.configured);
    if (!channel || !members.has(userId)) return [];
    return [{ id: newId(), userId, displayName: displayName(person.displayName), status, channel }];
  });
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
    channelsSummary: countedBy(recipients),
    slotFreedAt: null,
    cancelledAt: null,
    createdAt: now,
  };
  await insertCampaign(tx, campaign, false);
  await insertRecipients(tx, campaign.id, recipients, now);
  const moments = { reminderAt: null, startAt: due.startAt, followUpAt: null, questionAt: due.askAt };
  for (const { jobType, runAt } of runsOf(moments, due.kind)) {
    const expiresAt = lastUsefulMoment(jobType, due.startAt);
    await insertJob(tx, { id: newId(), campaignId: campaign.id, jobType, runAt, expiresAt }, now);
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
