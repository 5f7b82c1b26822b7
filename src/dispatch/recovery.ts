import type { CampaignJob } from '../domain/campaign.js';
import { lastMomentOf } from '../domain/schedule.js';
import { nonceIsFresh } from '../domain/settlement.js';
import { findCampaign } from '../persistence/stores/campaign-store.js';
import type { Tx } from '../persistence/engine/database.js';
import { findJob } from '../persistence/stores/job-store.js';
import {
  giveUpReservation,
  recoverReservation,
  type Reservation,
} from '../persistence/stores/ledger-store.js';
import type { DispatchContext } from './context.js';
import { refreshCampaignStatus } from './conclude.js';
import { logRow } from './log-line.js';

/** What became of rows that nobody is sending any more. */
export interface Recovered {
  readonly retried: number;
  readonly unknown: number;
}

/**
 * Sees to ledger rows left `sending` by a process, or a step, that is gone. Each may have arrived. While the
 * provider still knows the nonce we retry, which can't deliver twice; otherwise the row is `unknown` for
 * good.
 */
export async function recoverReservations(
  context: DispatchContext,
  tx: Tx,
  rows: readonly Reservation[],
  code: 'restart' | 'interrupted',
): Promise<Recovered> {
  const now = context.clock.now();
  let retried = 0;
  for (const row of rows) {
    const job = await findJob(tx, row.jobId);
    if (canAskAgain(context, row, job, now)) {
      await recoverReservation(tx, row.id, code, now);
      retried += 1;
    } else {
      await giveUp(tx, row, code, now);
    }
  }
  return { retried, unknown: rows.length - retried };
}

function canAskAgain(
  context: DispatchContext,
  row: Reservation,
  job: CampaignJob | null,
  now: number,
): boolean {
  if (!context.channels.configured.has(row.channel)) return false;
  const { nonceWindowMs } = context.channels.get(row.channel).channel;
  if (!nonceIsFresh(row.firstAttemptAt, now, nonceWindowMs)) return false;
  // Whoever takes up a post judges whether it is too late.
  if (row.kind === 'post') return true;
  if (!job) return false;
  const goesOn = row.kind === 'summary' || job.status === 'pending' || job.status === 'running';
  return goesOn && now < lastMomentOf(row.kind, job);
}

async function giveUp(tx: Tx, row: Reservation, code: string, now: number): Promise<void> {
  await giveUpReservation(tx, row.id, code, now);
  if (row.kind === 'report') return;
  await logRow(tx, row, { outcome: 'unknown', reason: 'maybe_delivered', code }, now);
  if (row.kind === 'call' && (await findCampaign(tx, row.campaignId)))
    await refreshCampaignStatus(tx, row.campaignId, now);
}
