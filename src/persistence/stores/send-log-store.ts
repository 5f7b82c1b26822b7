import type { AttemptOutcome, CampaignJob, FinalOutcome } from '../../domain/campaign.js';
import type { ChannelType } from '../../domain/channel-choice.js';
import { summaryKey } from '../../domain/event-key.js';
import { asksToCome, type JobType } from '../../domain/message-kinds.js';
import type { Tx, View } from '../engine/database.js';
import type { SendLogRow } from '../entities/send-log.js';
import { fromText, toText } from '../instants.js';
import { isAbout } from './listed.js';

/** One row of the send log, as it is written. */
export interface SendLogEntry {
  readonly campaignId: string;
  readonly jobId: string;
  readonly userId: string;
  /** The recipient it concerns, if it is one. */
  readonly recipientId?: string | null;
  readonly channel: ChannelType | null;
  readonly outcome: AttemptOutcome;
  readonly reason: string | null;
  readonly isFinal: boolean;
  readonly messageId: string | null;
  readonly errorCode: string | null;
  /** The number of the request, from 1; 0 where none was made. */
  readonly attempt: number;
  readonly eventKey: string;
}

/**
 * Appends a row. Where it concerns a recipient it is under the id they have now: an erasure may have changed it; `userId` stands for one
 * who is gone. @throws the driver's unique violation on a second final row for a job and person. */
export async function appendSendLog(tx: Tx, entry: SendLogEntry, now: number): Promise<void> {
  await tx.sql`
    INSERT INTO availability_promotion_send_logs
      (campaign_id, job_id, user_id, channel_type, outcome, reason, is_final, message_id, error_code, attempt,
       event_key, created_at)
    VALUES (${entry.campaignId}, ${entry.jobId},
      COALESCE((SELECT user_id FROM availability_promotion_recipients WHERE id = ${entry.recipientId ?? null}), ${entry.userId}), ${entry.channel}, ${entry.outcome},
      ${entry.reason}, ${entry.isFinal}, ${entry.messageId}, ${entry.errorCode}, ${entry.attempt},
      ${entry.eventKey}, ${toText(now)})`;
}

/** The channels that were found closed for a person in a job. */
export async function closedChannels(
  tx: Tx,
  jobId: string,
  userId: string,
): Promise<ReadonlySet<ChannelType>> {
  const rows: { channel_type: ChannelType }[] = await tx.sql`
    SELECT channel_type FROM availability_promotion_send_logs
    WHERE job_id = ${jobId} AND user_id = ${userId} AND reason IN ('channel_closed', 'message_refused')
      AND channel_type IS NOT NULL`;
  return new Set(rows.map((row) => row.channel_type));
}

/** How many of a job's final rows read the same; `lastId` is the newest. */
export interface FinalCount {
  readonly jobId: string;
  readonly outcome: FinalOutcome;
  readonly reason: string | null;
  readonly count: number;
  readonly lastId: number;
}

/** A campaign's final rows after the row `after` of the send log, counted by job, outcome and reason. */
export async function finalRowsAfter(view: View, campaignId: string, after: number): Promise<FinalCount[]> {
  const rows: {
    job_id: string;
    outcome: FinalOutcome;
    reason: string | null;
    count: number | string;
    last_id: number | string;
  }[] = await view.sql`
    SELECT job_id, outcome, reason, COUNT(*) AS count, MAX(id) AS last_id FROM availability_promotion_send_logs
    WHERE campaign_id = ${campaignId} AND id > ${after} AND is_final = true
    GROUP BY job_id, outcome, reason ORDER BY job_id, outcome, reason`;
  return rows.map(({ job_id, outcome, reason, count, last_id }) => {
    return { jobId: job_id, outcome, reason, count: Number(count), lastId: Number(last_id) };
  });
}

/** Whether somebody has their final row in a job. */
export async function hasFinalRow(tx: Tx, jobId: string, userId: string): Promise<boolean> {
  return (await finalOutcomeOf(tx, jobId, userId)) !== null;
}

/** How a job ended for a person; `null`: it has not yet. */
export async function finalOutcomeOf(
  view: View,
  jobId: string,
  userId: string,
): Promise<FinalOutcome | null> {
  const rows: { outcome: FinalOutcome }[] = await view.sql`
    SELECT outcome FROM availability_promotion_send_logs
    WHERE job_id = ${jobId} AND user_id = ${userId} AND is_final = true`;
  return rows[0]?.outcome ?? null;
}

/** People a job left out because they were there already. */
export async function presentIn(view: View, jobId: string): Promise<ReadonlySet<string>> {
  const rows: { user_id: string }[] = await view.sql`
    SELECT user_id FROM availability_promotion_send_logs
    WHERE job_id = ${jobId} AND is_final = true AND reason = 'present'`;
  return new Set(rows.map((row) => row.user_id));
}

/** When a dry run would have called a person so far, to come. */
export async function simulatedCallsTo(view: View, campaignId: string, userId: string): Promise<number[]> {
  const rows: { created_at: string; job_type: JobType }[] = await view.sql`
    SELECT l.created_at, j.job_type FROM availability_promotion_send_logs l
    JOIN availability_promotion_jobs j ON j.id = l.job_id
    WHERE l.campaign_id = ${campaignId} AND l.user_id = ${userId} AND l.outcome = 'simulated'
      AND l.channel_type IS NOT NULL`;
  return rows.flatMap((row) => (asksToCome(row.job_type) ? [fromText(row.created_at)] : []));
}

