import { channelOfUser } from '../domain/event-key.js';
import type { OutgoingMessage } from '../domain/channel.js';
import { failpoint } from '../domain/failpoints.js';
import { summaryExpiry } from '../domain/schedule.js';
import { findCampaign } from '../persistence/campaign-store.js';
import type { Tx } from '../persistence/database.js';
import { findJob } from '../persistence/job-store.js';
import {
  closeReservation,
  dueSummaries,
  findReservation,
  type Reservation,
} from '../persistence/ledger-store.js';
import { promotionsPaused } from '../persistence/system-state-store.js';
import { findTurnout } from '../persistence/turnout-store.js';
import { turnoutBar } from '../pictures/turnout-bar.js';
import type { DispatchContext } from './context.js';
import { reserving } from './in-flight.js';
import { canBeToldApart, resume } from './reserve.js';
import type { RunControl } from './run-result.js';
import { settle } from './settle.js';
import { logSummary } from './summary-log.js';
import { transmit } from './transmit.js';

/**
 * Posts the summaries that are due, each by its row of the ledger: reserved before the request leaves, asked for again
 * under the same nonce if its process dies, never posted twice. Whatever becomes of one is no fault of the follow-up,
 * which has ended before.
 */
export async function postSummaries(context: DispatchContext, control: RunControl): Promise<void> {
  const due = await context.database.withTransaction((tx) => dueSummaries(tx, context.clock.now()));
  for (const row of due) {
    if (control.draining.aborted || context.channels.get('discord').gate.waitMs() > 0) return;
    try {
      await post(context, row, control);
    } catch (error) {
      // It costs no other summary its turn. A row that was reserved is taken up again by the next sweep.
      context.events.emit({ type: 'background_error', where: 'summary', error });
    }
  }
}

async function post(context: DispatchContext, row: Reservation, control: RunControl): Promise<void> {
  const channelId = channelOfUser(row.userId);
  const job = await findJob(context.database.view, row.jobId);
  if (channelId === null || !job) return;
  const expiresAt = summaryExpiry(job);
  const isDue = await context.database.withTransaction((tx) => isToBePosted(context, tx, row, expiresAt));
  if (!isDue) return;
  // Drawn and worded first: no transaction waits for that.
  const message = await summaryOf(context, row.campaignId);
  const paced = context.channels.get('discord');
  const slot = await paced.pacer.acquire(control.draining);
  if (!slot) return;
  if (paced.gate.waitMs() > 0) {
    paced.pacer.giveBack(slot);
    return;
  }
  const reserved = await reserveSummary(context, row, expiresAt, control.inFlight);
  if (!reserved) {
    paced.pacer.giveBack(slot);
    return;
  }
  try {
    failpoint('reserve.after');
    const result = await transmit(paced, {
      recipient: { userId: row.userId, address: channelId },
      message,
      nonce: reserved.nonce,
      jobType: 'follow_up',
    });
    failpoint('send.after');
    const settled = await settle(context, reserved, result, {
      expiresAt,
      hasOtherChannel: false,
      isCall: false,
      outlivesJob: true,
    });
    if (!settled) return;
    const { outcome, code } = settled;
    context.events.emit({
      type: 'summary_settled',
      campaignId: row.campaignId,
      channelId,
      outcome,
      code,
    });
  } finally {
    control.inFlight.delete(reserved.id);
  }
}

/** Takes up a summary's row, if it is still to be posted. */
async function reserveSummary(
  context: DispatchContext,
  row: Reservation,
  expiresAt: number,
  inFlight: Set<string>,
): Promise<Reservation | null> {
  return reserving(context.database, inFlight, async (tx, leaves) => {
    // As it is now: it may have been taken up, or ended, since it was found.
    const current = await findReservation(tx, [row.userId], row.eventKey);
    if (!current || !(await isToBePosted(context, tx, current, expiresAt))) return null;
    const reservation = await resume(context, tx, current, 'discord', context.clock.now());
    if (reservation) leaves(reservation.id);
    return reservation;
  });
}

/**
 * Whether a summary's row may be taken up. Where it is too late, or nobody could tell any more whether it was posted,
 * the row is ended, whatever else stands in the summary's way.
 */
async function isToBePosted(
  context: DispatchContext,
  tx: Tx,
  row: Reservation,
  expiresAt: number,
): Promise<boolean> {
  if (row.state !== 'retry') return false;
  const now = context.clock.now();
  const mayHaveArrived = row.ambiguousSince !== null;
  if (now < expiresAt && canBeToldApart(context, row)) return !(await promotionsPaused(tx));
  const outcome = mayHaveArrived ? 'unknown' : 'failed';
  const reason = now >= expiresAt ? 'expired' : 'maybe_delivered';
  const code = row.errorCode ?? reason;
  await closeReservation(tx, row.id, outcome, code, now);
  await logSummary(tx, row, { outcome, reason, code }, now);
  return false;
}

/** The numbers in words, and a picture of them; if that can't be drawn, the words alone say the same. */
async function summaryOf(context: DispatchContext, campaignId: string): Promise<OutgoingMessage> {
  const { view } = context.database;
  const turnout = await findTurnout(view, campaignId);
  const campaign = await findCampaign(view, campaignId);
  if (!turnout || !campaign) throw new Error('a summary without its turnout');
  const words = context.followUp.messages().turnout;
  const text = words.summary(turnout, campaign.startAt);
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
