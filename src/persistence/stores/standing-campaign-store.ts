import { type Weekday, WEEKDAYS, weekdayOf } from '../../domain/session-plan.js';
import type { NotOutReason, StandingCampaign, StandingWish } from '../../domain/standing-campaigns.js';
import type { Tx, View } from '../engine/database.js';
import type { StandingCampaignRow } from '../entities/standing-campaign.js';
import type { StandingProposalRow } from '../entities/standing-proposal.js';
import { fromText, toText } from '../instants.js';
import { weekdayNumber } from './standing-store.js';

/** A weekday's standing campaign as it is kept, lapsed or not. */
export interface StandingRecord extends StandingCampaign {
  readonly weekday: Weekday;
}

/** That promoters were told of a date's standing campaign, and what became of it. Instants in milliseconds. */
export interface ProposalRecord extends StandingWish {
  readonly date: string;
  /** When promoters were told that it goes out. */
  readonly at: number;
  readonly startAt: number;
  readonly state: StandingProposalRow['state'];
  readonly reason: NotOutReason | null;
  /** Who stopped it. */
  readonly endedBy: string | null;
  readonly campaignId: string | null;
}

/** Every standing campaign, lapsed or not, from Sunday on. */
export async function standingWeek(view: View): Promise<StandingRecord[]> {
  const rows: StandingCampaignRow[] = await view.sql`
    SELECT * FROM availability_promotion_standing ORDER BY weekday`;
  return rows.map(toRecord);
}

/** The standing campaign of a date's weekday, lapsed or not; `null`: there is none. */
export async function standingOn(view: View, date: string): Promise<StandingRecord | null> {
  const weekday = weekdayNumber(weekdayOf(date));
  const rows: StandingCampaignRow[] = await view.sql`
    SELECT * FROM availability_promotion_standing WHERE weekday = ${weekday}`;
  return rows[0] ? toRecord(rows[0]) : null;
}

/** What a person has set, lapsed or not, from Sunday on. */
export async function standingBy(view: View, userId: string): Promise<StandingRecord[]> {
  return (await standingWeek(view)).filter(({ setBy }) => setBy === userId);
}

function toRecord(row: StandingCampaignRow): StandingRecord {
  return {
    weekday: WEEKDAYS[row.weekday] ?? 'sun',
    setBy: row.set_by,
    includeAvailable: Boolean(row.include_available),
    includeMaybe: Boolean(row.include_maybe),
    until: row.counts_until,
  };
}

/** Sets a weekday's standing campaign, in place of the one that was set. */
export async function saveStanding(
  tx: Tx,
  { weekday, setBy, includeAvailable, includeMaybe, until }: StandingRecord,
  now: number,
): Promise<void> {
  const at = toText(now);
  await tx.sql`
    INSERT INTO availability_promotion_standing
      (weekday, set_by, include_available, include_maybe, counts_until, created_at, updated_at)
    VALUES (${weekdayNumber(weekday)}, ${setBy}, ${includeAvailable}, ${includeMaybe}, ${until}, ${at}, ${at})
    ON CONFLICT (weekday) DO UPDATE SET set_by = excluded.set_by, include_available = excluded.include_available,
      include_maybe = excluded.include_maybe, counts_until = excluded.counts_until, updated_at = excluded.updated_at`;
}

/** Lets all that still count on a day count until another. @returns whether there are any. */
export async function keepStanding(tx: Tx, today: string, until: string, now: number): Promise<boolean> {
  const rows: unknown[] = await tx.sql`
    UPDATE availability_promotion_standing SET counts_until = ${until}, updated_at = ${toText(now)}
    WHERE counts_until >= ${today} RETURNING weekday`;
  return rows.length > 0;
}

/** Removes standing campaigns of weekdays. @returns those that were there. */
export async function removeStanding(tx: Tx, days: readonly Weekday[]): Promise<Weekday[]> {
  if (days.length === 0) return [];
  const rows: { weekday: number }[] = await tx.sql`
    DELETE FROM availability_promotion_standing WHERE weekday IN (${() => days.map(weekdayNumber)})
    RETURNING weekday`;
  return rows.map(({ weekday }) => WEEKDAYS[weekday] ?? 'sun');
}

/** Removes all that a person has set. @returns how many. */
export async function removeStandingOf(tx: Tx, userId: string): Promise<number> {
  const rows: unknown[] = await tx.sql`
    DELETE FROM availability_promotion_standing WHERE set_by = ${userId} RETURNING weekday`;
  return rows.length;
}

/** What promoters were told of a date; `null`: nothing. */
export async function findProposal(view: View, date: string): Promise<ProposalRecord | null> {
  const rows: StandingProposalRow[] = await view.sql`
    SELECT * FROM availability_promotion_proposals WHERE campaign_date = ${date}`;
  return rows[0] ? toProposal(rows[0]) : null;
}