/** Whom the start job of a dry run would have called. */
export async function simulatedCalls(view: View, campaignId: string): Promise<ReadonlySet<string>> {
  const rows: { user_id: string }[] = await view.sql`
    SELECT l.user_id FROM availability_promotion_send_logs l
    JOIN availability_promotion_jobs j ON j.id = l.job_id
    WHERE l.campaign_id = ${campaignId} AND j.job_type = 'start' AND l.outcome = 'simulated'
      AND l.channel_type IS NOT NULL`;
  return new Set(rows.map((row) => row.user_id));
}

/** One line of a campaign's log. */
export interface SendLogLine {
  readonly campaignId: string;
  readonly at: number;
  readonly jobType: string;
  /** A follow-up's summary: posted in a Discord channel, sent to nobody. */
  readonly isSummary: boolean;
  readonly userId: string;
  readonly displayName: string | null;
  readonly channel: ChannelType | null;
  readonly outcome: AttemptOutcome;
  readonly reason: string | null;
  readonly errorCode: string | null;
  readonly attempt: number;
  readonly isFinal: boolean;
}

/** A campaign's send log, oldest first, every attempt; `outcome` narrows it. */
export async function sendLogOf(
  view: View,
  campaignId: string,
  outcome?: AttemptOutcome,
): Promise<SendLogLine[]> {
  type Line = SendLogRow & { job_type: string; display_name: string | null };
  const rows: Line[] = await view.sql`
    SELECT l.*, j.job_type, r.display_name FROM availability_promotion_send_logs l
    JOIN availability_promotion_jobs j ON j.id = l.job_id
    LEFT JOIN availability_promotion_recipients r ON r.campaign_id = l.campaign_id AND r.user_id = l.user_id
    WHERE l.campaign_id = ${campaignId} AND l.outcome = COALESCE(${outcome ?? null}, l.outcome)
    ORDER BY l.id`;
  return rows.map((row) => ({
    campaignId: row.campaign_id,
    at: fromText(row.created_at),
    jobType: row.job_type,
    isSummary: row.event_key === summaryKey(campaignId),
    userId: row.user_id,
    displayName: row.display_name,
    channel: row.channel_type,
    outcome: row.outcome,
    reason: row.reason,
    errorCode: row.error_code,
    attempt: row.attempt,
    isFinal: Boolean(row.is_final),
  }));
}

/**
 * Gives the same final row to everybody a job is about without a final row or an open ledger row, in one
 * statement. @returns how many.
 */
export async function finishUntouched(
  tx: Tx,
  job: Pick<CampaignJob, 'id' | 'campaignId' | 'jobType'>,
  end: { outcome: FinalOutcome; reason: string; eventKey: string },
  now: number,
): Promise<number> {
  const rows: unknown[] = await tx.sql`
    INSERT INTO availability_promotion_send_logs
      (campaign_id, job_id, user_id, channel_type, outcome, reason, is_final, message_id, error_code, attempt,
       event_key, created_at)
    SELECT r.campaign_id, ${job.id}, r.user_id, NULL, ${end.outcome}, ${end.reason}, ${true}, NULL, NULL,
      0, ${end.eventKey}, ${toText(now)}
    FROM availability_promotion_recipients r
    WHERE r.campaign_id = ${job.campaignId} AND ${isAbout(job.jobType)}
      AND NOT EXISTS (SELECT 1 FROM availability_promotion_send_logs l
        WHERE l.job_id = ${job.id} AND l.user_id = r.user_id AND l.is_final = true)
      AND NOT EXISTS (SELECT 1 FROM notifications_ledger n
        WHERE n.job_id = ${job.id} AND n.recipient_id = r.id AND n.state IN ('sending', 'retry'))
    RETURNING id`;
  return rows.length;
}

/** Gives the same final row to people with an open ledger row and no final row. @returns how many. */
export async function finishOpen(
  tx: Tx,
  job: { id: string },
  end: { outcome: FinalOutcome; reason: string; eventKey: string },
  now: number,
): Promise<number> {
  const rows: unknown[] = await tx.sql`
    INSERT INTO availability_promotion_send_logs
      (campaign_id, job_id, user_id, channel_type, outcome, reason, is_final, message_id, error_code, attempt,
       event_key, created_at)
    SELECT n.campaign_id, n.job_id, r.user_id, n.channel_type, ${end.outcome}, ${end.reason}, ${true},
      NULL, n.error_code, n.attempts, ${end.eventKey}, ${toText(now)}
    FROM notifications_ledger n
    JOIN availability_promotion_recipients r ON r.id = n.recipient_id
    WHERE n.job_id = ${job.id} AND n.state IN ('sending', 'retry')
      AND NOT EXISTS (SELECT 1 FROM availability_promotion_send_logs l
        WHERE l.job_id = ${job.id} AND l.user_id = r.user_id AND l.is_final = true)
    RETURNING id`;
  return rows.length;
}
