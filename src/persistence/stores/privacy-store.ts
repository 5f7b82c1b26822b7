import type { AvailabilityStatus } from '../../domain/availability.js';
import type { CampaignStatus } from '../../domain/campaign.js';
import type { ChannelType } from '../../domain/channel-choice.js';
import { type Weekday, WEEKDAYS } from '../../domain/session-plan.js';
import type { WeeklyAnswer } from '../../domain/standing-answers.js';
import type { Tier } from '../../domain/message-kinds.js';
import type { View } from '../engine/database.js';
import type { ChannelLinkRow } from '../entities/channel-link.js';
import type { CampaignRecipientRow } from '../entities/campaign-recipient.js';
import type { CampaignRow } from '../entities/campaign.js';
import type { LedgerRow } from '../entities/ledger-entry.js';
import type { SendLogRow } from '../entities/send-log.js';
import type { WeeklyAnswerRow } from '../entities/weekly-answer.js';
import { fromNullableText, fromText } from '../instants.js';

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

/** A campaign that listed a person, with what it wrote down of them. */
export interface ListedRecord {
  readonly campaignDate: string;
  readonly status: AvailabilityStatus;
  readonly channel: ChannelType;
  readonly displayName: string;
}

/** The real campaigns that listed a person, to be called or as a standby, called or not; oldest first. */
export async function listedFor(view: View, userId: string, tier: Tier): Promise<ListedRecord[]> {
  const rows: (CampaignRecipientRow & { campaign_date: string; availability_status: AvailabilityStatus })[] =
    await view.sql`
      SELECT r.*, c.campaign_date FROM availability_promotion_recipients r
      JOIN availability_promotion_campaigns c ON c.id = r.campaign_id
      WHERE r.user_id = ${userId} AND r.tier = ${tier} AND c.dry_run = false ORDER BY c.campaign_date, r.id`;
  return rows.map((row) => ({
    campaignDate: row.campaign_date,
    status: row.availability_status,
    channel: row.channel_type,
    displayName: row.display_name,
  }));
}

/** A link they began on a channel, by a code of which only a digest is kept. Instants in milliseconds. */
export interface LinkRequest {
  readonly channel: ChannelType;
  readonly requestedAt: number | null;
  readonly expiresAt: number | null;
  /** How often the code was guessed wrongly. */
  readonly attempts: number;
}

/** The links a person began and has not finished. */
export async function linkRequestsOf(view: View, userId: string): Promise<LinkRequest[]> {
  const rows: ChannelLinkRow[] = await view.sql`
    SELECT * FROM availability_channel_links
    WHERE user_id = ${userId} AND (verified_at IS NULL OR token_hash IS NOT NULL) ORDER BY channel_type`;
  return rows.map((row) => ({
    channel: row.channel_type,
    requestedAt: fromNullableText(row.requested_at),
    expiresAt: fromNullableText(row.expires_at),
    attempts: row.attempts,
  }));
}

/** What a promoter was told beside campaigns: of standing ones, or that an evening has too few. */
export interface NoticeRecord {
  readonly at: number;
  /** What it was about, as the ledger has it. */
  readonly key: string;
  readonly channel: string;
  readonly state: LedgerRow['state'];
}

/** What somebody was told, or is to be told, that is in no campaign's log; oldest first. */
export async function noticesTo(view: View, userId: string): Promise<NoticeRecord[]> {
  const rows: LedgerRow[] = await view.sql`
    SELECT * FROM notifications_ledger WHERE user_id = ${userId} AND kind = 'post'
    ORDER BY first_attempt_at, event_key`;
  return rows.map((row) => ({
    at: fromText(row.first_attempt_at),
    key: row.event_key,
    channel: row.channel_type,
    state: row.state,
  }));
}

/** What a person did that is on record of somebody else; oldest first. Of whom is theirs to know. */
export async function deedsOf(view: View, userId: string): Promise<{ at: number; action: string }[]> {
  const rows: { action: string; created_at: string }[] = await view.sql`
    SELECT action, created_at FROM account_link_audit_log
    WHERE actor_id = ${userId} AND user_id <> ${userId} ORDER BY id`;
  return rows.map((row) => ({ at: fromText(row.created_at), action: row.action }));
}

/** The settings that are as a person set them, and since when (ms). */
export async function settingsSetBy(view: View, userId: string): Promise<{ key: string; at: number }[]> {
  const rows: { key: string; updated_at: string }[] = await view.sql`
    SELECT key, updated_at FROM settings WHERE updated_by = ${userId} ORDER BY key`;
  return rows.map((row) => ({ key: row.key, at: fromText(row.updated_at) }));
}

/** What else names a person while it lasts. */
export interface PassingRecord {
  /** Since when (ms) they have paused promotions; `null`: they have not. */
  readonly pausedSince: number | null;
  /** The dates that are on by their answer, where that has still to be told. */
  readonly madeReady: readonly string[];
}

/** What the state of the deployment names a person for. */
export async function passingOf(view: View, userId: string): Promise<PassingRecord> {
  const rows: { key: string; updated_at: string }[] = await view.sql`
    SELECT key, updated_at FROM system_state
    WHERE value = ${userId} AND (key = 'promotions_paused' OR key LIKE 'untold:%') ORDER BY key`;
  const paused = rows.find(({ key }) => key === 'promotions_paused');
  return {
    pausedSince: fromNullableText(paused?.updated_at ?? null),
    madeReady: rows.flatMap(({ key }) => (key === paused?.key ? [] : key.split(':').slice(-1))),
  };
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
