import type { ChannelType } from '../../domain/channel-choice.js';
import { type CampaignJob, ERASED_PREFIX, type LedgerKind, type LedgerState } from '../../domain/campaign.js';
import type { Settlement } from '../../domain/settlement.js';
import type { Tx, View } from '../engine/database.js';
import type { LedgerRow } from '../entities/ledger-entry.js';
import { fromNullableText, fromText, toText } from '../instants.js';
import { CALL_OFF } from './campaign-store.js';
import { isAbout } from './listed.js';

/** A ledger row as dispatch sees it. */
export interface Reservation {
  readonly id: string;
  readonly kind: LedgerKind;
  readonly userId: string;
  readonly eventKey: string;
  readonly campaignId: string;
  readonly jobId: string;
  readonly recipientId: string | null;
  readonly state: LedgerState;
  readonly channel: ChannelType;
  readonly attempts: number;
  readonly nonce: string;
  readonly firstAttemptAt: number;
  readonly ambiguousSince: number | null;
  readonly nextAttemptAt: number | null;
  readonly errorCode: string | null;
}

/** A row of the ledger as dispatch sees it. */
export function toReservation(
  row: Omit<LedgerRow, 'owner' | 'message_id' | 'created_at' | 'updated_at'>,
): Reservation {
  return {
    id: row.id,
    kind: row.kind,
    userId: row.user_id,
    eventKey: row.event_key,
    campaignId: row.campaign_id,
    jobId: row.job_id,
    recipientId: row.recipient_id,
    state: row.state,
    channel: row.channel_type,
    attempts: row.attempts,
    nonce: row.nonce,
    firstAttemptAt: fromText(row.first_attempt_at),
    ambiguousSince: fromNullableText(row.ambiguous_since),
    nextAttemptAt: fromNullableText(row.next_attempt_at),
    errorCode: row.error_code,
  };
}

/**
 * The row that guards an event key for a person, under their own id or a digest that an erasure of today may
 * have left; of several, that of the id named first.
 */
export async function findReservation(
  view: View,
  userIds: readonly string[],
  eventKey: string,
): Promise<Reservation | null> {
  const rows: LedgerRow[] = await view.sql`
    SELECT * FROM notifications_ledger WHERE user_id IN (${() => userIds}) AND event_key = ${eventKey}`;
  const row = firstOf(userIds, rows);
  return row && toReservation(row);
}

/** The row of the id named first. */
function firstOf<R extends { user_id: string }>(userIds: readonly string[], rows: readonly R[]): R | null {
  for (const userId of userIds) {
    const row = rows.find(({ user_id }) => user_id === userId);
    if (row) return row;
  }
  return null;
}

/** Reserves an event key for a person: this process owns the `sending` row before anything leaves. */
export async function insertReservation(
  tx: Tx,
  row: Pick<
    Reservation,
    'id' | 'kind' | 'userId' | 'eventKey' | 'campaignId' | 'jobId' | 'recipientId' | 'channel' | 'nonce'
  >,
  owner: string,
  now: number,
): Promise<Reservation> {
  const at = toText(now);
  await tx.sql`
    INSERT INTO notifications_ledger
      (id, kind, user_id, event_key, campaign_id, job_id, recipient_id, state, channel_type, attempts, nonce,
       first_attempt_at, owner, created_at, updated_at)
    VALUES (${row.id}, ${row.kind}, ${row.userId}, ${row.eventKey}, ${row.campaignId}, ${row.jobId}, ${row.recipientId},
      'sending', ${row.channel}, 1, ${row.nonce}, ${at}, ${owner}, ${at}, ${at})`;
  return {
    ...row,
    state: 'sending',
    attempts: 1,
    firstAttemptAt: now,
    ambiguousSince: null,
    nextAttemptAt: null,
    errorCode: null,
  };
}

/**
 * Takes up a row that waits for a retry, with a channel and a nonce (a new one only where nothing under the
 * old one can have arrived). `null`: it no longer waits; nothing changed, and nothing may leave.
 */
