import type { AvailabilityStatus } from '../../domain/availability.js';
import type { LinkableChannel, PreferredChannel } from '../../domain/channel-choice.js';
import type { ContactReader } from '../../domain/contact.js';
import type { Callable } from '../../domain/eligibility.js';
import type { PersonState, QuietHours } from '../../domain/person.js';
import { calledName, type PlayerLinkPolicy } from '../../domain/player-link.js';
import { MOST_UNANSWERED } from '../../domain/question.js';
import { isTimezone } from '../../domain/time-zone.js';
import type { View } from '../engine/database.js';
import { fromNullableText, toText } from '../instants.js';
import { QUESTION_KEYS } from '../../domain/event-key.js';
import { weekdayOf } from '../../domain/session-plan.js';
import {
  type EffectiveAnswer,
  effectiveAnswer,
  isRenewalDue,
  isToBeAsked,
  type SaidOfDate,
  type WeeklyStatus,
} from '../../domain/standing-answers.js';
import { UNANSWERED } from './preference-store.js';
import { weekdayNumber } from './standing-store.js';

/** What of a person decides whether they are called for a date, by which channel, and how they are named. */
export interface CallablePerson extends Callable {
  readonly userId: string;
  readonly displayName: string;
  /** Where their answer for the date comes from. */
  readonly origin: EffectiveAnswer['origin'];
  readonly quietHours: QuietHours | null;
  readonly timezone: string;
  /** How many calls they want a week at most; `null`: as many as there are. */
  readonly callsPerWeek: number | null;
}

/** A person as the tables know them; only Discord knows whether they are in the guild. */
export interface KnownPerson extends CallablePerson, Omit<PersonState, 'inGuild' | 'origin'> {
  /** Their calls count from then (ms) on as without a sign of life; `null`: all of them. */
  readonly callsCountedFrom: number | null;
  /** That they do not come any more has shown: only what their person says brings them back. */
  readonly callsHaveStopped: boolean;
  readonly dmChannelId: string | null;
  /** As kept; `null` where nothing is linked, or no key opens it. */
  readonly sealedContacts: Readonly<Record<LinkableChannel, string | null>>;
}

/** Tells which contacts are usable: one that no key opens is as good as none. */
export type CanOpen = Pick<ContactReader, 'canOpen'>;

/** A person's row with {@link CALLABLE}. */
export interface CallableRow {
  user_id: string;
  player_name: string | null;
  user_name: string | null;
  allow_promotions: boolean | number | null;
  preferred_channel: PreferredChannel | null;
  telegram_handle_encrypted: string | null;
  signal_handle_encrypted: string | null;
  discord_dms: boolean | number | null;
  quiet_hours_start: string | null;
  quiet_hours_end: string | null;
  timezone: string | null;
  calls_asked_at: string | null;
  max_calls_per_week: number | null;
}

/** A person's row with {@link CHOICES}. */
export interface PersonRow extends CallableRow {
  allow_questions: boolean | number | null;
  allow_ready_notices: boolean | number | null;
  discord_dm_channel_id: string | null;
  locale: string | null;
  calls_counted_from: string | null;
  calls_rest_since: string | null;
}

/** What decides whether a person of `subscription_preferences p` is called, as {@link CallableRow} has it. */
export const CALLABLE = `p.allow_promotions, p.preferred_channel, p.telegram_handle_encrypted,
  p.signal_handle_encrypted, p.discord_dms, p.quiet_hours_start, p.quiet_hours_end, p.timezone, p.calls_asked_at,
  p.max_calls_per_week`;

/** What a person of `subscription_preferences p` has chosen, as {@link PersonRow} has it. */
export const CHOICES = `${CALLABLE}, p.allow_questions, p.allow_ready_notices, p.discord_dm_channel_id, p.locale,
  p.calls_counted_from, p.calls_rest_since`;

/** What somebody has said that matters on a date, of {@link SAID}. */
interface SaidRow {
  said: AvailabilityStatus | null;
  week_status: WeeklyStatus | null;
  week_from: string | null;
  week_until: string | null;
  away_from: string | null;
  away_until: string | null;
}

/** What was said about a date (`e`), about its weekday (`w`) and about being away (`b`), as {@link SaidRow} has it. */
const SAID = `e.status AS said, w.status AS week_status, w.counts_from AS week_from,
  w.counts_until AS week_until, b.away_from, b.away_until`;

