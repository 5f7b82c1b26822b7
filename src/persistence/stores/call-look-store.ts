import { weekdayOf } from '../../domain/session-plan.js';
import type { Tx } from '../engine/database.js';
import type { LedgerRow } from '../entities/ledger-entry.js';
import { toText } from '../instants.js';
import {
  CALL_KEY_RANGES,
  type CountedCall,
  countedIn,
  firstDate,
  HEARD,
  IN_ONE_TEXT,
} from './call-count-store.js';
import { type Reservation, toReservation } from './ledger-store.js';
import {
  type CanOpen,
  type KnownPerson,
  KNOWN,
  KNOWN_OF_ONE,
  type OnePersonRow,
  personIn,
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
  /** The calls to them since then (ms) are told in any case. */
  readonly countFrom: number;
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
  /** The calls to them since their last sign of life, and since `countFrom`; their own row in this job is none of them. */
  readonly calls: readonly CountedCall[];
}

type LookRow = OnePersonRow & {
  readonly held: boolean | number;
  readonly paused: boolean | number;
  readonly taken: boolean | number;
  readonly restored: boolean | number;
  readonly calls: string | null;
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
 * Their row in the job. Put as it is, for else SQLite goes by the job, and looks through all that it has sent so far.
 */
const OF_JOB = 'NOT o.job_id <>';

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
  // Whoever has shown up since then needs no older ones looked through.
  const countFrom = toText(call.countFrom);
  const rows = await tx.sql<LookRow>`
    SELECT ${() => KNOWN},
      EXISTS (SELECT 1 FROM availability_promotion_jobs
        WHERE id = ${call.jobId} AND owner = ${call.owner} AND status = 'running') AS held,
      EXISTS (SELECT 1 FROM system_state WHERE key = 'promotions_paused') AS paused,
      EXISTS (SELECT 1 FROM system_state WHERE key = ${call.restoredKey}) AS restored,
      EXISTS (SELECT 1 FROM notifications_ledger
        WHERE user_id IN (${() => call.guards}) AND event_key IN (${() => call.eventKeys})) AS taken,
      (SELECT ${() => IN_ONE_TEXT} FROM (${() => CALL_KEY_RANGES}) k CROSS JOIN notifications_ledger n
        WHERE n.user_id IN (${() => call.guards}) AND n.id <> COALESCE(o.id, '')
          AND n.event_key >= k.begins || CASE WHEN p.calls_counted_from >= ${countFrom}
            THEN CAST(${firstDate(call.countFrom)} AS TEXT) ELSE '' END AND n.event_key < k.ends
          AND (n.first_attempt_at > COALESCE(p.calls_counted_from, '') OR n.first_attempt_at >= ${countFrom})
          AND ${() => HEARD}) AS calls,
      ${() => OWN}
    FROM (SELECT COALESCE(
      (SELECT user_id FROM availability_promotion_recipients WHERE id = ${call.recipientId}),
      CAST(${call.userId} AS TEXT)) AS user_id, CAST(${date} AS TEXT) AS date,
      CAST(${weekdayNumber(weekdayOf(date))} AS INTEGER) AS weekday) i
    LEFT JOIN notifications_ledger o ON o.recipient_id = ${call.recipientId} AND ${() => OF_JOB} ${call.jobId}
    ${() => KNOWN_OF_ONE}`;
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
    calls: countedIn(row.calls),
  };
}

function ownIn(row: LookRow): Reservation | null {
  if (row.own_id === null) return null;
  const own = Object.fromEntries(OWN_COLUMNS.map((column) => [column, row[`own_${column}`]]));
  return toReservation(own as unknown as Pick<LedgerRow, OwnColumn>);
}