export async function resumeReservation(
  tx: Tx,
  row: Reservation,
  next: { channel: ChannelType; nonce: string; firstAttemptAt: number; attempts: number },
  owner: string,
  now: number,
): Promise<Reservation | null> {
  const rows: unknown[] = await tx.sql`
    UPDATE notifications_ledger
    SET state = 'sending', owner = ${owner}, channel_type = ${next.channel}, nonce = ${next.nonce},
        first_attempt_at = ${toText(next.firstAttemptAt)}, attempts = ${next.attempts}, next_attempt_at = NULL,
        updated_at = ${toText(now)}
    WHERE id = ${row.id} AND state = 'retry'
    RETURNING id`;
  return rows.length === 0 ? null : { ...row, ...next, state: 'sending', nextAttemptAt: null };
}

/**
 * Settles a row this process is sending.
 * @returns whether the claim still held; if not, nothing changed, and the caller must not log an outcome.
 */
export async function settleReservation(
  tx: Tx,
  id: string,
  owner: string,
  settlement: Settlement,
  now: number,
): Promise<boolean> {
  const at = toText(now);
  // Another channel may still reach the person under the same row: its next attempt is due at once.
  const state = settlement.state === 'next_channel' ? 'retry' : settlement.state;
  const nextAttemptAt =
    settlement.state === 'retry' ? toText(settlement.at) : settlement.state === 'next_channel' ? at : null;
  const ambiguous = settlement.state === 'retry' && settlement.ambiguous;
  // What was no attempt does not count.
  const uncounted = settlement.state === 'retry' && !settlement.isAttempt;
  const rows: unknown[] = await tx.sql`
    UPDATE notifications_ledger
    SET state = ${state}, next_attempt_at = ${nextAttemptAt}, updated_at = ${at},
        attempts = attempts - ${Number(uncounted)},
        message_id = ${settlement.state === 'sent' ? settlement.messageId : null},
        error_code = ${settlement.state === 'sent' ? null : settlement.code},
        ambiguous_since = CASE WHEN ${Number(ambiguous)} = 1 THEN COALESCE(ambiguous_since, ${at}) ELSE ambiguous_since END
    WHERE id = ${id} AND owner = ${owner} AND state = 'sending'
    RETURNING id`;
  return rows.length > 0;
}

/** Ends a row that waits for a retry which will not come. */
export async function closeReservation(
  tx: Tx,
  id: string,
  state: 'failed' | 'unknown',
  code: string,
  now: number,
): Promise<void> {
  await tx.sql`
    UPDATE notifications_ledger
    SET state = ${state}, error_code = ${code}, next_attempt_at = NULL, updated_at = ${toText(now)}
    WHERE id = ${id} AND state = 'retry'`;
}

/** A row that a process is sending, or was when it ended: each may have arrived. */
export type RowUnderWay = Reservation & { readonly owner: string };

/** All of them, each with its owner. */
export async function rowsUnderWay(tx: Tx): Promise<RowUnderWay[]> {
  const rows: LedgerRow[] = await tx.sql`
    SELECT * FROM notifications_ledger WHERE state = 'sending' ORDER BY id`;
  return rows.map((row) => ({ ...toReservation(row), owner: row.owner }));
}

/** Makes an abandoned row due again. Recovery is not an attempt; the interrupted one does not count. */
export async function recoverReservation(tx: Tx, id: string, code: string, now: number): Promise<void> {
  const at = toText(now);
  await tx.sql`
    UPDATE notifications_ledger
    SET state = 'retry', next_attempt_at = ${at}, ambiguous_since = COALESCE(ambiguous_since, ${at}),
        attempts = attempts - 1, error_code = ${code}, updated_at = ${at}
    WHERE id = ${id} AND state = 'sending'`;
}

/** Ends an abandoned row that we can't safely send again. */
export async function giveUpReservation(tx: Tx, id: string, code: string, now: number): Promise<void> {
  await tx.sql`
    UPDATE notifications_ledger
    SET state = 'unknown', error_code = ${code}, next_attempt_at = NULL, updated_at = ${toText(now)}
    WHERE id = ${id} AND state = 'sending'`;
}

