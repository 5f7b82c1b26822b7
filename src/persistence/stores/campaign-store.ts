import {
  type Campaign,
  type CampaignJob,
  type CampaignRecipient,
  type CampaignStatus,
  ERASED_PREFIX,
  type LeftOut,
} from '../../domain/campaign.js';
import type { JobType, Tier } from '../../domain/message-kinds.js';
import type { Tx, View } from '../engine/database.js';
import type { CampaignRow } from '../entities/campaign.js';
import type { CampaignRecipientRow } from '../entities/campaign-recipient.js';
import { insertRows } from '../engine/insert-rows.js';
import { isAbout } from './listed.js';
import { fromNullableText, fromText, toText } from '../instants.js';

/**
 * Promoters' campaigns, to select from under a name: what holds for a date (its slots, its status, what is cancelled, shown or counted) is
 * about these. Those that Muster starts by itself are found by their id, and by their kind and date.
 */
export const PROMOTIONS = `(SELECT * FROM availability_promotion_campaigns WHERE kind = 'promotion')`;

/** The job of a campaign that has been called off. */
export const CALL_OFF: JobType = 'call_off';

/** In a recipient's row: they had said nothing about the date. */
const NOTHING_SAID = '';

/** A campaign from its row. */
export function toCampaign(row: CampaignRow): Campaign {
  return {
    id: row.id,
    kind: row.kind,
    date: row.campaign_date,
    timezone: row.timezone,
    startAt: fromText(row.start_at),
    promoterId: row.initiated_by,
    guildId: row.guild_id,
    request: {
      includeAvailable: Boolean(row.include_available),
      includeMaybe: Boolean(row.include_maybe),
      dryRun: Boolean(row.dry_run),
      ...(row.own_start !== null && { startTime: row.own_start }),
      ...(row.note !== null && { note: row.note }),
    },
    ...(row.note_by !== null && { noteBy: row.note_by }),
    status: row.status,
    idempotencyKey: row.idempotency_key,
    recipientCount: row.recipient_count,
    standbyCount: row.standby_count,
    channelsSummary: JSON.parse(row.channels_summary) as Campaign['channelsSummary'],
    ...(row.left_out !== null && { leftOut: JSON.parse(row.left_out) as LeftOut }),
    slotFreedAt: fromNullableText(row.slot_freed_at),
    cancelledAt: fromNullableText(row.cancelled_at),
    createdAt: fromText(row.created_at),
  };
}

function first(rows: CampaignRow[]): Campaign | null {
  return rows[0] ? toCampaign(rows[0]) : null;
}

/**
 * Inserts a campaign. `takesCooldown` takes the date's one slot under the global cooldown.
 * @throws the driver's unique violation when the promoter's or the date's slot is taken.
 */
export async function insertCampaign(tx: Tx, campaign: Campaign, takesCooldown: boolean): Promise<void> {
  const now = toText(campaign.createdAt);
  await tx.sql`
    INSERT INTO availability_promotion_campaigns
      (id, campaign_date, cooldown_date, timezone, start_at, initiated_by, guild_id, include_available,
       include_maybe, dry_run, status, idempotency_key, recipient_count, channels_summary, created_at, updated_at,
       own_start, note, note_by, kind, standby_count, left_out)
    VALUES (${campaign.id}, ${campaign.date}, ${takesCooldown ? campaign.date : null}, ${campaign.timezone},
      ${toText(campaign.startAt)}, ${campaign.promoterId}, ${campaign.guildId},
      ${campaign.request.includeAvailable}, ${campaign.request.includeMaybe},
      ${campaign.request.dryRun}, ${campaign.status}, ${campaign.idempotencyKey},
      ${campaign.recipientCount}, ${JSON.stringify(campaign.channelsSummary)}, ${now}, ${now},
      ${campaign.request.startTime ?? null}, ${campaign.request.note ?? null}, ${campaign.noteBy ?? null}, ${campaign.kind},
      ${campaign.standbyCount}, ${campaign.leftOut ? JSON.stringify(campaign.leftOut) : null})`;
}

