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
  await append(tx, { ...row, ...(await whoseLine(tx, row)), isFinal }, end, now);
}

/** Writes the final row of a recipient without a request; in a dry run, with the channel of the call. */
export async function logUnasked(
  tx: Tx,
  about: { job: CampaignJob; userId: string; eventKey: string; channel?: ChannelType | null },
  end: LineEnd,
  now: number,
): Promise<void> {
  const { job, userId, eventKey, channel = null } = about;
  const line = {
    campaignId: job.campaignId,
    jobId: job.id,
    userId,
    recipientId: null,
    eventKey,
    channel,
    attempts: 0,
    isFinal: true,
  };
  await append(tx, line, end, now);
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

interface Line extends Pick<
  Reservation,
  'campaignId' | 'jobId' | 'userId' | 'eventKey' | 'attempts' | 'recipientId'
> {
  readonly channel: ChannelType | null;
  readonly isFinal: boolean;
}

async function append(tx: Tx, line: Line, end: LineEnd, now: number): Promise<void> {
  const { campaignId, jobId, userId, recipientId, eventKey, channel, attempts, isFinal } = line;
  const { outcome, reason, code, messageId = null } = end;
  await appendSendLog(
    tx,
    {
      campaignId,
      jobId,
      userId,
      recipientId,
      channel,
      outcome,
      reason,
      isFinal,
      messageId,
      errorCode: code,
      attempt: attempts,
      eventKey,
    },
    now,
  );
}

/** The name in the log: the person may have erased their data during the request, or before. */
async function whoseLine(tx: Tx, row: Reservation): Promise<Pick<Line, 'userId' | 'recipientId'>> {
  switch (row.kind) {
    case 'call':
      return { userId: `${ERASED_PREFIX}${row.id}`, recipientId: row.recipientId };
    case 'report': {
      const campaign = await findCampaign(tx, row.campaignId);
      return { userId: campaign?.promoterId ?? row.userId, recipientId: null };
    }
    case 'summary':
    case 'post':
      return { userId: row.userId, recipientId: null };
  }
}
