import type { FinalOutcome } from '../domain/campaign.js';
import type { DeliveryOutcome } from '../domain/channel.js';
import { channelOfUser } from '../domain/event-key.js';
import { failpoint } from '../domain/failpoints.js';
import { type Settlement, settlementOf } from '../domain/settlement.js';
import { currentUserId, findCampaign } from '../persistence/campaign-store.js';
import type { Tx } from '../persistence/database.js';
import { holdsJob } from '../persistence/job-store.js';
import { type Reservation, settleReservation } from '../persistence/ledger-store.js';
import { appendSendLog, type SendLogEntry } from '../persistence/send-log-store.js';
import type { DispatchContext } from './context.js';
import { recordPatiently } from './record-patiently.js';

/** What the log says of an attempt. */
export interface SettledAttempt {
  readonly settlement: Settlement;
  readonly outcome: FinalOutcome | 'retry';
  readonly reason: string | null;
  readonly code: string | null;
}

/**
 * Judges an attempt and records it: the ledger row and its line in the send log, in one transaction. `isCall` is
 * false for a promoter's report and for a summary, whose lines are never a recipient's final row; a summary goes on
 * after its job has ended. `null` when the row was no longer ours, in which case nothing was recorded.
 */
export async function settle(
  context: DispatchContext,
  reservation: Reservation,
  result: DeliveryOutcome,
  bounds: { expiresAt: number; hasOtherChannel: boolean; isCall: boolean; outlivesJob?: boolean },
): Promise<SettledAttempt | null> {
  const now = context.clock.now();
  const { channel } = context.channels.get(reservation.channel);
  const verdict = settlementOf(
    result,
    {
      attempts: reservation.attempts,
      firstAttemptAt: reservation.firstAttemptAt,
      ambiguous: reservation.ambiguousSince !== null,
    },
    {
      now,
      expiresAt: bounds.expiresAt,
      maxAttempts: context.maxAttempts,
      hasOtherChannel: bounds.hasOtherChannel,
      nonceWindowMs: channel.nonceWindowMs,
      random: context.random,
    },
  );
  const record = async (tx: Tx): Promise<SettledAttempt | null> => {
    // Cancelled meanwhile: nobody would come back to a row that waits.
    const goesOn = bounds.outlivesJob || (await holdsJob(tx, reservation.jobId, context.owner));
    const settlement = goesOn ? verdict : withoutRetry(verdict);
    if (!(await settleReservation(tx, reservation.id, context.owner, settlement, now))) return null;
    const attempt = worded(settlement);
    const userId = await recordedAs(tx, reservation);
    const line: SendLogEntry = {
      campaignId: reservation.campaignId,
      jobId: reservation.jobId,
      userId,
      channel: reservation.channel,
      outcome: attempt.outcome,
      reason: attempt.reason,
      isFinal: bounds.isCall && attempt.outcome !== 'retry',
      messageId: settlement.state === 'sent' ? settlement.messageId : null,
      errorCode: attempt.code,
      attempt: reservation.attempts,
      eventKey: reservation.eventKey,
    };
    await appendSendLog(tx, line, now);
    failpoint('settle.before');
    return attempt;
  };
  const recorded = await recordPatiently(context, () => context.database.withTransaction(record));
  failpoint('settle.after');
  return recorded;
}

function withoutRetry(settlement: Settlement): Settlement {
  if (settlement.state !== 'retry' && settlement.state !== 'next_channel') return settlement;
  const maybeArrived = settlement.state === 'retry' && settlement.ambiguous;
  return { state: maybeArrived ? 'unknown' : 'failed', reason: 'cancelled', code: settlement.code };
}

/** Whom the log names: an erasure may have come while the request was under way. */
async function recordedAs(tx: Tx, { recipientId, campaignId, userId }: Reservation): Promise<string> {
  if (recipientId !== null) return (await currentUserId(tx, recipientId)) ?? userId;
  if (channelOfUser(userId) !== null) return userId;
  return (await findCampaign(tx, campaignId))?.promoterId ?? userId;
}

function worded(settlement: Settlement): SettledAttempt {
  switch (settlement.state) {
    case 'sent':
      return { settlement, outcome: 'sent', reason: null, code: null };
    case 'retry':
      return { settlement, outcome: 'retry', reason: 'will_retry', code: settlement.code };
    case 'next_channel':
      return { settlement, outcome: 'retry', reason: settlement.reason, code: settlement.code };
    case 'failed':
      if (settlement.reason === 'cancelled') {
        return { settlement, outcome: 'skipped', reason: settlement.reason, code: settlement.code };
      }
      return { settlement, outcome: 'failed', reason: settlement.reason, code: settlement.code };
    case 'unknown':
      return { settlement, outcome: 'unknown', reason: settlement.reason, code: settlement.code };
  }
}
