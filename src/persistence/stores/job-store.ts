import type { CampaignJob, EndReason, JobStatus } from '../../domain/campaign.js';
import { kindsThatLook } from '../../domain/message-kinds.js';
import type { LostTime } from '../../domain/restored.js';
import type { Tx, View } from '../engine/database.js';
import type { CampaignJobRow } from '../entities/campaign-job.js';
import { fromNullableText, fromText, toText } from '../instants.js';

/** The columns of a job that others see. */
type JobColumns = Omit<CampaignJobRow, 'owner' | 'created_at' | 'updated_at'>;

/** A job from its row. */
export function toJob(row: JobColumns): CampaignJob {
  return {
    id: row.id,
    campaignId: row.campaign_id,
    jobType: row.job_type,
    runAt: fromText(row.run_at),
    nextRunAt: fromText(row.next_run_at),
    expiresAt: fromText(row.expires_at),
    status: row.status,
    attempts: row.attempts,
    lastError: row.last_error,
    waitsForPresence: row.waiting_for === 'presence',
    startedAt: fromNullableText(row.started_at),
    finishedAt: fromNullableText(row.finished_at),
    endReason: endReasonOf(row),
    wanted: row.wanted,
  };
}

function endReasonOf({ summary }: JobColumns): EndReason | null {
  return summary === null ? null : ((JSON.parse(summary) as { reason?: EndReason }).reason ?? null);
}

/** Inserts a pending job; nobody looks at it before `nextRunAt`, by default `runAt`. */
export async function insertJob(
  tx: Tx,
  job: Pick<CampaignJob, 'id' | 'campaignId' | 'jobType' | 'runAt' | 'expiresAt'> & { nextRunAt?: number },
  now: number,
): Promise<void> {
  const at = toText(now);
  await tx.sql`
    INSERT INTO availability_promotion_jobs
      (id, campaign_id, job_type, run_at, next_run_at, expires_at, status, attempts, created_at, updated_at)
    VALUES (${job.id}, ${job.campaignId}, ${job.jobType}, ${toText(job.runAt)},
      ${toText(job.nextRunAt ?? job.runAt)}, ${toText(job.expiresAt)}, 'pending', 0, ${at}, ${at})`;
}

export async function jobsOf(view: View, campaignId: string): Promise<CampaignJob[]> {
  const rows: CampaignJobRow[] = await view.sql`
    SELECT * FROM availability_promotion_jobs WHERE campaign_id = ${campaignId} ORDER BY run_at, id`;
  return rows.map(toJob);
}

export async function findJob(view: View, id: string): Promise<CampaignJob | null> {
  const rows: CampaignJobRow[] = await view.sql`SELECT * FROM availability_promotion_jobs WHERE id = ${id}`;
  return rows[0] ? toJob(rows[0]) : null;
}

/** The jobs still to come, for setting wake-ups. */
export async function pendingJobs(view: View): Promise<CampaignJob[]> {
  const rows: CampaignJobRow[] = await view.sql`
    SELECT * FROM availability_promotion_jobs WHERE status = 'pending' ORDER BY next_run_at, id`;
  return rows.map(toJob);
}

/**
 * The ids of jobs that can be claimed at `now`; while promotions are paused, only of jobs past their last
 * useful moment, which end without sending.
 */
export async function dueJobIds(view: View, now: number, paused: boolean): Promise<string[]> {
  const at = toText(now);
  const latestExpiry = paused ? at : '9999';
  const rows: { id: string }[] = await view.sql`
    SELECT id FROM availability_promotion_jobs
    WHERE status = 'pending' AND next_run_at <= ${at} AND expires_at <= ${latestExpiry}
    ORDER BY next_run_at, id`;
  return rows.map(({ id }) => id);
}

/** Claims a due job for this process by one conditional UPDATE; `null`: not due, or not free. */
export async function claimJob(tx: Tx, id: string, owner: string, now: number): Promise<CampaignJob | null> {
  const at = toText(now);
  const rows: CampaignJobRow[] = await tx.sql`
    UPDATE availability_promotion_jobs
    SET status = 'running', owner = ${owner}, started_at = COALESCE(started_at, ${at}), updated_at = ${at}
    WHERE id = ${id} AND status = 'pending' AND next_run_at <= ${at}
    RETURNING *`;
  return rows[0] ? toJob(rows[0]) : null;
}

