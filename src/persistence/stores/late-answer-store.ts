import { type JobType, kindOf } from '../../domain/message-kinds.js';
import type { View } from '../engine/database.js';
import { fromText, toText } from '../instants.js';
import { weeklyCountsOn } from './standing-store.js';

/** Whether campaign `c` asks for a status; of those who look for a game it always does. */
const isAskedFor = (status: string): string => `(${status} = 'LOOKING'
  OR (${status} = 'AVAILABLE' AND c.include_available = true) OR (${status} = 'MAYBE' AND c.include_maybe = true))`;

/** Whether campaign `c` has not called somebody: they are no recipient, and no standby who was called. */
const isUncalled = (userId: string): string => `NOT EXISTS (SELECT 1 FROM availability_promotion_recipients r
  WHERE r.campaign_id = c.id AND r.user_id = ${userId} AND (r.tier = 'recipient'
    OR EXISTS (SELECT 1 FROM notifications_ledger n WHERE n.user_id = r.user_id AND n.campaign_id = c.id
      AND n.state IN ('sending', 'retry', 'sent', 'unknown'))))`;

/**
 * How many players campaign `c` would call if created now, but does not: they answered after it was created, for the date or
 * its weekday, are no recipients, and were not called as standbys either. It reads only entries changed since, by their
 * index, and the weekday's answers.
 */
export const LATE_ANSWERS = `((SELECT COUNT(*) FROM availability_entries e
  WHERE e.entry_date = c.campaign_date AND e.updated_at >= c.created_at
    AND ${isAskedFor('e.status')} AND ${isUncalled('e.user_id')})
  + (SELECT COUNT(*) FROM availability_weekly_answers w
  WHERE ${weeklyCountsOn('c.campaign_date')} AND w.updated_at >= c.created_at
    AND ${isAskedFor('w.status')} AND ${isUncalled('w.user_id')}))`;

/** {@link LATE_ANSWERS} of one campaign. */
export async function countLateAnswers(view: View, campaignId: string): Promise<number> {
  const rows: { late: number | string }[] = await view.sql`
    SELECT ${() => LATE_ANSWERS} AS late FROM availability_promotion_campaigns c WHERE c.id = ${campaignId}`;
  return Number(rows[0]?.late ?? 0);
}

/** A message of a date's real campaign that is still to come. Times in milliseconds. */
export interface MessageAhead {
  readonly runAt: number;
  /** The campaign calls the person who asks. */
  readonly listed: boolean;
  readonly startAt: number;
  readonly timezone: string;
}

/** What a date's real campaigns have still to send to everybody they list, of the newest campaign first. */
export async function messagesAhead(
  view: View,
  userId: string,
  date: string,
  now: number,
): Promise<MessageAhead[]> {
  const rows: {
    job_type: JobType;
    run_at: string;
    start_at: string;
    timezone: string;
    listed: number | string;
  }[] = await view.sql`
    SELECT j.job_type, j.run_at, c.start_at, c.timezone,
      (SELECT COUNT(*) FROM availability_promotion_recipients r
        WHERE r.campaign_id = c.id AND r.user_id = ${userId} AND r.tier = 'recipient') AS listed
    FROM availability_promotion_campaigns c
    JOIN availability_promotion_jobs j ON j.campaign_id = c.id AND j.status = 'pending'
    WHERE c.campaign_date = ${date} AND c.dry_run = false AND c.cancelled_at IS NULL
      AND j.run_at > ${toText(now)}
    ORDER BY c.created_at DESC, c.id, j.run_at`;
  return rows
    .filter((row) => kindOf(row.job_type).whom === 'everybody')
    .map((row) => ({
      runAt: fromText(row.run_at),
      listed: Number(row.listed) > 0,
      startAt: fromText(row.start_at),
      timezone: row.timezone,
    }));
}