/** A job's rows that are being sent or wait for a retry. */
export async function openReservations(view: View, jobId: string): Promise<Reservation[]> {
  const rows: LedgerRow[] = await view.sql`
    SELECT * FROM notifications_ledger WHERE job_id = ${jobId} AND state IN ('sending', 'retry')`;
  return rows.map(toReservation);
}

/** The ids of people who were called for an event key, or may have been. */
export async function calledFor(view: View, eventKey: string): Promise<ReadonlySet<string>> {
  const rows: { user_id: string }[] = await view.sql`
    SELECT user_id FROM notifications_ledger WHERE event_key = ${eventKey} AND state IN ('sent', 'unknown')`;
  return new Set(rows.map((row) => row.user_id));
}

/**
 * When we learnt that a person, under any of these ids, was called for an event key, or may have been;
 * `null`: not, or not yet.
 */
export async function calledAt(tx: Tx, userIds: readonly string[], eventKey: string): Promise<number | null> {
  const rows: { user_id: string; updated_at: string }[] = await tx.sql`
    SELECT user_id, updated_at FROM notifications_ledger
    WHERE user_id IN (${() => userIds}) AND event_key = ${eventKey} AND state IN ('sent', 'unknown')`;
  return fromNullableText(firstOf(userIds, rows)?.updated_at ?? null);
}

/** The states of a campaign's calls to a recipient under these event keys. */
export async function callsTo(
  tx: Tx,
  { campaignId, recipientId }: { readonly campaignId: string; readonly recipientId: string },
  eventKeys: readonly string[],
): Promise<LedgerState[]> {
  const rows: Pick<LedgerRow, 'event_key' | 'state'>[] = await tx.sql`
    SELECT event_key, state FROM notifications_ledger
    WHERE recipient_id = ${recipientId} AND campaign_id = ${campaignId}`;
  return rows.filter((row) => eventKeys.includes(row.event_key)).map(({ state }) => state);
}

/** The recipients whom a campaign called for an event key, or may have, those included to whom it is under way. */
export async function reachedFor(view: View, campaignId: string, eventKey: string): Promise<string[]> {
  const rows: { recipient_id: string }[] = await view.sql`
    SELECT recipient_id FROM notifications_ledger
    WHERE campaign_id = ${campaignId} AND event_key = ${eventKey} AND recipient_id IS NOT NULL
      AND (state IN ('sending', 'sent', 'unknown') OR ambiguous_since IS NOT NULL)`;
  return rows.map((row) => row.recipient_id);
}

/**
 * Whether a campaign other than this, which goes on, has called a person (under any of these ids) for one of the event keys,
 * or may have.
 */
export async function isCalledByOthers(
  tx: Tx,
  userIds: readonly string[],
  eventKeys: readonly string[],
  campaignId: string,
): Promise<boolean> {
  const rows: unknown[] = await tx.sql`
    SELECT 1 FROM notifications_ledger n
    JOIN availability_promotion_campaigns c ON c.id = n.campaign_id
    WHERE n.user_id IN (${() => userIds}) AND n.event_key IN (${() => eventKeys})
      AND n.campaign_id <> ${campaignId}
      AND n.state IN ('sending', 'sent', 'unknown') AND c.cancelled_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM availability_promotion_jobs j
        WHERE j.campaign_id = c.id AND j.job_type = ${CALL_OFF})
    LIMIT 1`;
  return rows.length > 0;
}

/** Inserts a row whose first attempt is due at once, unless there is one already. */
export async function insertWaiting(
  tx: Tx,
  row: Pick<
    Reservation,
    'id' | 'kind' | 'userId' | 'eventKey' | 'campaignId' | 'jobId' | 'channel' | 'nonce'
  >,
  owner: string,
  now: number,
): Promise<void> {
  const at = toText(now);
  await tx.sql`
    INSERT INTO notifications_ledger
      (id, kind, user_id, event_key, campaign_id, job_id, state, channel_type, attempts, nonce, first_attempt_at,
       next_attempt_at, owner, created_at, updated_at)
    VALUES (${row.id}, ${row.kind}, ${row.userId}, ${row.eventKey}, ${row.campaignId}, ${row.jobId}, 'retry', ${row.channel}, 0,
      ${row.nonce}, ${at}, ${at}, ${owner}, ${at}, ${at})
    ON CONFLICT (user_id, event_key) DO NOTHING`;
}

