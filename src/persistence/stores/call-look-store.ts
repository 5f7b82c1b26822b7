import { weekdayOf } from '../../domain/session-plan.js';
import type { Tx } from '../engine/database.js';
import type { LedgerRow } from '../entities/ledger-entry.js';
import { type Reservation, toReservation } from './ledger-store.js';
import {
  type CanOpen,
  CHOICES,
  type KnownPerson,
  personIn,
  type PersonRow,
  SAID,
  type SaidRow,
} from './person-store.js';
import { weekdayNumber } from './standing-store.js';

/** A call that may be made. */
export interface CallToLookAt {
  readonly jobId: string;
  /** Who should hold the job. */
  readonly owner: string;
  readonly recipientId: string;
  /** The recipient, as far as is known. */
  readonly userId: string;
  /** What stands for them in the ledger: their id, and digests of it. */
  readonly guards: readonly string[];
  /** The event keys of which one is enough to have been contacted. */
  readonly eventKeys: readonly string[];
  /** Under this key a restored database notes that they may have been called. */
  readonly restoredKey: string;
  readonly date: string;
}

/** What a call is decided by, of one moment. */
export interface CallLook {
  readonly isHeld: boolean;
  /** Whether an admin has paused promotions. */
  readonly isPaused: boolean;
  /** The row the recipient has in this job. */
  readonly own: Reservation | null;
  /** Their id now: an erasure may have changed it. */
  readonly userId: string;
  /** Whether a row guards one of the event keys. */
  readonly isTaken: boolean;
  readonly isRestored: boolean;
  readonly person: KnownPerson;
}

type LookRow = PersonRow &
  SaidRow & {
    readonly week_ends: string | null;
    readonly held: boolean | number;
    readonly paused: boolean | number;
    readonly taken: boolean | number;
    readonly restored: boolean | number;
  } & { readonly [K in OwnColumn as `own_${K}`]: LedgerRow[K] | null };

const OWN_COLUMNS = [
  'id',
  'kind',
  'user_id',
  'event_key',
  'campaign_id',
  'job_id',
  'recipient_id',
  'state',
  'channel_type',
  'attempts',
  'nonce',
  'first_attempt_at',
  'ambiguous_since',
  'next_attempt_at',
  'error_code',
] as const satisfies readonly (keyof LedgerRow)[];
type OwnColumn = (typeof OWN_COLUMNS)[number];

const OWN = OWN_COLUMNS.map((column) => `o.${column} AS own_${column}`).join(', ');

/**
 * Reads at once what a call is decided by: a server may be milliseconds away, and the decision holds up every other process.
 * Call it in the transaction that decides.
 */
export async function lookAtCall(
  tx: Tx,
  call: CallToLookAt,
  defaultTimezone: string,
  contacts: CanOpen,
): Promise<CallLook> {
  const { date } = call;
  const weekday = weekdayNumber(weekdayOf(date));
  const rows = await tx.sql<LookRow>`
    SELECT i.user_id, k.player_name, COALESCE(e.user_name, w.user_name) AS user_name, ${() => SAID}, ${() => CHOICES},
      (SELECT MAX(v.counts_until) FROM availability_weekly_answers v WHERE v.user_id = i.user_id) AS week_ends,
      EXISTS (SELECT 1 FROM availability_promotion_jobs
        WHERE id = ${call.jobId} AND owner = ${call.owner} AND status = 'running') AS held,
      EXISTS (SELECT 1 FROM system_state WHERE key = 'promotions_paused') AS paused,
      EXISTS (SELECT 1 FROM system_state WHERE key = ${call.restoredKey}) AS restored,
      EXISTS (SELECT 1 FROM notifications_ledger
        WHERE user_id IN (${() => call.guards}) AND event_key IN (${() => call.eventKeys})) AS taken,
      ${() => OWN}
    FROM (SELECT COALESCE(
      (SELECT user_id FROM availability_promotion_recipients WHERE id = ${call.recipientId}),
      CAST(${call.userId} AS TEXT)) AS user_id) i
    LEFT JOIN notifications_ledger o ON o.recipient_id = ${call.recipientId} AND o.job_id = ${call.jobId}
    LEFT JOIN availability_entries e ON e.user_id = i.user_id AND e.entry_date = ${date}
    LEFT JOIN availability_weekly_answers w ON w.user_id = i.user_id AND w.weekday = ${weekday}
    LEFT JOIN availability_absences b ON b.user_id = i.user_id
    LEFT JOIN subscription_preferences p ON p.user_id = i.user_id
    LEFT JOIN player_links k ON k.user_id = i.user_id`;
  const row = rows[0];
  if (!row) throw new Error('a row for the call asked about is always there');
  return {
    isHeld: Boolean(row.held),
    isPaused: Boolean(row.paused),
    own: ownIn(row),
    userId: row.user_id,
    isTaken: Boolean(row.taken),
    isRestored: Boolean(row.restored),
    person: personIn(row, date, defaultTimezone, contacts),
  };
}

function ownIn(row: LookRow): Reservation | null {
  if (row.own_id === null) return null;
  const own = Object.fromEntries(OWN_COLUMNS.map((column) => [column, row[`own_${column}`]]));
  return toReservation(own as unknown as Pick<LedgerRow, OwnColumn>);
}