/** What may keep a job of this process from going on. */
interface JobHolds {
  /** Whether this process still runs it. */
  readonly isHeld: boolean;
  /** Whether an admin has paused promotions. */
  readonly isPaused: boolean;
}

/** Checked in the transaction of every reservation, so both are asked at once. */
export async function holdsOf(tx: Tx, id: string, owner: string): Promise<JobHolds> {
  const [holds] = await tx.sql<{ held: number; paused: number }>`
    SELECT
      EXISTS (SELECT 1 FROM availability_promotion_jobs
        WHERE id = ${id} AND owner = ${owner} AND status = 'running') AS held,
      EXISTS (SELECT 1 FROM system_state WHERE key = 'promotions_paused') AS paused`;
  return { isHeld: Boolean(holds?.held), isPaused: Boolean(holds?.paused) };
}

/** How a job stands, and who runs it: `null` where nobody does. */
export interface JobHolding {
  readonly status: JobStatus;
  readonly owner: string | null;
}

/** Who holds a job; `null`: there is no such job (any more). */
export async function holdingOf(tx: Tx, id: string): Promise<JobHolding | null> {
  const [row] =
    await tx.sql<JobHolding>`SELECT status, owner FROM availability_promotion_jobs WHERE id = ${id}`;
  return row ?? null;
}

/** A campaign's job, by its kind. */
export type JobOfCampaign = Pick<CampaignJob, 'campaignId' | 'jobType'>;

/**
 * Sets the moment of a dependent job, such as a follow-up, that has not begun and has no moment yet but its
 * last useful one. A job that has begun looks again at `at`, if that is sooner. @returns the job, if it needs
 * a wake-up.
 */
export async function setMoment(
  tx: Tx,
  job: JobOfCampaign,
  at: number,
  now: number,
): Promise<CampaignJob | null> {
  const rows: CampaignJobRow[] = await tx.sql`
    UPDATE availability_promotion_jobs
    SET run_at = ${toText(at)}, updated_at = ${toText(now)},
        next_run_at = CASE WHEN expires_at < ${toText(at)} THEN expires_at ELSE ${toText(at)} END
    WHERE campaign_id = ${job.campaignId} AND job_type = ${job.jobType} AND status = 'pending' AND started_at IS NULL
      AND next_run_at >= expires_at
    RETURNING *`;
  return rows[0] ? toJob(rows[0]) : hasten(tx, job, at, now);
}

/** Lets a job that has begun look again at `at`, if that is sooner. @returns the job, if so. */
export async function hasten(
  tx: Tx,
  job: JobOfCampaign,
  at: number,
  now: number,
): Promise<CampaignJob | null> {
  // A running job's moment has passed; a new moment set now counts once the job is given back.
  const rows: CampaignJobRow[] = await tx.sql`
    UPDATE availability_promotion_jobs
    SET next_run_at = ${toText(at)}, updated_at = ${toText(now)}
    WHERE campaign_id = ${job.campaignId} AND job_type = ${job.jobType} AND started_at IS NOT NULL
      AND ${toText(at)} < expires_at
      AND ((status = 'pending' AND next_run_at > ${toText(at)})
        OR (status = 'running' AND (next_run_at <= ${toText(now)} OR next_run_at > ${toText(at)})))
    RETURNING *`;
  return rows[0] ? toJob(rows[0]) : null;
}

/** Records whether a job waits to know who has come. */
export async function noteWaitForPresence(tx: Tx, id: string, waits: boolean, now: number): Promise<void> {
  await tx.sql`
    UPDATE availability_promotion_jobs
    SET waiting_for = ${waits ? 'presence' : null}, updated_at = ${toText(now)} WHERE id = ${id}`;
}

/** Lets jobs look again at once that wait to know who has come, or are run by `owner` and may be about to wait for that. */
export async function hastenPresence(tx: Tx, owner: string, now: number): Promise<void> {
  // As in {@link hasten}, a running job's new moment counts once it is given back.
  await tx.sql`
    UPDATE availability_promotion_jobs SET next_run_at = ${toText(now)}, updated_at = ${toText(now)}
    WHERE (status = 'pending' AND waiting_for = 'presence' AND next_run_at > ${toText(now)})
      OR (status = 'running' AND owner = ${owner} AND job_type IN (${() => kindsThatLook()}))`;
}

