import type { EveningAnswerKind } from '../../domain/answer.js';
import type { AvailabilityStatus } from '../../domain/availability.js';
import type { EveningCampaign, SaidOfEvening } from '../../domain/calendar.js';
import type { Tx, View } from '../engine/database.js';
import type { CalendarAddressRow } from '../entities/calendar-address.js';
import { fromNullableText, fromText, toText } from '../instants.js';
import { CALL_OFF, PROMOTIONS } from './campaign-store.js';

/** Under which address somebody's evenings can be read, and since when (ms). */
export interface CalendarAddress {
  readonly userId: string;
  readonly tokenDigest: string;
  readonly createdAt: number;
}

/** The dates (`YYYY-MM-DD`, both included) of a calendar. */
interface Dates {
  readonly from: string;
  readonly to: string;
}

/** Keeps a person's address, in place of the one they had. */
export async function saveCalendar(
  tx: Tx,
  { userId, tokenDigest }: Omit<CalendarAddress, 'createdAt'>,
  now: number,
): Promise<void> {
  await tx.sql`
    INSERT INTO calendar_addresses (user_id, token_digest, created_at)
    VALUES (${userId}, ${tokenDigest}, ${toText(now)})
    ON CONFLICT (user_id) DO UPDATE SET token_digest = excluded.token_digest, created_at = excluded.created_at`;
}

/** A person's address; `null`: they have none. */
export async function calendarOf(view: View, userId: string): Promise<CalendarAddress | null> {
  return first(await view.sql`SELECT * FROM calendar_addresses WHERE user_id = ${userId}`);
}

/** Whose address has one of these digests; `null`: nobody's. */
export async function findCalendar(view: View, digests: readonly string[]): Promise<CalendarAddress | null> {
  return first(await view.sql`SELECT * FROM calendar_addresses WHERE token_digest IN (${() => digests})`);
}

/** Keeps an address under another digest of the same token, if it is still the one its person has. */
export async function redigestCalendar(
  tx: Tx,
  { userId, tokenDigest }: CalendarAddress,
  digest: string,
): Promise<void> {
  await tx.sql`
    UPDATE calendar_addresses SET token_digest = ${digest}
    WHERE user_id = ${userId} AND token_digest = ${tokenDigest}`;
}

/** Ends a person's address. @returns whether they had one. */
export async function deleteCalendar(tx: Tx, userId: string): Promise<boolean> {
  const rows: unknown[] = await tx.sql`
    DELETE FROM calendar_addresses WHERE user_id = ${userId} RETURNING user_id`;
  return rows.length > 0;
}

/** What a person said about dates, and answered for their evenings; what they say about weekdays is not among it. */
export async function saidOfEvenings(
  view: View,
  userId: string,
  { from, to }: Dates,
): Promise<SaidOfEvening[]> {
  const entries: { date: string; status: AvailabilityStatus; at: string }[] = await view.sql`
    SELECT entry_date AS date, status, updated_at AS at FROM availability_entries
    WHERE user_id = ${userId} AND entry_date >= ${from} AND entry_date <= ${to}`;
  const answers: { date: string; answer: EveningAnswerKind; at: string }[] = await view.sql`
    SELECT answer_date AS date, answer, updated_at AS at FROM availability_promotion_answers
    WHERE user_id = ${userId} AND answer_date >= ${from} AND answer_date <= ${to}`;
  const said = new Map<string, SaidOfEvening>(
    entries.map(({ date, status, at }) => [date, { date, status, answer: null, saidAt: fromText(at) }]),
  );
  for (const { date, answer, at } of answers) {
    const before = said.get(date);
    const saidAt = Math.max(fromText(at), before?.saidAt ?? 0);
    said.set(date, { date, status: before?.status ?? null, answer, saidAt });
  }
  return [...said.values()];
}

/** Promoters' real campaigns of some dates. */
export async function campaignsOfEvenings(view: View, { from, to }: Dates): Promise<EveningCampaign[]> {
  const rows: {
    campaign_date: string;
    start_at: string;
    own_start: string | null;
    created_at: string;
    cancelled_at: string | null;
    called_off_at: string | null;
  }[] = await view.sql`
    SELECT c.campaign_date, c.start_at, c.own_start, c.created_at, c.cancelled_at,
      (SELECT MIN(j.created_at) FROM availability_promotion_jobs j
       WHERE j.campaign_id = c.id AND j.job_type = ${CALL_OFF}) AS called_off_at
    FROM ${() => PROMOTIONS} c
    WHERE c.campaign_date >= ${from} AND c.campaign_date <= ${to} AND c.dry_run = false
    ORDER BY c.campaign_date, c.created_at, c.id`;
  return rows.map((row) => ({
    date: row.campaign_date,
    ownStartAt: row.own_start === null ? null : fromText(row.start_at),
    createdAt: fromText(row.created_at),
    offAt: fromNullableText(row.cancelled_at ?? row.called_off_at),
  }));
}

/** When (ms) an admin last set when sessions are; `null`: never, as far as that is still known. */
export async function timesChangedAt(view: View): Promise<number | null> {
  const [row]: { at: string | null }[] = await view.sql`
    SELECT MAX(created_at) AS at FROM settings_audit_log WHERE key IN ('start_time', 'session_plan')`;
  return fromNullableText(row?.at ?? null);
}

function first(rows: CalendarAddressRow[]): CalendarAddress | null {
  const [row] = rows;
  return row
    ? { userId: row.user_id, tokenDigest: row.token_digest, createdAt: fromText(row.created_at) }
    : null;
}
