import type { CampaignJob } from '../domain/campaign.js';
import type { OutgoingMessage } from '../domain/channel.js';
import { channelOfUser } from '../domain/event-key.js';
import { lastMomentOf } from '../domain/schedule.js';
import { findCampaign } from '../persistence/stores/campaign-store.js';
import type { Tx } from '../persistence/engine/database.js';
import { eveningRecord } from '../persistence/stores/evening-record-store.js';
import { findJob } from '../persistence/stores/job-store.js';
import { dueSummaries, findReservation, type Reservation } from '../persistence/stores/ledger-store.js';
import { promotionsPaused } from '../persistence/stores/system-state-store.js';
import { findTurnout } from '../persistence/stores/turnout-store.js';
import { turnoutBar } from '../pictures/turnout-bar.js';
import type { DispatchContext } from './context.js';
import { endWaiting } from './log-line.js';
import { type Letter, send } from './outgoing.js';
import type { RunControl } from './run-result.js';
import { hasCome } from './standby-turns.js';
import { canBeToldApart, resume } from './take-up.js';

/**
 * Posts the due summaries, each by its ledger row: reserved before the request leaves, asked for again under
 * the same nonce if its process dies, never posted twice. A failure here never counts against the follow-up.
 */
export async function postSummaries(context: DispatchContext, control: RunControl): Promise<void> {
  const due = await context.database.withTransaction((tx) => dueSummaries(tx, context.clock.now()));
  for (const row of due) {
    if (control.draining.aborted || context.channels.get('discord').gate.waitMs() > 0) return;
    try {
      await post(context, row, control);
    } catch (error) {
      // It costs no other summary its turn. The next sweep takes up a reserved row again.
      context.events.emit({ type: 'background_error', where: 'summary', error });
    }
  }
}

async function post(context: DispatchContext, row: Reservation, control: RunControl): Promise<void> {
  const channelId = channelOfUser(row.userId);
  const job = await findJob(context.database.view, row.jobId);
  if (channelId === null || !job) return;
  const isDue = await context.database.withTransaction((tx) => isToBePosted(context, tx, row, job));
  if (!isDue) return;
  // Drawn and worded here: no transaction may wait for that.
  const message = await summaryOf(context, row.campaignId);
  const came = await send<Letter, NotNow>(context, {
    job,
    channel: 'discord',
    signal: control.draining,
    inFlight: control.inFlight,
    reserve: async (tx) => {
      // Read again: the row may have changed since it was found.
      const current = await findReservation(tx, [row.userId], row.eventKey);
      if (!current || !(await isToBePosted(context, tx, current, job))) return { kind: 'not_now' };
      const reservation = await resume(context, tx, current, 'discord');
      if (!reservation) return { kind: 'not_now' };
      return { kind: 'go', reservation, address: channelId, message, hasOtherChannel: false };
    },
  });
  const settled = came?.kind === 'left' ? await came.settled : null;
  if (!settled) return;
  const { outcome, code } = settled;
  context.events.emit({ type: 'summary_settled', campaignId: row.campaignId, channelId, outcome, code });
}

/** The row no longer waits, or something holds it up. */
interface NotNow {
  readonly kind: 'not_now';
}

/**
 * Whether to take up a summary's row. It ends the row when it is too late, or when nobody could tell whether
 * it was posted, whatever else holds up the summary.
 */
async function isToBePosted(
  context: DispatchContext,
  tx: Tx,
  row: Reservation,
  job: CampaignJob,
): Promise<boolean> {
  if (row.state !== 'retry') return false;
  const now = context.clock.now();
  const expiresAt = lastMomentOf(row.kind, job);
  // How many standbys stepped in is among what it tells.
  if (now < expiresAt && canBeToldApart(context, row))
    return !context.awaitsVoice() && !(await promotionsPaused(tx));
  const reason = now >= expiresAt ? 'expired' : 'maybe_delivered';
  await endWaiting(tx, row, { outcome: 'failed', reason }, now);
  return false;
}

/** The numbers in words, and a picture of them; without the picture the words say the same. */
async function summaryOf(context: DispatchContext, campaignId: string): Promise<OutgoingMessage> {
  const { view } = context.database;
  const turnout = await findTurnout(view, campaignId);
  const campaign = await findCampaign(view, campaignId);
  if (!turnout || !campaign) throw new Error('a summary without its turnout');
  const messages = context.followUp.messages();
  const words = messages.turnout;
  const there = (userId: string): boolean => hasCome(context, userId);
  const { answers, why, standbys } = await eveningRecord(view, campaign, turnout, there);
  // Who can't be seen has not stayed away.
  const isKnown = context.presence.voice?.inVoice() !== null || turnout.steppedIn !== null;
  const isFull = (turnout.inVoice ?? 0) + (turnout.onServer ?? 0) >= context.settings.sessionReadyThreshold;
  const more = isFull ? null : messages.insights.summary(why, isKnown ? standbys : null);
  const text = [
    words.summary(turnout, campaign.startAt),
    ...(answers ? [words.answers(answers)] : []),
    ...(more === null ? [] : [more]),
  ].join('\n');
  try {
    const png = await context.draw(turnoutBar(turnout, words.bar));
    return {
      text,
      actions: [],
      attachment: { name: 'turnout.png', png, description: words.barOf(turnout) },
    };
  } catch (error) {
    context.events.emit({ type: 'background_error', where: 'picture', error });
    return { text, actions: [] };
  }
}
