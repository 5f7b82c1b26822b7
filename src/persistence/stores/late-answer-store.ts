import type { View } from '../engine/database.js';
import { fromText, toText } from '../instants.js';

/**
 * How many players campaign `c` would call if created now, but does not: they answered after it was created
 * and are no recipients. It reads only entries changed since, by their index.
 */
export const LATE_ANSWERS = `(SELECT COUNT(*) FROM availability_entries e
  WHERE e.entry_date = c.campaign_date AND e.updated_at >= c.created_at
    AND (e.status = 'LOOKING' OR (e.status = 'AVAILABLE' AND c.include_available = true)
      OR (e.status = 'MAYBE' AND c.include_maybe = true))
    AND NOT EXISTS (SELECT 1 FROM availability_promotion_recipients r
      WHERE r.campaign_id = c.id AND r.user_id = e.user_id))`;

/** {@link LATE_ANSWERS} of one campaign. */
export async function countLateAnswers(view: View, campaignId: string): Promise<number> {
  const rows: { late: number | string }[] = await view.sql`
    SELECT ${() => LATE_ANSWERS} AS late FROM availability_promotion_campaigns c WHERE c.id = ${campaignId}`;
  return Number(rows[0]?.late ?? 0);
}

/** A session that a player signed up for after its messages were scheduled. */
export interface CalledWithout {
  readonly startAt: number;
  readonly timezone: string;
}

/** A date's real campaign that has not begun and does not list a person; `null`: none. */
export async function campaignWithout(
  view: View,
  userId: string,
  date: string,
  now: number,
): Promise<CalledWithout | null> {
  const rows: { start_at: string; timezone: string }[] = await view.sql`
    SELECT j.run_at AS start_at, c.timezone FROM availability_promotion_campaigns c
    JOIN availability_promotion_jobs j ON j.campaign_id = c.id AND j.job_type = 'start'
    WHERE c.campaign_date = ${date} AND c.dry_run = false AND c.cancelled_at IS NULL AND j.run_at > ${toText(now)}
      AND NOT EXISTS (SELECT 1 FROM availability_promotion_recipients r
        WHERE r.campaign_id = c.id AND r.user_id = ${userId})
    ORDER BY c.created_at DESC, c.id LIMIT 1`;
  return rows[0] ? { startAt: fromText(rows[0].start_at), timezone: rows[0].timezone } : null;
}