/** The dates of which promoters were told and that are still to be seen to. */
export async function openProposalDates(view: View): Promise<string[]> {
  const rows: { campaign_date: string }[] = await view.sql`
    SELECT campaign_date FROM availability_promotion_proposals WHERE state IN ('open', 'stopped') ORDER BY campaign_date`;
  return rows.map((row) => row.campaign_date);
}

/** What promoters were told of in a person's name, oldest first. */
export async function proposalsOf(view: View, userId: string): Promise<ProposalRecord[]> {
  const rows: StandingProposalRow[] = await view.sql`
    SELECT * FROM availability_promotion_proposals WHERE set_by = ${userId} ORDER BY campaign_date`;
  return rows.map(toProposal);
}

function toProposal(row: StandingProposalRow): ProposalRecord {
  return {
    date: row.campaign_date,
    setBy: row.set_by,
    includeAvailable: Boolean(row.include_available),
    includeMaybe: Boolean(row.include_maybe),
    at: fromText(row.goes_out_at),
    startAt: fromText(row.start_at),
    state: row.state,
    reason: row.reason,
    endedBy: row.ended_by,
    campaignId: row.campaign_id,
  };
}

/** Puts on record that promoters are told of a date; nothing where that was done before. @returns whether it did. */
export async function insertProposal(
  tx: Tx,
  {
    date,
    setBy,
    includeAvailable,
    includeMaybe,
    at,
    startAt,
  }: Omit<ProposalRecord, 'state' | 'reason' | 'endedBy' | 'campaignId'>,
  now: number,
): Promise<boolean> {
  const made = toText(now);
  const rows: unknown[] = await tx.sql`
    INSERT INTO availability_promotion_proposals
      (campaign_date, set_by, include_available, include_maybe, goes_out_at, start_at, state, created_at, updated_at)
    VALUES (${date}, ${setBy}, ${includeAvailable}, ${includeMaybe}, ${toText(at)}, ${toText(startAt)}, 'open',
      ${made}, ${made})
    ON CONFLICT (campaign_date) DO NOTHING RETURNING campaign_date`;
  return rows.length > 0;
}

/** Ends an open proposal: it does not go out. @returns whether it was open. */
export async function dropProposal(
  tx: Tx,
  date: string,
  reason: NotOutReason,
  now: number,
): Promise<boolean> {
  const rows: unknown[] = await tx.sql`
    UPDATE availability_promotion_proposals SET state = 'dropped', reason = ${reason}, updated_at = ${toText(now)}
    WHERE campaign_date = ${date} AND state = 'open' RETURNING campaign_date`;
  return rows.length > 0;
}

/** A promoter says no to an open proposal. @returns whether it was open. */
export async function stopProposal(tx: Tx, date: string, stoppedBy: string, now: number): Promise<boolean> {
  const rows: unknown[] = await tx.sql`
    UPDATE availability_promotion_proposals
    SET state = 'stopped', reason = 'stopped', ended_by = ${stoppedBy}, updated_at = ${toText(now)}
    WHERE campaign_date = ${date} AND state = 'open' RETURNING campaign_date`;
  return rows.length > 0;
}

/** The others are told that a promoter has said no. @returns whether they had yet to be. */
export async function closeStopped(tx: Tx, date: string, now: number): Promise<boolean> {
  const rows: unknown[] = await tx.sql`
    UPDATE availability_promotion_proposals SET state = 'dropped', updated_at = ${toText(now)}
    WHERE campaign_date = ${date} AND state = 'stopped' RETURNING campaign_date`;
  return rows.length > 0;
}

/** Puts on record that a campaign was made of an open proposal. @returns whether it was open. */
export async function settleProposal(
  tx: Tx,
  date: string,
  campaignId: string,
  now: number,
): Promise<boolean> {
  const rows: unknown[] = await tx.sql`
    UPDATE availability_promotion_proposals
    SET state = 'made', campaign_id = ${campaignId}, updated_at = ${toText(now)}
    WHERE campaign_date = ${date} AND state = 'open' RETURNING campaign_date`;
  return rows.length > 0;
}

/** Whether anybody but a dry run has planned a date, also where that was cancelled. */
export async function isEveningTaken(view: View, date: string): Promise<boolean> {
  const rows: unknown[] = await view.sql`
    SELECT 1 FROM availability_promotion_campaigns
    WHERE campaign_date = ${date} AND kind = 'promotion' AND dry_run = false LIMIT 1`;
  return rows.length > 0;
}

/** How many a post under a key surely reached, and who: those it may have reached, too. */
export async function toldUnder(
  view: View,
  eventKey: string,
): Promise<{ readonly sure: number; readonly maybe: readonly string[] }> {
  const rows: { user_id: string; state: string }[] = await view.sql`
    SELECT user_id, state FROM notifications_ledger WHERE event_key = ${eventKey} AND kind = 'post'`;
  const maybe = rows.filter(({ state }) => state !== 'failed').map((row) => row.user_id);
  return { sure: rows.filter(({ state }) => state === 'sent').length, maybe };
}
