import type { FinalOutcome } from '../domain/campaign.js';
import type { DeliveryOutcome } from '../domain/channel.js';
import { failpoint } from '../domain/failpoints.js';
import { type Settlement, settlementOf } from '../domain/settlement.js';
import type { Tx } from '../persistence/engine/database.js';
import { type Reservation, settleReservation } from '../persistence/stores/ledger-store.js';
import { type Claim, claimOf } from './claim.js';
import type { DispatchContext } from './context.js';
import { logRow } from './log-line.js';
import { recordPatiently } from './record-patiently.js';

/** What the log says about an attempt. */
export interface SettledAttempt {
  readonly settlement: Settlement;
  readonly outcome: FinalOutcome | 'retry';
  readonly reason: string | null;
  readonly code: string | null;
}

/**
 * Judges an attempt and records the ledger row and its log line in one transaction. `null`: the row was no
 * longer ours, and nothing was recorded.
 */
export async function settle(
  context: DispatchContext,
  reservation: Reservation,
  result: DeliveryOutcome,
  bounds: {
    expiresAt: number;
    hasOtherChannel: boolean;
    onceSent?: ((tx: Tx, now: number) => Promise<void>) | undefined;
  },
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
    // A summary outlives its job, and a post has none.
    const outlives = reservation.kind === 'summary' || reservation.kind === 'post';
    const settlement =
      outlives || !isPutOff(verdict)
        ? verdict
        : asTheJobGoesOn(verdict, await claimOf(context, tx, reservation.jobId));
    if (!(await settleReservation(tx, reservation.id, context.liveness.me, settlement, now))) return null;
    const attempt = worded(settlement);
    const { outcome, reason, code } = attempt;
    const delivered = settlement.state === 'sent' ? { messageId: settlement.messageId } : {};
    await logRow(tx, reservation, { outcome, reason, code, ...delivered }, now);
    if (settlement.state === 'sent') await bounds.onceSent?.(tx, now);
    failpoint('settle.before');
    return attempt;
  };
  const recorded = await recordPatiently(context, () => context.database.withTransaction(record));
  failpoint('settle.after');
  return recorded;
}

/** What somebody has to come back to. */
type PutOff = Extract<Settlement, { state: 'retry' | 'next_channel' }>;

function isPutOff(verdict: Settlement): verdict is PutOff {
  return verdict.state === 'retry' || verdict.state === 'next_channel';
}

/**
 * Nobody comes back to a row that waits once its job is cancelled or over. Whoever has taken the job comes back
 * to it: while the row is still ours, what became of it is ours to record.
 */
function asTheJobGoesOn(verdict: PutOff, claim: Claim): Settlement {
  if (claim === 'held' || claim === 'elsewhere') return verdict;
  const maybeArrived = verdict.state === 'retry' && verdict.ambiguous;
  const reason = claim === 'cancelled' ? 'cancelled' : 'expired';
  return { state: maybeArrived ? 'unknown' : 'failed', reason, code: verdict.code };
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
