import { CALL_KEYS, isCallKey, PROMOTION_KEYS } from '../../domain/event-key.js';
import type { Tx, View } from '../engine/database.js';
import type { LedgerRow } from '../entities/ledger-entry.js';
import { fromText, toText } from '../instants.js';

/** A call to somebody: `sent`, or it may have arrived, or may be arriving at this moment. */
export interface CountedCall {
  readonly at: number;
  readonly state: 'sent' | 'unknown' | 'open';
}

type CountedRow = Pick<LedgerRow, 'user_id' | 'event_key' | 'first_attempt_at'>;

/** Which rows `n` of the ledger count: a call that failed, or has only been put off, nobody has heard. */
export const HEARD = `(n.state IN ('sending', 'sent', 'unknown') OR (n.state = 'retry' AND n.ambiguous_since IS NOT NULL))`;
const COUNTED = `n.event_key >= '${PROMOTION_KEYS.from}' AND n.event_key < '${PROMOTION_KEYS.before}' AND ${HEARD}`;
/** Where the keys of calls begin (`begins`), up to their date, and where they end (`ends`). */
export const CALL_KEY_RANGES = CALL_KEYS.map(
  ({ from, before }) => `SELECT '${from}' AS begins, '${before}' AS ends`,
).join(' UNION ALL ');
/** An evening's calls leave on its date, or soon after, in whatever zone that is: with this many days more, none is left out. */
const MARGIN_DAYS = 2;
const DAY_MS = 86_400_000;

/** All rows `n` of the ledger in one text, for {@link countedIn}. */
export const IN_ONE_TEXT = `string_agg(n.first_attempt_at || ' ' || n.state || ' ' || n.event_key, ',')`;

/** The first date whose evening may have calls since an instant (ms): a person's calls of a year are many. */
export function firstDate(since: number): string {
  return toText(since - MARGIN_DAYS * DAY_MS).slice(0, 10);
}

/** The calls among the rows of a text of {@link IN_ONE_TEXT}, each of the moment it was first tried. */
export function countedIn(text: string | null): CountedCall[] {
  if (text === null) return [];
  return text.split(',').flatMap((row) => {
    const [at = '', state = '', key = ''] = row.split(' ');
    if (!isCallKey(key)) return [];
    return [{ at: fromText(at), state: state === 'sent' || state === 'unknown' ? state : 'open' }];
  });
}

/** When those who want so many calls a week at most were called, since an instant. */
export async function callsOfCapped(view: View, since: number): Promise<ReadonlyMap<string, number[]>> {
  // SQLite keeps the order of a CROSS JOIN. By itself it would begin with all that was ever sent: it has an index by state.
  const rows: CountedRow[] = await view.sql`
    SELECT n.user_id, n.event_key, n.first_attempt_at
    FROM subscription_preferences p CROSS JOIN (${() => CALL_KEY_RANGES}) k CROSS JOIN notifications_ledger n
    WHERE p.max_calls_per_week IS NOT NULL AND n.user_id = p.user_id
      AND n.event_key >= k.begins || CAST(${firstDate(since)} AS TEXT) AND n.event_key < k.ends
      AND n.first_attempt_at >= ${toText(since)} AND ${() => HEARD}`;
  const calls = new Map<string, number[]>();
  for (const { user_id: userId, event_key: key, first_attempt_at: at } of rows)
    if (isCallKey(key)) calls.set(userId, [...(calls.get(userId) ?? []), fromText(at)]);
  return calls;
}

/** Of somebody of `subscription_preferences`: they have been called since their last sign of life, so that another changes something. */
const WAITED_FOR = `calls_rest_since IS NULL AND (calls_asked_at IS NOT NULL OR EXISTS
  (SELECT 1 FROM notifications_ledger n WHERE n.user_id = subscription_preferences.user_id
    AND n.first_attempt_at > COALESCE(subscription_preferences.calls_counted_from, '') AND ${COUNTED}))`;

/** Whether a sign of life of a person would change anything. */
export async function isWaitedFor(view: View, userId: string): Promise<boolean> {
  const rows: unknown[] = await view.sql`
    SELECT 1 FROM subscription_preferences WHERE user_id = ${userId} AND ${() => WAITED_FOR}`;
  return rows.length > 0;
}

/**
 * Writes down that people were seen or heard at `now` (ms), where that changes anything: their calls count anew. Calls that rest
 * go on resting until their person says something.
 */
export async function noteLife(tx: Tx, userIds: readonly string[], now: number): Promise<void> {
  if (userIds.length === 0) return;
  await tx.sql`
    UPDATE subscription_preferences SET calls_counted_from = ${toText(now)}, calls_asked_at = NULL
    WHERE user_id IN (${() => userIds}) AND ${() => WAITED_FOR}`;
}

/** A person still wants to be called, by their own word at `now` (ms): their calls count anew, and no longer rest. */
export async function keepCallsOf(tx: Tx, userId: string, now: number): Promise<void> {
  await tx.sql`
    UPDATE subscription_preferences
    SET calls_counted_from = ${toText(now)}, calls_asked_at = NULL, calls_rest_since = NULL
    WHERE user_id = ${userId}`;
}

/**
 * A call that left at `leftAt` (ms) and asked somebody whether they still want any has reached them, by `now` (ms). A sign of life
 * since then is its answer.
 */
export async function noteAsked(
  tx: Tx,
  userId: string,
  { leftAt, now }: { readonly leftAt: number; readonly now: number },
): Promise<void> {
  await tx.sql`
    UPDATE subscription_preferences SET calls_asked_at = ${toText(now)}
    WHERE user_id = ${userId} AND COALESCE(calls_counted_from, '') < ${toText(leftAt)}`;
}

/** Lets the calls rest of those of these people who were asked and have not answered. */
export async function restCalls(tx: Tx, userIds: readonly string[], now: number): Promise<void> {
  if (userIds.length === 0) return;
  await tx.sql`
    UPDATE subscription_preferences SET calls_rest_since = ${toText(now)}
    WHERE user_id IN (${() => userIds}) AND calls_asked_at IS NOT NULL AND calls_rest_since IS NULL`;
}

/**
 * Counts everybody's calls anew, and lets nobody's rest: since a backup anybody may have given a sign of life that it does not
 * know of.
 */
export async function countEverybodyAnew(tx: Tx, now: number): Promise<void> {
  await tx.sql`
    UPDATE subscription_preferences SET calls_counted_from = ${toText(now)}, calls_asked_at = NULL, calls_rest_since = NULL`;
}
