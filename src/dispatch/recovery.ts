import type { CampaignJob } from '../domain/campaign.js';
import { lastMomentOf } from '../domain/schedule.js';
import { nonceIsFresh } from '../domain/settlement.js';
import { findCampaign } from '../persistence/stores/campaign-store.js';
import type { Tx } from '../persistence/engine/database.js';
import { attempt } from '../persistence/engine/savepoint.js';
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
  /** Those that could not be seen to, and stay as they are. */
  readonly stuck: readonly StuckRow[];
}

/** A row that can't be seen to. */
export interface StuckRow {
  readonly row: Reservation;
  readonly error: unknown;
}

/**
 * Sees to ledger rows left `sending` by a process, or a step, that is gone. Each may have arrived. While the
 * provider still knows the nonce we retry, which can't deliver twice; otherwise the row is `unknown` for
 * good. A row that can't be seen to holds up no other.
 * @throws when the database itself is in trouble.
 */
export async function recoverReservations(
  context: DispatchContext,
  tx: Tx,
  rows: readonly Reservation[],
  code: 'restart' | 'interrupted',
): Promise<Recovered> {
  const stuck: StuckRow[] = [];
  let retried = 0;
  for (const row of rows) {
    const seenTo = await attempt(tx, () => seeTo(context, tx, row, code));
    if (!seenTo.ok) stuck.push({ row, error: seenTo.error });
    else if (seenTo.value === 'retried') retried += 1;
  }
  return { retried, unknown: rows.length - retried - stuck.length, stuck };
}

async function seeTo(
  context: DispatchContext,
  tx: Tx,
  row: Reservation,
  code: string,
): Promise<'retried' | 'unknown'> {
  const now = context.clock.now();
  const job = await findJob(tx, row.jobId);
  if (!canAskAgain(context, row, job, now)) {
    await giveUp(tx, row, code, now);
    return 'unknown';
  }
  await recoverReservation(tx, row.id, code, now);
  return 'retried';
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