/**
 * Gives a running job back until `nextRunAt`, or until a sooner moment set meanwhile, even a past one. Such a
 * moment differs from `dueAt`, which the job was claimed for. `error` is the code of a run that threw, and
 * counts it.
 * @returns whether the claim still held.
 */
export async function releaseJob(
  tx: Tx,
  job: { id: string; owner: string; dueAt?: number },
  nextRunAt: number,
  now: number,
  error?: string,
): Promise<boolean> {
  const dueAt = job.dueAt === undefined ? null : toText(job.dueAt);
  const rows: unknown[] = await tx.sql`
    UPDATE availability_promotion_jobs
    SET status = 'pending', owner = NULL, updated_at = ${toText(now)},
        next_run_at = CASE WHEN next_run_at <> ${dueAt} AND next_run_at < ${toText(nextRunAt)}
          THEN next_run_at ELSE ${toText(nextRunAt)} END,
        attempts = attempts + ${error === undefined ? 0 : 1}, last_error = COALESCE(${error ?? null}, last_error)
    WHERE id = ${job.id} AND owner = ${job.owner} AND status = 'running'
    RETURNING id`;
  return rows.length > 0;
}

/** Ends a running job. @returns whether the claim still held. */
export async function finishJob(
  tx: Tx,
  job: { id: string; owner: string },
  end: { status: JobStatus; summary: unknown; lastError: string | null },
  now: number,
): Promise<boolean> {
  const at = toText(now);
  const rows: unknown[] = await tx.sql`
    UPDATE availability_promotion_jobs
    SET status = ${end.status}, owner = NULL, finished_at = ${at}, updated_at = ${at},
        summary = ${JSON.stringify(end.summary)}, last_error = COALESCE(${end.lastError}, last_error),
        waiting_for = NULL
    WHERE id = ${job.id} AND owner = ${job.owner} AND status = 'running'
    RETURNING id`;
  return rows.length > 0;
}

/** Cancels a campaign's jobs that have not ended. @returns the cancelled ones. */
export async function cancelJobs(tx: Tx, campaignId: string, now: number): Promise<CampaignJob[]> {
  const at = toText(now);
  const rows: CampaignJobRow[] = await tx.sql`
    UPDATE availability_promotion_jobs
    SET status = 'cancelled', owner = NULL, finished_at = ${at}, updated_at = ${at}
    WHERE campaign_id = ${campaignId} AND status IN ('pending', 'running')
    RETURNING *`;
  return rows.map(toJob);
}

/** The campaigns that have a job under way, or one that has begun and changed, or was cancelled, since an instant. */
export async function changedSince(view: View, since: number): Promise<string[]> {
  const rows = await view.sql<{ campaign_id: string }>`
    SELECT DISTINCT campaign_id FROM availability_promotion_jobs
    WHERE (status = 'running' OR updated_at >= ${toText(since)}) AND (started_at IS NOT NULL OR status = 'cancelled')
    ORDER BY campaign_id`;
  return rows.map((row) => row.campaign_id);
}

/** The jobs that processes have claimed and not ended, each with its owner. */
export async function runningJobs(tx: Tx): Promise<{ readonly id: string; readonly owner: string }[]> {
  return tx.sql`SELECT id, owner FROM availability_promotion_jobs WHERE status = 'running' ORDER BY id`;
}

/** Unfinished jobs that may have sent between two instants: due by the second, of use after the first. */
export async function jobsWithin(tx: Tx, lost: LostTime): Promise<CampaignJob[]> {
  const rows: CampaignJobRow[] = await tx.sql`
    SELECT * FROM availability_promotion_jobs
    WHERE status IN ('pending', 'running')
      AND run_at <= ${toText(lost.restoredAt)} AND expires_at > ${toText(lost.backupAt)}
    ORDER BY run_at, id`;
  return rows.map(toJob);
}

/** Claims a job that has not ended, even from its owner. Only for a database nobody works on. */
export async function takeJob(tx: Tx, id: string, owner: string, now: number): Promise<void> {
  const at = toText(now);
  await tx.sql`
    UPDATE availability_promotion_jobs
    SET status = 'running', owner = ${owner}, started_at = COALESCE(started_at, ${at}), updated_at = ${at}
    WHERE id = ${id} AND status IN ('pending', 'running')`;
}
