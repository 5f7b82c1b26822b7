import {
  LINKABLE_CHANNELS,
  type LinkableChannel,
  type PreferredChannel,
} from '../../domain/channel-choice.js';
import {
  type Allowed,
  type AllowedSince,
  CONSENTS,
  CONSENTS_TO,
  NOTHING_ALLOWED,
} from '../../domain/consent.js';
import { QUESTION_KEYS } from '../../domain/event-key.js';
import type { QuietHours } from '../../domain/person.js';
import type { Tx, View } from '../engine/database.js';
import type { SubscriptionPreferenceRow } from '../entities/subscription-preference.js';
import { fromNullableText, toText } from '../instants.js';

/** How, when and whether a person wants to hear from us. Addresses are not part of it. */
export interface Preferences extends Allowed, AllowedSince {
  readonly preferredChannel: PreferredChannel;
  readonly discordDms: boolean;
  readonly quietHours: QuietHours | null;
  /** Whether the page is to say aloud that it is on. */
  readonly readySound: boolean;
  /** The zone (IANA) they named; `null`: the deployment's current one. */
  readonly timezone: string | null;
  readonly locale: string;
  readonly dmChannelId: string | null;
  readonly telegramLinked: boolean;
  readonly signalLinked: boolean;
  /** The channels they used before they moved here, and have to link again. */
  readonly linkAgain: readonly LinkableChannel[];
  /** How many questions in a row they have left without an answer. */
  readonly unansweredQuestions: number;
  /** Since when (ms) questions count as unanswered; `null`: from the first on. */
  readonly questionsCountedFrom: number | null;
  /** How many calls they want a week at most; `null`: as many as there are. */
  readonly callsPerWeek: number | null;
  /** Since when (ms) no call comes, for they gave no sign of life and did not answer whether they want any; `null`: they come. */
  readonly callsRestSince: number | null;
  /** When (ms) a call asked them that, if they have given no sign of life since; else `null`. */
  readonly callsAskedAt: number | null;
  /** Since when (ms) calls count as without a sign of life; `null`: from the first on. */
  readonly callsCountedFrom: number | null;
}

/** The columns of {@link CONSENTS}. */
type ConsentColumns = Readonly<
  Record<(typeof CONSENTS)[keyof typeof CONSENTS]['column'], boolean | number | null> &
    Record<(typeof CONSENTS)[keyof typeof CONSENTS]['sinceColumn'], string | null>
>;

/** What becomes of calls that rest, or are about to, once their person says something. */
export const CALLS_COUNT_ANEW = { callsRestSince: null, callsAskedAt: null } as const;

/** The preferences of a person who set none: Muster sends them nothing. */
export function defaultPreferences(locale = 'en'): Preferences {
  return {
    ...NOTHING_ALLOWED,
    preferredChannel: 'any',
    discordDms: true,
    quietHours: null,
    readySound: false,
    timezone: null,
    locale,
    dmChannelId: null,
    telegramLinked: false,
    signalLinked: false,
    linkAgain: [],
    unansweredQuestions: 0,
    callsPerWeek: null,
    ...CALLS_COUNT_ANEW,
    callsCountedFrom: null,
    questionsCountedFrom: null,
  };
}

/**
 * How many questions a person of `subscription_preferences p` has left without an answer: those that reached them, or may
 * have, since they last answered for any day or changed their preferences.
 */
export const UNANSWERED = `(SELECT COUNT(*) FROM notifications_ledger n
  WHERE n.user_id = p.user_id AND n.event_key >= '${QUESTION_KEYS.from}' AND n.event_key < '${QUESTION_KEYS.before}'
    AND n.state IN ('sent', 'unknown') AND n.created_at >= COALESCE(p.questions_counted_from, ''))`;

/** How many questions in a row somebody has left without an answer. */
export async function unansweredQuestions(view: View, userId: string): Promise<number> {
  const rows: { unanswered: number | string }[] = await view.sql`
    SELECT ${() => UNANSWERED} AS unanswered FROM subscription_preferences p WHERE p.user_id = ${userId}`;
  return Number(rows[0]?.unanswered ?? 0);
}

