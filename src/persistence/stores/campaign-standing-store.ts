import type { Campaign, CampaignJob, LedgerState } from '../../domain/campaign.js';
import { minimumKey } from '../../domain/event-key.js';
import { isAskedInVain } from '../../domain/minimum.js';
import { PROMOTIONS, toCampaign } from './campaign-store.js';
import type { View } from '../engine/database.js';
import type { CampaignJobRow } from '../entities/campaign-job.js';
import type { CampaignRow } from '../entities/campaign.js';
import { fromNullableText } from '../instants.js';
import { toJob } from './job-store.js';
import { LATE_ANSWERS } from './late-answer-store.js';
import type { PlayerLink } from './player-link-store.js';

/** A campaign without its counts, and what the viewer may see, all of one moment. */
export interface CampaignStanding {
  /** The viewer's player link. */
  readonly link: Pick<PlayerLink, 'verifiedAt'> | null;
  readonly paused: boolean;
  /** `null`: there is none, or the viewer may not see it. */
  readonly campaign: CampaignMoment | null;
}

/** A campaign and its jobs at one moment: the same for every viewer, so not mapped for each. */
export interface CampaignMoment {
  readonly id: string;
  readonly promoterId: string;
  /** The promoter's name in the game; `null` where they are linked no more. */
  readonly promoterName: string | null;
  /** Players who signed up after it was created, and are not called. */
  readonly late: number;
  /** Its promoter was to be asked about too few, and was not, or perhaps not. */
  readonly notAsked: boolean;
  read(): { readonly campaign: Campaign; readonly jobs: readonly CampaignJob[] };
}

interface StandingRow extends Omit<CampaignRow, 'id'>, Omit<CampaignJobRow, 'id' | 'status'> {
  id: string | null;
  job_id: string | null;
  job_status: CampaignJobRow['status'];
  linked_id: string | null;
  verified_at: string | null;
  paused: number | string;
  promoter_name: string | null;
  late: number | string | null;
  asked_state: LedgerState | null;
  asked_code: string | null;
}

/**
 * One statement, by indexes alone: polling a running campaign costs no more, however many it calls. By date
 * it finds the viewer's own newest campaign (dry runs too), else anybody's newest real one; by id, only its
 * promoter sees a dry run.
 */
export async function campaignStanding(
  view: View,
  viewerId: string,
  which: { readonly id: string } | { readonly date: string },
): Promise<CampaignStanding> {
  const { id, date } = { id: null, date: null, ...which };
  const rows: StandingRow[] = await view.sql`
    SELECT c.*, j.id AS job_id, j.campaign_id, j.job_type, j.run_at, j.next_run_at, j.expires_at,
      j.status AS job_status, j.summary, j.attempts, j.last_error, j.waiting_for, j.started_at, j.finished_at,
      j.wanted,
      k.user_id AS linked_id, k.verified_at,
      (SELECT COUNT(*) FROM system_state s WHERE s.key = 'promotions_paused') AS paused,
      (SELECT p.player_name FROM player_links p WHERE p.user_id = c.initiated_by) AS promoter_name,
      ${() => LATE_ANSWERS} AS late,
      n.state AS asked_state, n.error_code AS asked_code
    FROM (SELECT CAST(${viewerId} AS TEXT) AS id) v
    LEFT JOIN player_links k ON k.user_id = v.id
    LEFT JOIN availability_promotion_campaigns c ON c.id = COALESCE(
      (SELECT a.id FROM ${() => PROMOTIONS} a
        WHERE a.id = ${id} AND (a.initiated_by = v.id OR a.dry_run = false)),
      (SELECT b.id FROM ${() => PROMOTIONS} b
        WHERE b.campaign_date = ${date} AND (b.initiated_by = v.id OR b.dry_run = false)
        ORDER BY CASE WHEN b.initiated_by = v.id THEN 0 ELSE 1 END, b.created_at DESC, b.id LIMIT 1))
    LEFT JOIN availability_promotion_jobs j ON j.campaign_id = c.id
    LEFT JOIN notifications_ledger n ON n.user_id = c.initiated_by AND n.event_key = ${minimumKey('')} || c.id
    ORDER BY j.run_at, j.id`;
  const [first] = rows;
  if (!first) throw new Error('a row for the viewer is always there');
  const link = first.linked_id === null ? null : { verifiedAt: fromNullableText(first.verified_at) };
  return { link, paused: Number(first.paused) > 0, campaign: momentOf(first, rows) };
}

function momentOf(first: StandingRow, rows: readonly StandingRow[]): CampaignMoment | null {
  const { id } = first;
  if (id === null) return null;
  return {
    id,
    promoterId: first.initiated_by,
    promoterName: first.promoter_name,
    late: Number(first.late ?? 0),
    notAsked: isAskedInVain(first.asked_state, first.asked_code),
    read: () => ({
      campaign: toCampaign({ ...first, id }),
      jobs: rows.flatMap((row) =>
        row.job_id === null ? [] : [toJob({ ...row, id: row.job_id, status: row.job_status })],
      ),
    }),
  };
}
