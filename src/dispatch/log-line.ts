import {
  type AttemptOutcome,
  type CampaignJob,
  ERASED_PREFIX,
  type FinalOutcome,
} from '../domain/campaign.js';
import type { ChannelType } from '../domain/channel-choice.js';
import { findCampaign } from '../persistence/stores/campaign-store.js';
import type { Tx } from '../persistence/engine/database.js';
import { closeReservation, type Reservation } from '../persistence/stores/ledger-store.js';
import { appendSendLog } from '../persistence/stores/send-log-store.js';

/** How a line of the send log ends. */
interface LineEnd {
  readonly outcome: AttemptOutcome;
  readonly reason: string | null;
  readonly code: string | null;
  readonly messageId?: string;
}

/**
 * Writes a ledger row's line into the send log. For a call without a retry it is the recipient's final row; a
 * report and a summary have no recipient, and a post has no campaign to be logged with.
 */
export async function logRow(tx: Tx, row: Reservation, end: LineEnd, now: number): Promise<void> {
  // The log is a campaign's.
  if (row.kind === 'post') return;
  const isFinal = row.kind === 'call' && end.outcome !== 'retry';
  const { userId, recipientId } = row.kind === 'report' ? await promoterOf(tx, row) : whoseLine(row);
  const { campaignId, jobId, eventKey, channel, attempts: attempt } = row;
  const { outcome, reason, code: errorCode, messageId = null } = end;
  const line = {
    campaignId,
    jobId,
    userId,
    recipientId,
    eventKey,
    channel,
    attempt,
    outcome,
    reason,
    errorCode,
    messageId,
    isFinal,
  };
  await appendSendLog(tx, line, now);
}

/** Writes the final row of a recipient without a request; in a dry run, with the channel of the call. */
export async function logUnasked(
  tx: Tx,
  about: { job: CampaignJob; userId: string; eventKey: string; channel?: ChannelType | null },
  end: LineEnd,
  now: number,
): Promise<void> {
  const { job, userId, eventKey, channel = null } = about;
  const { outcome, reason, code: errorCode, messageId = null } = end;
  const what = { channel, outcome, reason, isFinal: true, messageId, errorCode, attempt: 0, eventKey };
  await appendSendLog(tx, { campaignId: job.campaignId, jobId: job.id, userId, ...what }, now);
}

/**
 * Ends a row whose retry will not come, as `unknown` where an earlier attempt may have arrived, and writes
 * its line (a report gets none here). @returns what the line says.
 */
export async function endWaiting<O extends FinalOutcome>(
  tx: Tx,
  row: Reservation,
  { outcome, reason }: { outcome: O; reason: string },
  now: number,
): Promise<{ outcome: O | 'unknown'; reason: string; code: string | null }> {
  const maybeArrived = row.ambiguousSince !== null;
  const code = row.errorCode;
  await closeReservation(tx, row.id, maybeArrived ? 'unknown' : 'failed', code ?? reason, now);
  const end = { outcome: maybeArrived ? ('unknown' as const) : outcome, reason, code };
  if (row.kind !== 'report') await logRow(tx, row, end, now);
  return end;
}

/** Whom a line names. */
type Whose = Pick<Reservation, 'userId' | 'recipientId'>;

/** Of a call, the log finds its person's name: they may have erased their data during the request, or before. */
function whoseLine({ kind, id, userId, recipientId }: Reservation): Whose {
  return kind === 'call' ? { userId: `${ERASED_PREFIX}${id}`, recipientId } : { userId, recipientId: null };
}

/** A report names whoever is the campaign's promoter by now. */
async function promoterOf(tx: Tx, { campaignId, userId }: Reservation): Promise<Whose> {
  const campaign = await findCampaign(tx, campaignId);
  return { userId: campaign?.promoterId ?? userId, recipientId: null };
}
