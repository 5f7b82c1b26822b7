import type { CampaignJob } from '../domain/campaign.js';
import { lastMomentOf } from '../domain/schedule.js';
import { findCampaign } from '../persistence/stores/campaign-store.js';
import type { Tx } from '../persistence/engine/database.js';
import { attempt } from '../persistence/engine/savepoint.js';
import { findJob, releaseJob, runningJobs } from '../persistence/stores/job-store.js';
import {
  giveUpReservation,
  recoverReservation,
  type Reservation,
  type RowUnderWay,
  rowsUnderWay,
} from '../persistence/stores/ledger-store.js';
import type { DispatchContext } from './context.js';
import { refreshCampaignStatus } from './conclude.js';
import { logRow } from './log-line.js';

/** The jobs and ledger rows that this process is at work on. */
export interface AtWork {
  readonly jobs: { has(id: string): boolean };
  readonly rows: { has(id: string): boolean };
}

/** What was left, and is taken up. */
export interface TakenUp {
  /** How many jobs are due again. */
  readonly jobs: number;
  /** Of these, and of the rows, those of processes that are dead. */
  readonly ofTheDead: { readonly jobs: number; readonly retried: number; readonly unknown: number };
  /** Rows that could not be seen to, and stay as they are. */
  readonly stuck: readonly StuckRow[];
}

/** A row that can't be seen to. */
export interface StuckRow {
  readonly row: Reservation;
  readonly error: unknown;
}

/**
 * Takes up the jobs and ledger rows that nobody works on any more: this process's own that it is not at work
 * on, and those of processes whose life is disproved in this transaction. The work of a process that may live
 * stays as it is. A job is due again. A row may have arrived: while the provider still knows its nonce we retry,
 * which can't deliver twice; otherwise it is `unknown` for good. A row that can't be seen to holds up no other.
 * @throws when the database itself is in trouble.
 */
export async function takeUpLeftWork(context: DispatchContext, tx: Tx, atWork: AtWork): Promise<TakenUp> {
  const { channels, clock, liveness } = context;
  const { me } = liveness;
  channels.lookAtClock();
  const running = await runningJobs(tx);
  const sending = await rowsUnderWay(tx);
  const owners = new Set([...running, ...sending].map(({ owner }) => owner));
  owners.delete(me);
  const dead = owners.size === 0 ? owners : await liveness.deadAmong(tx, [...owners]);
  const isLeft = (owner: string, isAtWork: boolean): boolean => (owner === me ? !isAtWork : dead.has(owner));

  const jobs = running.filter(({ id, owner }) => isLeft(owner, atWork.jobs.has(id)));
  const now = clock.now();
  for (const job of jobs) await releaseJob(tx, job, now, now);
  const rows = sending.filter(({ id, owner }) => isLeft(owner, atWork.rows.has(id)));
  const ofTheDead = { jobs: jobs.filter(({ owner }) => owner !== me).length, retried: 0, unknown: 0 };
  const stuck: StuckRow[] = [];
  for (const row of rows) {
    const seenTo = await attempt(tx, () => seeTo(context, tx, row));
    if (!seenTo.ok) stuck.push({ row, error: seenTo.error });
    else if (row.owner !== me) ofTheDead[seenTo.value] += 1;
  }
  return { jobs: jobs.length, ofTheDead, stuck };
}

async function seeTo(context: DispatchContext, tx: Tx, row: RowUnderWay): Promise<'retried' | 'unknown'> {
  const now = context.clock.now();
  const code = row.owner === context.liveness.me ? 'interrupted' : 'restart';
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
  if (!context.channels.get(row.channel).nonces.isFresh(row.nonce, row.firstAttemptAt)) return false;
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