/** Inserts people of one tier of the snapshot, which never grows afterwards. */
export async function insertRecipients(
  tx: Tx,
  campaignId: string,
  recipients: readonly CampaignRecipient[],
  now: number,
  tier: Tier = 'recipient',
): Promise<void> {
  const at = toText(now);
  const columns =
    'id, campaign_id, user_id, display_name, availability_status, channel_type, created_at, promotes, tier';
  await insertRows(
    tx,
    `availability_promotion_recipients (${columns})`,
    recipients.map(({ id, userId, displayName, status, channel, promotes = false }) => {
      const said = status ?? NOTHING_SAID;
      return [id, campaignId, userId, displayName, said, channel, at, promotes, tier];
    }),
  );
}

/** Promoters' real campaigns of a date that were not cancelled. */
export async function standingCampaigns(view: View, date: string): Promise<Campaign[]> {
  const rows: CampaignRow[] = await view.sql`
    SELECT * FROM ${() => PROMOTIONS} p
    WHERE campaign_date = ${date} AND dry_run = false AND cancelled_at IS NULL ORDER BY created_at, id`;
  return rows.map(toCampaign);
}

/** The campaigns that Muster has started by itself for a date: at most one of a kind. */
export async function systemCampaigns(view: View, date: string): Promise<Campaign[]> {
  const rows: CampaignRow[] = await view.sql`
    SELECT * FROM availability_promotion_campaigns
    WHERE kind <> 'promotion' AND campaign_date = ${date} ORDER BY created_at, id`;
  return rows.map(toCampaign);
}

export async function findCampaign(view: View, id: string): Promise<Campaign | null> {
  return first(await view.sql`SELECT * FROM availability_promotion_campaigns WHERE id = ${id}`);
}

/** The campaign that holds a promoter's slot of a date. */
export async function slotOfPromoter(view: View, promoterId: string, date: string): Promise<Campaign | null> {
  return first(
    await view.sql`
    SELECT * FROM ${() => PROMOTIONS} p
    WHERE initiated_by = ${promoterId} AND campaign_date = ${date}
      AND dry_run = false AND slot_freed_at IS NULL`,
  );
}

/** A dry run of an equal request that still has something to do. */
export async function liveDryRun(
  view: View,
  promoterId: string,
  date: string,
  idempotencyKey: string,
): Promise<Campaign | null> {
  return first(
    await view.sql`
    SELECT c.* FROM ${() => PROMOTIONS} c
    WHERE c.initiated_by = ${promoterId} AND c.campaign_date = ${date} AND c.dry_run = true
      AND c.idempotency_key = ${idempotencyKey} AND c.cancelled_at IS NULL
      AND EXISTS (SELECT 1 FROM availability_promotion_jobs j
        WHERE j.campaign_id = c.id AND j.status IN ('pending', 'running'))
    ORDER BY c.created_at, c.id LIMIT 1`,
  );
}

/** The campaign that holds a date's slot, of any promoter; for the global cooldown. */
export async function slotOfDate(view: View, date: string): Promise<Campaign | null> {
  return first(
    await view.sql`
    SELECT * FROM ${() => PROMOTIONS} p
    WHERE campaign_date = ${date} AND dry_run = false AND slot_freed_at IS NULL
    ORDER BY created_at, id LIMIT 1`,
  );
}

/** A person's own newest campaign of a date (dry runs too), else anybody's newest real one. */
export async function campaignToShow(view: View, userId: string, date: string): Promise<Campaign | null> {
  return first(
    await view.sql`
    SELECT * FROM ${() => PROMOTIONS} p
    WHERE campaign_date = ${date} AND (initiated_by = ${userId} OR dry_run = false)
    ORDER BY CASE WHEN initiated_by = ${userId} THEN 0 ELSE 1 END, created_at DESC, id LIMIT 1`,
  );
}

/**
 * The campaign of a date that a person most likely wants to cancel: of those with something left to do, or with a start
 * after an instant and people who could be told that it is off, their own first, then real ones, then the newest; with
 * `anybodys` also somebody else's real one.
 */