function saidIn(row: SaidRow): SaidOfDate {
  const { said, week_status: status, away_from: from, away_until: until } = row;
  return {
    said,
    weekly: status === null ? null : { status, from: row.week_from ?? '', until: row.week_until ?? '' },
    away: from === null || until === null ? null : { from, until },
  };
}

/** What decides whether somebody is called, and how they are named, of a row with {@link CALLABLE}. */
export function callableIn(
  row: CallableRow,
  answer: EffectiveAnswer,
  defaultTimezone: string,
  contacts: CanOpen,
): CallablePerson {
  const usable = (sealed: string | null) => sealed !== null && contacts.canOpen(sealed);
  return {
    userId: row.user_id,
    displayName: calledName(row.player_name, row.user_name),
    callsRest: row.calls_asked_at !== null,
    callsPerWeek: row.max_calls_per_week,
    status: answer.status,
    origin: answer.origin,
    allowPromotions: Boolean(row.allow_promotions),
    preferredChannel: row.preferred_channel ?? 'any',
    targets: {
      discord: row.discord_dms === null || Boolean(row.discord_dms),
      telegram: usable(row.telegram_handle_encrypted),
      signal: usable(row.signal_handle_encrypted),
    },
    quietHours:
      row.quiet_hours_start !== null && row.quiet_hours_end !== null
        ? { start: row.quiet_hours_start, end: row.quiet_hours_end }
        : null,
    // A zone unknown to this Node (from another one's data) must not stop everybody's campaign.
    timezone: row.timezone !== null && isTimezone(row.timezone) ? row.timezone : defaultTimezone,
  };
}

function toPerson(
  row: PersonRow,
  answer: EffectiveAnswer,
  defaultTimezone: string,
  contacts: CanOpen,
): KnownPerson {
  const callable = callableIn(row, answer, defaultTimezone, contacts);
  const { telegram, signal } = callable.targets;
  // Each by its name: a copy by `...` that grows after it takes longer than all else here.
  return {
    userId: callable.userId,
    displayName: callable.displayName,
    callsRest: callable.callsRest ?? false,
    callsPerWeek: callable.callsPerWeek,
    status: callable.status,
    origin: callable.origin,
    allowPromotions: callable.allowPromotions,
    preferredChannel: callable.preferredChannel,
    targets: callable.targets,
    quietHours: callable.quietHours,
    timezone: callable.timezone,
    dmChannelId: row.discord_dm_channel_id,
    sealedContacts: {
      telegram: telegram ? row.telegram_handle_encrypted : null,
      signal: signal ? row.signal_handle_encrypted : null,
    },
    callsCountedFrom: fromNullableText(row.calls_counted_from),
    callsHaveStopped: row.calls_rest_since !== null,
    allowQuestions: Boolean(row.allow_questions),
    allowReadyNotices: Boolean(row.allow_ready_notices),
    locale: row.locale ?? 'en',
  };
}

/**
 * Whoever is to be asked whether they play on a date (see {@link isToBeAsked}): players with a link that counts who want to be
 * asked, and have not left the last questions without an answer. In the order of their ids.
 */
export async function peopleToAsk(
  view: View,
  date: string,
  defaultTimezone: string,
  contacts: CanOpen,
  policy: PlayerLinkPolicy,
): Promise<KnownPerson[]> {
  const weekday = weekdayNumber(weekdayOf(date));
  const rows: (PersonRow & SaidRow & { last_key: string | null })[] = await view.sql`
    SELECT p.user_id, k.player_name, NULL AS user_name, ${() => SAID}, ${() => CHOICES}, ${() => LAST_ASKED} AS last_key
    FROM subscription_preferences p
    JOIN player_links k ON k.user_id = p.user_id AND (${policy} = 'self' OR k.verified_at IS NOT NULL)
    LEFT JOIN availability_entries e ON e.user_id = p.user_id AND e.entry_date = ${date}
    LEFT JOIN availability_weekly_answers w ON w.user_id = p.user_id AND w.weekday = ${weekday}
    LEFT JOIN availability_absences b ON b.user_id = p.user_id
    WHERE p.allow_questions = true AND ${() => UNANSWERED} < ${MOST_UNANSWERED} AND e.id IS NULL
    ORDER BY p.user_id`;
  return rows
    .filter((row) => isToBeAsked(date, saidIn(row), row.last_key?.slice(QUESTION_KEYS.from.length) ?? null))
    .map((row) => toPerson(row, effectiveAnswer(date, saidIn(row)), defaultTimezone, contacts));
}

