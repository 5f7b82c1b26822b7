import type { Tx } from '../persistence/database.js';
import type { Reservation } from '../persistence/ledger-store.js';
import { appendSendLog } from '../persistence/send-log-store.js';

/** The line of a summary that ends without another attempt; it is nobody's final row. */
export async function logSummary(
  tx: Tx,
  row: Reservation,
  end: { outcome: 'failed' | 'unknown'; reason: string; code: string },
  now: number,
): Promise<void> {
  await appendSendLog(
    tx,
    {
      campaignId: row.campaignId,
      jobId: row.jobId,
      userId: row.userId,
      channel: row.channel,
      outcome: end.outcome,
      reason: end.reason,
      isFinal: false,
      messageId: null,
      errorCode: end.code,
      attempt: row.attempts,
      eventKey: row.eventKey,
    },
    now,
  );
}