export async function campaignToCancel(
  tx: Tx,
  userId: string,
  {
    date,
    anybodys,
    startedAfter,
  }: { readonly date: string; readonly anybodys: boolean; readonly startedAfter: number },
): Promise<Campaign | null> {
  return first(
    await tx.sql`
    SELECT c.* FROM ${() => PROMOTIONS} c
    WHERE c.campaign_date = ${date} AND c.cancelled_at IS NULL
      AND (c.initiated_by = ${userId} OR (${Number(anybodys)} = 1 AND c.dry_run = false))
      AND NOT EXISTS (SELECT 1 FROM availability_promotion_jobs o
        WHERE o.campaign_id = c.id AND o.job_type = ${CALL_OFF})
      AND (EXISTS (SELECT 1 FROM availability_promotion_jobs j
          WHERE j.campaign_id = c.id AND j.status IN ('pending', 'running'))
        OR (c.start_at > ${toText(startedAfter)} AND EXISTS (SELECT 1 FROM notifications_ledger n
          WHERE n.campaign_id = c.id AND n.kind = 'call' AND n.state IN ('sending', 'sent', 'unknown'))))
    ORDER BY CASE WHEN c.initiated_by = ${userId} THEN 0 ELSE 1 END, CASE WHEN c.dry_run THEN 1 ELSE 0 END,
      c.created_at DESC, c.id LIMIT 1`,
  );
}

export async function setCampaignStatus(
  tx: Tx,
  id: string,
  status: CampaignStatus,
  now: number,
): Promise<void> {
  await tx.sql`
    UPDATE availability_promotion_campaigns SET status = ${status}, updated_at = ${toText(now)}
    WHERE id = ${id}`;
}

/** Marks a campaign cancelled; `freeSlot` frees its promoter's and its date's slot. */
export async function markCancelled(tx: Tx, id: string, freeSlot: boolean, now: number): Promise<void> {
  const at = toText(now);
  await tx.sql`
    UPDATE availability_promotion_campaigns
    SET cancelled_at = ${at}, updated_at = ${at}, status = 'cancelled',
        slot_freed_at = CASE WHEN ${Number(freeSlot)} = 1 THEN ${at} ELSE slot_freed_at END,
        cooldown_date = CASE WHEN ${Number(freeSlot)} = 1 THEN NULL ELSE cooldown_date END
    WHERE id = ${id}`;
}

/**
 * A job's recipients without a final row: first those without a request, in their recorded order, then by
 * their oldest request. So another one tries a channel in trouble each time.
 */
export async function recipientsWithoutFinalRow(
  tx: Tx,
  { id: jobId, campaignId, jobType }: Pick<CampaignJob, 'id' | 'campaignId' | 'jobType'>,
): Promise<CampaignRecipient[]> {
  const rows: CampaignRecipientRow[] = await tx.sql`
    SELECT r.* FROM availability_promotion_recipients r
    LEFT JOIN notifications_ledger n ON n.recipient_id = r.id AND n.job_id = ${jobId}
    WHERE r.campaign_id = ${campaignId} AND ${isAbout(jobType)} AND NOT EXISTS (
      SELECT 1 FROM availability_promotion_send_logs l
      WHERE l.job_id = ${jobId} AND l.user_id = r.user_id AND l.is_final = true)
    ORDER BY n.updated_at IS NOT NULL, n.updated_at, r.id`;
  return rows.map((row) => ({
    id: row.id,
    userId: row.user_id,
    displayName: row.display_name,
    status: row.availability_status || null,
    channel: row.channel_type,
    ...(Boolean(row.promotes) && { promotes: true }),
  }));
}

/** The current ids of those a campaign calls, without those who erased their data. */
export async function recipientIdsOf(view: View, campaignId: string): Promise<string[]> {
  const rows: { user_id: string }[] = await view.sql`
    SELECT user_id FROM availability_promotion_recipients
    WHERE campaign_id = ${campaignId} AND tier = 'recipient' AND user_id NOT LIKE ${`${ERASED_PREFIX}%`} ORDER BY id`;
  return rows.map((row) => row.user_id);
}

/** From a date on, the last start of each that a campaign which is not cancelled has of its own. */
export async function ownStartsFrom(view: View, date: string): Promise<ReadonlyMap<string, number>> {
  const rows: { campaign_date: string; start_at: string }[] = await view.sql`
    SELECT campaign_date, MAX(start_at) AS start_at FROM ${() => PROMOTIONS} p
    WHERE campaign_date >= ${date} AND own_start IS NOT NULL AND cancelled_at IS NULL AND dry_run = false
    GROUP BY campaign_date`;
  return new Map(rows.map((row) => [row.campaign_date, fromText(row.start_at)]));
}
