import type { Campaign, CampaignJob, OutcomeCounts } from '../domain/campaign.js';
import { channelAsUser, summaryKey } from '../domain/event-key.js';
import { JOIN_LOOK_PATIENCE_MS, JOIN_WINDOW_MS, wasSeen } from '../domain/turnout.js';
import { kindOf } from '../domain/message-kinds.js';
import { someAreLate } from '../persistence/stores/answer-store.js';
import { findCampaign } from '../persistence/stores/campaign-store.js';
import type { Tx } from '../persistence/engine/database.js';
import { noteLife } from '../persistence/stores/call-count-store.js';
import { calledStandbys } from '../persistence/stores/evening-record-store.js';
import { jobsOf } from '../persistence/stores/job-store.js';
import { insertWaiting } from '../persistence/stores/ledger-store.js';
import { presentIn } from '../persistence/stores/send-log-store.js';
import {
  closeLook,
  dueLooks,
  findTurnout,
  insertTurnout,
  type Look,
  planLook,
} from '../persistence/stores/turnout-store.js';
import { claimOf } from './claim.js';
import type { DispatchContext } from './context.js';
import type { Seen } from './attendance.js';
import { expectedOf, Rollcall } from './rollcall.js';
import { hasCome } from './standby-turns.js';

const NOBODY_LOOKED: Look = { joined: null, steppedIn: null };

/**
 * Records in numbers who has come, as a follow-up of ours sees it before its first nudge. Later looks only
 * raise `expected`.
 */
export async function recordTurnout(
  context: DispatchContext,
  { campaign, job }: { readonly campaign: Campaign; readonly job: CampaignJob },
  rollcall: Rollcall,
): Promise<void> {
  if (campaign.request.dryRun || rollcall.expected.size === 0) return;
  const { attendance, expected } = rollcall;
  const all = rollcall.seeAll();
  if (!all) return;
  const seen = [...all.values()];
  const alsoOnServer = seen.filter(({ inVoice, onServer }) => onServer && !inVoice);
  const turnout = {
    campaignId: campaign.id,
    date: campaign.date,
    expected: expected.size,
    inVoice: attendance.checksVoice ? seen.filter(({ inVoice }) => inVoice).length : null,
    onServer: attendance.knowsServer ? alsoOnServer.length : null,
  };
  await context.database.withTransaction(async (tx) => {
    if ((await claimOf(context, tx, job.id)) !== 'held') return;
    await insertTurnout(tx, turnout, context.clock.now());
    await noteLife(tx, seenIn(all), context.clock.now());
  });
}

/**
 * Finishes the turnout of a follow-up that has ended, or waits only for people it can't reach now: records a
 * turnout even if nobody could be seen, plans a look at who comes after the last call, and queues the
 * summary.
 */
export async function concludeTurnout(
  context: DispatchContext,
  tx: Tx,
  ended: { campaign: Campaign; job: CampaignJob; counts: OutcomeCounts },
  now: number,
): Promise<void> {
  const { campaign, job, counts } = ended;
  if (campaign.request.dryRun) return;
  const { size: expected } = await expectedOf(context, tx, campaign);
  if (expected === 0) return;
  const unseen = { campaignId: campaign.id, date: campaign.date, expected, inVoice: null, onServer: null };
  await insertTurnout(tx, unseen, now);
  const turnout = await findTurnout(tx, campaign.id);
  if (!turnout || !wasSeen(turnout)) return;
  const start = (await jobsOf(tx, campaign.id)).find(({ jobType }) => jobType === 'start');
  const lastCallAt = counts.sent + counts.unknown > 0 ? now : (start?.finishedAt ?? now);
  // Nobody waits for those who come later.
  const once = await someAreLate(tx, campaign);
  await planLook(tx, campaign.id, lastCallAt + JOIN_WINDOW_MS, { once, now });
  const { channelId } = context.followUp;
  if (channelId === null) return;
  await insertWaiting(
    tx,
    {
      id: context.newId(),
      kind: 'summary',
      userId: channelAsUser(channelId),
      eventKey: summaryKey(campaign.id),
      campaignId: campaign.id,
      jobId: job.id,
      channel: 'discord',
      nonce: context.newNonce(),
    },
    context.liveness.me,
    now,
  );
}

/**
 * Counts who has come a quarter of an hour after the last call, wherever that moment is here. It looks once;
 * it keeps nobody's coming and going. A number it can't get in time stays unknown.
 */
export async function lookWhoCame(context: DispatchContext): Promise<void> {
  const { database, clock } = context;
  const due = await database.withTransaction((tx) => dueLooks(tx, clock.now()));
  for (const { campaignId, date, lookAt } of due) {
    const tooLate = clock.now() >= lookAt + JOIN_LOOK_PATIENCE_MS;
    const look = tooLate ? null : await lookNow(context, campaignId);
    if (look === null && !tooLate) continue;
    // Another process may have looked, too.
    const isOurs = await database.withTransaction((tx) =>
      closeLook(tx, campaignId, look ?? NOBODY_LOOKED, clock.now()),
    );
    if (isOurs) context.events.emit({ type: 'turnout_seen', campaignId, date });
  }
}

/** Whoever is in voice or on the game server. */
function seenIn(all: ReadonlyMap<string, Seen>): string[] {
  return [...all].flatMap(([userId, { inVoice, onServer }]) => (inVoice || onServer ? [userId] : []));
}

/**
 * How many were there when the follow-up looked, or are now, and how many standbys have stepped in beside them; `null` when
 * unknown.
 */
async function lookNow(context: DispatchContext, campaignId: string): Promise<Look | null> {
  const campaign = await findCampaign(context.database.view, campaignId);
  if (!campaign) return null;
  const rollcall = await Rollcall.open(context, campaign);
  if (!rollcall.attendance.checksAnything || !(await rollcall.attendance.refresh())) return null;
  return context.database.withTransaction(async (tx) => {
    const followUp = (await jobsOf(tx, campaignId)).find(({ jobType }) => kindOf(jobType).whom === 'missing');
    const before = followUp ? await presentIn(tx, followUp.id) : new Set<string>();
    const standbys = await calledStandbys(tx, campaign);
    // All at one moment: in the next nobody may be seen any more.
    const now = rollcall.seeAll();
    if (!now) return null;
    const look = {
      joined: [...now].filter(([userId, { present }]) => present || before.has(userId)).length,
      steppedIn: standbys.filter(({ userId, saidYes }) => saidYes || hasCome(context, userId)).length,
    };
    if (!campaign.request.dryRun) await noteLife(tx, seenIn(now), context.clock.now());
    return look;
  });
}