/** The key of the last question that reached a person of `subscription_preferences p`, or may have. */
const LAST_ASKED = `(SELECT MAX(n.event_key) FROM notifications_ledger n
  WHERE n.user_id = p.user_id AND n.event_key >= '${QUESTION_KEYS.from}' AND n.event_key < '${QUESTION_KEYS.before}'
    AND n.state IN ('sent', 'unknown'))`;

/** Whoever wants to be told when enough are looking for a game, with their answer for a date. In the order of their ids. */
export async function peopleToTell(
  view: View,
  date: string,
  defaultTimezone: string,
  contacts: CanOpen,
  policy: PlayerLinkPolicy,
): Promise<KnownPerson[]> {
  const weekday = weekdayNumber(weekdayOf(date));
  const rows: (PersonRow & SaidRow)[] = await view.sql`
    SELECT p.user_id, k.player_name, COALESCE(e.user_name, w.user_name) AS user_name, ${() => SAID}, ${() => CHOICES}
    FROM subscription_preferences p
    LEFT JOIN availability_entries e ON e.user_id = p.user_id AND e.entry_date = ${date}
    LEFT JOIN availability_weekly_answers w ON w.user_id = p.user_id AND w.weekday = ${weekday}
    LEFT JOIN availability_absences b ON b.user_id = p.user_id
    LEFT JOIN player_links k ON k.user_id = p.user_id AND (${policy} = 'self' OR k.verified_at IS NOT NULL)
    WHERE p.allow_ready_notices = true
    ORDER BY p.user_id`;
  return rows.map((row) => toPerson(row, effectiveAnswer(date, saidIn(row)), defaultTimezone, contacts));
}

/** One person's row. */
export type OnePersonRow = PersonRow &
  SaidRow & {
    /** The last date on which a weekly answer of theirs counts. */
    readonly week_ends: string | null;
  };

/** What is known of one person, of {@link KNOWN_OF_ONE}, as {@link OnePersonRow} has it. */
export const KNOWN = `i.user_id, k.player_name, COALESCE(e.user_name, w.user_name) AS user_name, ${SAID}, ${CHOICES},
  (SELECT MAX(v.counts_until) FROM availability_weekly_answers v WHERE v.user_id = i.user_id) AS week_ends`;

/** Joins to the one row of `i(user_id, date, weekday)` what is known of that person on that date. */
export const KNOWN_OF_ONE = `
  LEFT JOIN availability_entries e ON e.user_id = i.user_id AND e.entry_date = i.date
  LEFT JOIN availability_weekly_answers w ON w.user_id = i.user_id AND w.weekday = i.weekday
  LEFT JOIN availability_absences b ON b.user_id = i.user_id
  LEFT JOIN subscription_preferences p ON p.user_id = i.user_id
  LEFT JOIN player_links k ON k.user_id = i.user_id`;

/** One person's current state for a date; read again at every send. */
export async function personFor(
  view: View,
  userId: string,
  date: string,
  defaultTimezone: string,
  contacts: CanOpen,
): Promise<KnownPerson> {
  const weekday = weekdayNumber(weekdayOf(date));
  const rows: OnePersonRow[] = await view.sql`
    SELECT ${() => KNOWN}
    FROM (SELECT CAST(${userId} AS TEXT) AS user_id, CAST(${date} AS TEXT) AS date, CAST(${weekday} AS INTEGER) AS weekday) i
    ${() => KNOWN_OF_ONE}`;
  const row = rows[0];
  if (!row) throw new Error('a row for the person asked about is always there');
  return personIn(row, date, defaultTimezone, contacts);
}

/** What one person's row says of them for a date. */
export function personIn(
  row: OnePersonRow,
  date: string,
  defaultTimezone: string,
  contacts: CanOpen,
): KnownPerson {
  const answer = effectiveAnswer(date, saidIn(row));
  const person = toPerson(row, answer, defaultTimezone, contacts);
  return isRenewalDue(row.week_ends, date) ? { ...person, weeklyEnds: row.week_ends } : person;
}

/** Whether anybody had told us anything before an instant. */
export async function existedBefore(view: View, instant: number): Promise<boolean> {
  const at = toText(instant);
  const rows: unknown[] = await view.sql`
    SELECT 1 AS found FROM player_links WHERE created_at < ${at}
    UNION ALL SELECT 1 FROM subscription_preferences WHERE created_at < ${at}
    UNION ALL SELECT 1 FROM availability_entries WHERE created_at < ${at} LIMIT 1`;
  return rows.length > 0;
}