/** The summaries whose next attempt is due, oldest first. */
export async function dueSummaries(view: View, now: number): Promise<Reservation[]> {
  const rows: LedgerRow[] = await view.sql`
    SELECT * FROM notifications_ledger
    WHERE state = 'retry' AND next_attempt_at <= ${toText(now)} AND kind = 'summary'
    ORDER BY created_at, id`;
  return rows.map(toReservation);
}

/** Everything that waits to be posted in a channel, or is being posted. */
export async function openPosts(view: View): Promise<Reservation[]> {
  const rows: LedgerRow[] = await view.sql`
    SELECT * FROM notifications_ledger
    WHERE state IN ('sending', 'retry') AND kind IN ('summary', 'post') ORDER BY created_at, id`;
  return rows.map(toReservation);
}

/** Whether something was posted under an event key in another channel than this, may have been, or waits to be. */
export async function isPostedElsewhere(view: View, eventKey: string, channel: string): Promise<boolean> {
  const rows: unknown[] = await view.sql`
    SELECT 1 FROM notifications_ledger
    WHERE event_key = ${eventKey} AND user_id <> ${channel} AND kind = 'post' AND state <> 'failed' LIMIT 1`;
  return rows.length > 0;
}

/** The message a row was sent as; `null`: it was not, or nobody knows. */
export async function sentMessageOf(view: View, userId: string, eventKey: string): Promise<string | null> {
  const rows: { message_id: string | null }[] = await view.sql`
    SELECT message_id FROM notifications_ledger
    WHERE user_id = ${userId} AND event_key = ${eventKey} AND state = 'sent'`;
  return rows[0]?.message_id ?? null;
}

/** Whether anything of a campaign has left for its people, or may be leaving at this moment. */
export async function anythingLeft(tx: Tx, campaignId: string): Promise<boolean> {
  const rows: unknown[] = await tx.sql`
    SELECT 1 FROM notifications_ledger
    WHERE campaign_id = ${campaignId} AND kind <> 'post'
      AND (state IN ('sending', 'sent', 'unknown') OR ambiguous_since IS NOT NULL)
    LIMIT 1`;
  return rows.length > 0;
}

/** Ends a job's open rows: each may have arrived. */
export async function endOpenReservations(tx: Tx, jobId: string, code: string, now: number): Promise<void> {
  await tx.sql`
    UPDATE notifications_ledger
    SET state = 'unknown', error_code = ${code}, next_attempt_at = NULL, updated_at = ${toText(now)}
    WHERE job_id = ${jobId} AND state IN ('sending', 'retry')`;
}

/** Guards a job's event key for everybody it is about without a final row: they may have been called. */
export async function insertUnclearRows(
  tx: Tx,
  job: Pick<CampaignJob, 'id' | 'campaignId' | 'jobType'>,
  { eventKey, owner }: { eventKey: string; owner: string },
  now: number,
): Promise<void> {
  const at = toText(now);
  await tx.sql`
    INSERT INTO notifications_ledger
      (id, kind, user_id, event_key, campaign_id, job_id, recipient_id, state, channel_type, attempts, nonce,
       first_attempt_at, owner, error_code, created_at, updated_at)
    SELECT ${job.id} || ':' || r.id, 'call', r.user_id, ${eventKey}, r.campaign_id, ${job.id}, r.id, 'unknown',
      r.channel_type, 0, '', ${at}, ${owner}, 'restored', ${at}, ${at}
    FROM availability_promotion_recipients r
    WHERE r.campaign_id = ${job.campaignId} AND ${isAbout(job.jobType)} AND r.user_id NOT LIKE ${`${ERASED_PREFIX}%`}
      AND NOT EXISTS (SELECT 1 FROM availability_promotion_send_logs l
        WHERE l.job_id = ${job.id} AND l.user_id = r.user_id AND l.is_final = true)
      AND NOT EXISTS (SELECT 1 FROM notifications_ledger n
        WHERE n.user_id = r.user_id AND n.event_key = ${eventKey})`;
}
