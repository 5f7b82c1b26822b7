import type { Campaign, CampaignJob, FinalOutcome } from '../domain/campaign.js';
import { toCampaign } from './campaign-store.js';
import type { View } from './database.js';
import type { CampaignJobRow } from './entities/campaign-job.js';
import type { CampaignRow } from './entities/campaign.js';
import { fromNullableText } from './instants.js';
import { toJob } from './job-store.js';
import { LATE_ANSWERS } from './late-answer-store.js';
import type { PlayerLink } from './player-link-store.js';

/** How a campaign stands but for its counts, and what the viewer may see, as one moment has them. */
export interface CampaignStanding {
  /** The viewer's player link. */
  readonly link: Pick<PlayerLink, 'verifiedAt'> | null;
  readonly paused: boolean;
  /** `null`: there is none, or it is not the viewer's to see. */
  readonly campaign: CampaignMoment | null;
}

/** A campaign and its jobs as one moment has them, not read further than it takes to tell whether they are news. */
export interface CampaignMoment {
  readonly id: string;
  readonly promoterId: string;
  /** The same for two viewers or two moments exactly as long as everything of it is. */
  readonly version: string;
  /** The campaign's newest row of the send log, 0 while there is none. The log only grows, so it tells of every change. */
  readonly lastLogId: number;
  /** How many put themselves down for it after it was made, and are not called. */
  readonly late: number;
  read(): { readonly campaign: Campaign; readonly jobs: readonly CampaignJob[] };
}

/** So many final rows of a job that read the same. */
export interface FinalCount {
  readonly jobId: string;
  readonly outcome: FinalOutcome;
  readonly reason: string | null;
  readonly count: number;
}

interface StandingRow extends Omit<CampaignRow, 'id'>, Omit<CampaignJobRow, 'id' | 'status'> {
  id: string | null;
  job_id: string | null;
  job_status: CampaignJobRow['status'];
  linked_id: string | null;
  verified_at: string | null;
  paused: number | string;
  last_log_id: number | string | null;
  late: number | string | null;
}

/**
 * One statement, by indexes alone: what is polled while a campaign runs costs no more, however many it calls. By date
 * it is the viewer's own newest campaign of that date (dry runs too), else the newest real one of anybody; by id a
 * dry run is shown to its promoter only.
 */
export async function campaignStanding(
  view: View,
  viewerId: string,
  which: { readonly id: string } | { readonly date: string },
): Promise<CampaignStanding> {
  const { id, date } = { id: null, date: null, ...which };
  const rows: StandingRow[] = await view.sql`
    SELECT c.*, j.id AS job_id, j.campaign_id, j.job_type, j.run_at, j.next_run_at, j.expires_at,
      j.status AS job_status, j.summary, j.attempts, j.last_error, j.started_at, j.finished_at, k.user_id AS linked_id, k.verified_at,
      (SELECT COUNT(*) FROM system_state s WHERE s.key = 'promotions_paused') AS paused,
      (SELECT MAX(l.id) FROM availability_promotion_send_logs l WHERE l.campaign_id = c.id) AS last_log_id,
      ${() => LATE_ANSWERS} AS late
    FROM (SELECT CAST(${viewerId} AS TEXT) AS id) v
    LEFT JOIN player_links k ON k.user_id = v.id
    LEFT JOIN availability_promotion_campaigns c ON c.id = COALESCE(
      (SELECT a.id FROM availability_promotion_campaigns a
        WHERE a.id = ${id} AND (a.initiated_by = v.id OR a.dry_run = false)),
      (SELECT b.id FROM availability_promotion_campaigns b
        WHERE b.campaign_date = ${date} AND (b.initiated_by = v.id OR b.dry_run = false)
        ORDER BY CASE WHEN b.initiated_by = v.id THEN 0 ELSE 1 END, b.created_at DESC, b.id LIMIT 1))
    LEFT JOIN availability_promotion_jobs j ON j.campaign_id = c.id
    ORDER BY j.run_at, j.id`;
  const [first] = rows;
  if (!first) throw new Error('a row for the viewer is always there');
  const link = first.linked_id === null ? null : { verifiedAt: fromNullableText(first.verified_at) };
  return { link, paused: Number(first.paused) > 0, campaign: momentOf(first, rows) };
}

function momentOf(first: StandingRow, rows: readonly StandingRow[]): CampaignMoment | null {
  const { id } = first;
  if (id === null) return null;
  // What is the viewer's own is no part of it.
  for (const row of rows) row.linked_id = row.verified_at = null;
  return {
    id,
    promoterId: first.initiated_by,
    version: JSON.stringify(rows),
    lastLogId: Number(first.last_log_id ?? 0),
    late: Number(first.late ?? 0),
    read: () => ({
      campaign: toCampaign({ ...first, id }),
      jobs: rows.flatMap((row) =>
        row.job_id === null ? [] : [toJob({ ...row, id: row.job_id, status: row.job_status })],
      ),
    }),
  };
}

/** A campaign's final rows after the row `after`, up to and with `upTo`, counted by job, outcome and reason. */
export async function finalRowsBetween(
  view: View,
  campaignId: string,
  after: number,
  upTo: number,
): Promise<FinalCount[]> {
  const rows: { job_id: string; outcome: FinalOutcome; reason: string | null; count: number | string }[] =
    await view.sql`
    SELECT job_id, outcome, reason, COUNT(*) AS count FROM availability_promotion_send_logs
    WHERE campaign_id = ${campaignId} AND id > ${after} AND id <= ${upTo} AND is_final = true
    GROUP BY job_id, outcome, reason`;
  return rows.map(({ job_id, outcome, reason, count }) => {
    return { jobId: job_id, outcome, reason, count: Number(count) };
  });
}
