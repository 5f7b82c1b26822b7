import type { AvailabilityStatus } from '../../domain/availability.js';
import type { CampaignStatus } from '../../domain/campaign.js';
import type { ChannelType } from '../../domain/channel-choice.js';
import { type Weekday, WEEKDAYS } from '../../domain/session-plan.js';
import type { WeeklyAnswer } from '../../domain/standing-answers.js';
import type { View } from '../engine/database.js';
import type { CampaignRecipientRow } from '../entities/campaign-recipient.js';
import type { CampaignRow } from '../entities/campaign.js';
import type { SendLogRow } from '../entities/send-log.js';
import type { WeeklyAnswerRow } from '../entities/weekly-answer.js';
import { fromText } from '../instants.js';

/** One time Muster called a person, or decided not to. */
export interface ContactRecord {
  readonly at: number;
  readonly campaignDate: string;
  readonly jobType: string;
  readonly promoterId: string;
  readonly channel: string | null;
  readonly outcome: string;
  readonly reason: string | null;
}

/** A campaign a person started. */
export interface StartedCampaign {
  readonly date: string;
  readonly createdAt: number;
  readonly status: CampaignStatus;
  readonly recipientCount: number;
  readonly dryRun: boolean;
  /** What they wrote to its people; `null`: nothing. */
  readonly note: string | null;
}

/** A campaign that listed a person as a standby, with what it wrote down of them. */
export interface StandbyRecord {
  readonly campaignDate: string;
  readonly status: AvailabilityStatus;
  readonly channel: ChannelType;
  readonly displayName: string;
}

/** The real campaigns that listed a person as a standby, called or not, oldest first. */
export async function standbyFor(view: View, userId: string): Promise<StandbyRecord[]> {
  const rows: (CampaignRecipientRow & { campaign_date: string; availability_status: AvailabilityStatus })[] =
    await view.sql`
      SELECT r.*, c.campaign_date FROM availability_promotion_recipients r
      JOIN availability_promotion_campaigns c ON c.id = r.campaign_id
      WHERE r.user_id = ${userId} AND r.tier = 'standby' AND c.dry_run = false ORDER BY c.campaign_date, r.id`;
  return rows.map((row) => ({
    campaignDate: row.campaign_date,
    status: row.availability_status,
    channel: row.channel_type,
    displayName: row.display_name,
  }));
}

/** A weekly answer as it is kept, lapsed or not. */
export interface WeeklyRecord extends WeeklyAnswer {
  readonly day: Weekday;
  readonly userName: string;
}

/** What a person says about weekdays, as it is kept. */
export async function weeklyAnswersOf(view: View, userId: string): Promise<WeeklyRecord[]> {
  const rows: WeeklyAnswerRow[] = await view.sql`
    SELECT w.* FROM availability_weekly_answers w WHERE w.user_id = ${userId} ORDER BY w.weekday`;
  return rows.map((row) => ({
    day: WEEKDAYS[row.weekday] ?? 'sun',
    status: row.status,
    from: row.counts_from,
    until: row.counts_until,
    userName: row.user_name,
  }));
}

/** The campaigns a person started, oldest first. */
export async function campaignsBy(view: View, userId: string): Promise<StartedCampaign[]> {
  const rows: CampaignRow[] = await view.sql`
    SELECT * FROM availability_promotion_campaigns WHERE initiated_by = ${userId} ORDER BY created_at, id`;
  return rows.map((row) => ({
    date: row.campaign_date,
    createdAt: fromText(row.created_at),
    status: row.status,
    recipientCount: row.recipient_count,
    dryRun: Boolean(row.dry_run),
    note: row.note,
  }));
}

/** Every message to a person, and every decision about them, in real campaigns; oldest first. */
export async function contactsOf(view: View, userId: string): Promise<ContactRecord[]> {
  type Row = SendLogRow & { campaign_date: string; initiated_by: string; job_type: string };
  const rows: Row[] = await view.sql`
    SELECT l.*, c.campaign_date, c.initiated_by, j.job_type FROM availability_promotion_send_logs l
    JOIN availability_promotion_campaigns c ON c.id = l.campaign_id
    JOIN availability_promotion_jobs j ON j.id = l.job_id
    WHERE l.user_id = ${userId} AND c.dry_run = false ORDER BY l.id`;
  return rows.map((row) => ({
    at: fromText(row.created_at),
    campaignDate: row.campaign_date,
    jobType: row.job_type,
    promoterId: row.initiated_by,
    channel: row.channel_type,
    outcome: row.outcome,
    reason: row.reason,
  }));
}