/** A person's preferences, or `null` when they never set any. */
export async function findPreferences(view: View, userId: string): Promise<Preferences | null> {
  type Row = SubscriptionPreferenceRow & {
    unanswered: number | string;
    again_telegram: boolean | number;
    again_signal: boolean | number;
  };
  const rows: Row[] = await view.sql`
    SELECT p.*, ${() => UNANSWERED} AS unanswered,
      EXISTS (SELECT 1 FROM imported_items i
        WHERE i.user_id = p.user_id AND i.item = 'link_again:telegram') AS again_telegram,
      EXISTS (SELECT 1 FROM imported_items i
        WHERE i.user_id = p.user_id AND i.item = 'link_again:signal') AS again_signal
    FROM subscription_preferences p WHERE p.user_id = ${userId}`;
  const row = rows[0];
  if (!row) return null;
  return {
    ...consentsOf(row),
    preferredChannel: row.preferred_channel,
    discordDms: Boolean(row.discord_dms),
    quietHours:
      row.quiet_hours_start !== null && row.quiet_hours_end !== null
        ? { start: row.quiet_hours_start, end: row.quiet_hours_end }
        : null,
    readySound: Boolean(row.ready_sound),
    timezone: row.timezone,
    locale: row.locale,
    dmChannelId: row.discord_dm_channel_id,
    telegramLinked: row.telegram_handle_encrypted !== null,
    signalLinked: row.signal_handle_encrypted !== null,
    linkAgain: LINKABLE_CHANNELS.filter((channel) => Boolean(row[`again_${channel}`])),
    unansweredQuestions: Number(row.unanswered),
    questionsCountedFrom: fromNullableText(row.questions_counted_from),
    callsPerWeek: row.max_calls_per_week,
    callsRestSince: fromNullableText(row.calls_rest_since),
    callsAskedAt: fromNullableText(row.calls_asked_at),
    callsCountedFrom: fromNullableText(row.calls_counted_from),
  };
}

/** The language somebody is written to in (BCP 47); `null` where nothing is kept of them. */
export async function languageKept(view: View, userId: string): Promise<string | null> {
  const rows: { locale: string }[] = await view.sql`
    SELECT locale FROM subscription_preferences WHERE user_id = ${userId}`;
  return rows[0]?.locale ?? null;
}

/** What a row says of each consent. */
export function consentsOf(row: ConsentColumns): Allowed & AllowedSince {
  const fields = CONSENTS_TO.flatMap((to) => {
    const { field, sinceField, column, sinceColumn } = CONSENTS[to];
    return [
      [field, Boolean(row[column])],
      [sinceField, fromNullableText(row[sinceColumn])],
    ];
  });
  return Object.fromEntries(fields) as Allowed & AllowedSince;
}

/**
 * Writes a person's choices; links and the DM channel stay as they are. It is their doing, so questions and calls that stayed
 * without an answer until now no longer count, and calls that rest come again.
 */
export async function savePreferences(
  tx: Tx,
  userId: string,
  preferences: Preferences,
  now: number,
): Promise<void> {
  const at = toText(now);
  const { preferredChannel, discordDms, quietHours, readySound, timezone, locale, callsPerWeek } =
    preferences;
  await tx.sql`
    INSERT INTO subscription_preferences
      (user_id, allow_promotions, preferred_channel, discord_dms, quiet_hours_start, quiet_hours_end, ready_sound, timezone, locale,
       max_calls_per_week, created_at, updated_at, questions_counted_from, calls_counted_from)
    VALUES (${userId}, ${false}, ${preferredChannel}, ${discordDms},
      ${quietHours?.start ?? null}, ${quietHours?.end ?? null}, ${readySound}, ${timezone}, ${locale},
      ${callsPerWeek}, ${at}, ${at}, ${at}, ${at})
    ON CONFLICT (user_id) DO UPDATE SET
      preferred_channel = excluded.preferred_channel,
      discord_dms = excluded.discord_dms, quiet_hours_start = excluded.quiet_hours_start,
      quiet_hours_end = excluded.quiet_hours_end, ready_sound = excluded.ready_sound, timezone = excluded.timezone, locale = excluded.locale,
      max_calls_per_week = excluded.max_calls_per_week,
      updated_at = excluded.updated_at, questions_counted_from = excluded.questions_counted_from,
      calls_counted_from = excluded.calls_counted_from, calls_asked_at = NULL, calls_rest_since = NULL`;
  for (const to of CONSENTS_TO) {
    const { field, sinceField, column, sinceColumn } = CONSENTS[to];
    const since = preferences[sinceField];
    await tx.sql`
      UPDATE subscription_preferences SET ${() => column} = ${preferences[field]},
        ${() => sinceColumn} = ${since === null ? null : toText(since)}
      WHERE user_id = ${userId}`;
  }
}

/**
 * From `now` (ms) on, the questions and calls a person leaves unanswered count anew, and calls that rest come again: they have
 * said whether they play.
 */
export async function countAnew(tx: Tx, userId: string, now: number): Promise<void> {
  const at = toText(now);
  await tx.sql`
    UPDATE subscription_preferences SET questions_counted_from = ${at}, calls_counted_from = ${at},
      calls_asked_at = NULL, calls_rest_since = NULL
    WHERE user_id = ${userId}`;
}

/** Remembers (or forgets, with `null`) the DM channel opened with a person who has preferences. */
export async function rememberDmChannel(
  tx: Tx,
  userId: string,
  channelId: string | null,
  now: number,
): Promise<void> {
  await tx.sql`
    UPDATE subscription_preferences SET discord_dm_channel_id = ${channelId}, updated_at = ${toText(now)}
    WHERE user_id = ${userId}`;
}
