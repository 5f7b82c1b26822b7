import type { Campaign, CampaignJob, CampaignRecipient } from '../../domain/campaign.js';
import type { Standby } from '../../domain/standbys.js';
import type { Tx, View } from '../engine/database.js';
import type { CampaignJobRow } from '../entities/campaign-job.js';
import type { CampaignRecipientRow } from '../entities/campaign-recipient.js';
import { fromText, toText } from '../instants.js';
import { toJob } from './job-store.js';

/** What counts as having been called lately, in milliseconds. */
const LATELY_MS = 30 * 24 * 60 * 60_000;

/** Somebody in the line, as the records know them. */
export interface RecordedStandby extends Omit<Standby, 'came'> {
  readonly recipient: CampaignRecipient;
  /** They have answered that they come, or come later. */
  readonly saidYes: boolean;
}

interface LineRow extends CampaignRecipientRow {
  ledger_state: string | null;
  first_attempt_at: string | null;
  settled_at: string | null;
  is_over: number;
  answer: string | null;
}

/**
 * A campaign's standbys in the order of their turns: who is surest now, among those who was called least often in the last
 * 30 days, then whose answer is older. `jobId`: the job that calls them; `null`, there is none yet.
 */
export async function standbyLine(
  view: View,
  campaign: Pick<Campaign, 'id' | 'date'>,
  jobId: string | null,
  now: number,
): Promise<RecordedStandby[]> {
  const job = jobId ?? '';
  const rows: LineRow[] = await view.sql`
    SELECT r.*, n.state AS ledger_state, n.first_attempt_at, n.updated_at AS settled_at, a.answer,
      EXISTS (SELECT 1 FROM availability_promotion_send_logs f
        WHERE f.job_id = ${job} AND f.user_id = r.user_id AND f.is_final = true) AS is_over
    FROM availability_promotion_recipients r
    LEFT JOIN notifications_ledger n ON n.recipient_id = r.id AND n.job_id = ${job}
    LEFT JOIN availability_entries e ON e.user_id = r.user_id AND e.entry_date = ${campaign.date}
    LEFT JOIN availability_promotion_answers a ON a.user_id = r.user_id AND a.answer_date = ${campaign.date}
    WHERE r.campaign_id = ${campaign.id} AND r.tier = 'standby'
    ORDER BY CASE COALESCE(e.status, r.availability_status)
        WHEN 'LOOKING' THEN 0 WHEN 'AVAILABLE' THEN 1 ELSE 2 END,
      (SELECT COUNT(*) FROM availability_promotion_send_logs s
        WHERE s.user_id = r.user_id AND s.is_final = true AND s.outcome = 'sent'
          AND s.event_key LIKE 'PROMOTE:%' AND s.created_at >= ${toText(now - LATELY_MS)}),
      e.updated_at NULLS FIRST, r.id`;
  return rows.map((row) => ({
    recipient: {
      id: row.id,
      userId: row.user_id,
      displayName: row.display_name,
      status: row.availability_status || null,
      channel: row.channel_type,
    },
    saidYes: row.answer === 'COMING' || row.answer === 'LATE',
    ...stateOf(row),
  }));
}

function stateOf(row: LineRow): Pick<RecordedStandby, 'state' | 'since'> {
  const { ledger_state: state, first_attempt_at: firstAt, settled_at: settledAt } = row;
  if (state === 'sent' || state === 'unknown') return { state: 'called', since: instantOf(settledAt) };
  if (row.is_over) return { state: 'over', since: null };
  if (state === 'sending' || state === 'retry') return { state: 'under_way', since: instantOf(firstAt) };
  return { state: 'untried', since: null };
}

function instantOf(text: string | null): number | null {
  return text === null ? null : fromText(text);
}

/**
 * Asks for so many standbys more: sets the campaign's job for them, or lets the one there is go on. @returns the job;
 * `null`: it was cancelled.
 */
export async function askForMore(
  tx: Tx,
  job: Pick<CampaignJob, 'id' | 'campaignId' | 'jobType' | 'expiresAt'> & { readonly more: number },
  now: number,
): Promise<CampaignJob | null> {
  const at = toText(now);
  // A running job that is given back goes on at once, for its moment is another than it was claimed for.
  const rows: CampaignJobRow[] = await tx.sql`
    INSERT INTO availability_promotion_jobs
      (id, campaign_id, job_type, run_at, next_run_at, expires_at, status, attempts, wanted, created_at, updated_at)
    VALUES (${job.id}, ${job.campaignId}, ${job.jobType}, ${at}, ${at}, ${toText(job.expiresAt)}, 'pending', 0,
      ${job.more}, ${at}, ${at})
    ON CONFLICT (campaign_id, job_type) DO UPDATE SET
      wanted = availability_promotion_jobs.wanted + excluded.wanted, updated_at = ${at},
      next_run_at = CASE WHEN availability_promotion_jobs.status = 'running' THEN ${toText(now - 1)} ELSE ${at} END,
      status = CASE WHEN availability_promotion_jobs.status = 'running' THEN 'running' ELSE 'pending' END,
      finished_at = NULL, summary = NULL, attempts = 0
    WHERE availability_promotion_jobs.status <> 'cancelled'
    RETURNING *`;
  return rows[0] ? toJob(rows[0]) : null;
}
