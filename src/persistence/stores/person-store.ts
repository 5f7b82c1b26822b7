import type { AvailabilityStatus } from '../../domain/availability.js';
import type { LinkableChannel, PreferredChannel } from '../../domain/channel-choice.js';
import type { ContactReader } from '../../domain/contact.js';
import type { PersonState } from '../../domain/person.js';
import { calledName, type PlayerLinkPolicy } from '../../domain/player-link.js';
import { MOST_UNANSWERED } from '../../domain/question.js';
import { isTimezone } from '../../domain/time-zone.js';
import type { View } from '../engine/database.js';
import { toText } from '../instants.js';
import { UNANSWERED } from './preference-store.js';

/** A person as the tables know them; only Discord knows whether they are in the guild. */
export interface KnownPerson extends Omit<PersonState, 'inGuild'> {
  readonly userId: string;
  readonly displayName: string;
  readonly dmChannelId: string | null;
  /** As kept; `null` where nothing is linked, or no key opens it. */
  readonly sealedContacts: Readonly<Record<LinkableChannel, string | null>>;
}

/** Tells which contacts are usable: one that no key opens is as good as none. */
type CanOpen = Pick<ContactReader, 'canOpen'>;

interface PersonRow {
  user_id: string;
  player_name: string | null;
  user_name: string | null;
  status: AvailabilityStatus | null;
  allow_promotions: boolean | number | null;
  allow_questions: boolean | number | null;
  allow_ready_notices: boolean | number | null;
  preferred_channel: PreferredChannel | null;
  telegram_handle_encrypted: string | null;
  signal_handle_encrypted: string | null;
  discord_dms: boolean | number | null;
  discord_dm_channel_id: string | null;
  quiet_hours_start: string | null;
  quiet_hours_end: string | null;
  timezone: string | null;
  locale: string | null;
}

/** What a person of `subscription_preferences p` has chosen, as {@link PersonRow} has it. */
const CHOICES = `p.allow_promotions, p.allow_questions, p.allow_ready_notices, p.preferred_channel,
  p.telegram_handle_encrypted, p.signal_handle_encrypted, p.discord_dms, p.discord_dm_channel_id,
  p.quiet_hours_start, p.quiet_hours_end, p.timezone, p.locale`;

function toPerson(row: PersonRow, defaultTimezone: string, contacts: CanOpen): KnownPerson {
  const usable = (sealed: string | null) => (sealed !== null && contacts.canOpen(sealed) ? sealed : null);
  const sealedContacts = {
    telegram: usable(row.telegram_handle_encrypted),
    signal: usable(row.signal_handle_encrypted),
  };
  return {
    userId: row.user_id,
    displayName: calledName(row.player_name, row.user_name),
    dmChannelId: row.discord_dm_channel_id,
    sealedContacts,
    status: row.status,
    allowPromotions: Boolean(row.allow_promotions),
    allowQuestions: Boolean(row.allow_questions),
    allowReadyNotices: Boolean(row.allow_ready_notices),
    preferredChannel: row.preferred_channel ?? 'any',
    targets: {
      discord: row.discord_dms === null || Boolean(row.discord_dms),
      telegram: sealedContacts.telegram !== null,
      signal: sealedContacts.signal !== null,
    },
    quietHours:
      row.quiet_hours_start !== null && row.quiet_hours_end !== null
        ? { start: row.quiet_hours_start, end: row.quiet_hours_end }
        : null,
    // A zone unknown to this Node (from another one's data) must not stop everybody's campaign.
    timezone: row.timezone !== null && isTimezone(row.timezone) ? row.timezone : defaultTimezone,
    locale: row.locale ?? 'en',
  };
}

/** Everybody with an entry for a date, in the order of their ids; named by links that count. */
export async function peopleOf(
  view: View,
  date: string,
  defaultTimezone: string,
  contacts: CanOpen,
  policy: PlayerLinkPolicy,
): Promise<KnownPerson[]> {
  const rows: PersonRow[] = await view.sql`
    SELECT e.user_id, k.player_name, e.user_name, e.status, ${() => CHOICES}
    FROM availability_entries e
    LEFT JOIN subscription_preferences p ON p.user_id = e.user_id
    LEFT JOIN player_links k ON k.user_id = e.user_id AND (${policy} = 'self' OR k.verified_at IS NOT NULL)
    WHERE e.entry_date = ${date}
    ORDER BY e.user_id`;
  return rows.map((row) => toPerson(row, defaultTimezone, contacts));
}

/**
 * Whoever is to be asked whether they play on a date: players with a link that counts who want to be asked, have said nothing
 * about it, and have not left the last questions without an answer. In the order of their ids.
 */
export async function peopleToAsk(
  view: View,
  date: string,
  defaultTimezone: string,
  contacts: CanOpen,
  policy: PlayerLinkPolicy,
): Promise<KnownPerson[]> {
  const rows: PersonRow[] = await view.sql`
    SELECT p.user_id, k.player_name, NULL AS user_name, NULL AS status, ${() => CHOICES}
    FROM subscription_preferences p
    JOIN player_links k ON k.user_id = p.user_id AND (${policy} = 'self' OR k.verified_at IS NOT NULL)
    WHERE p.allow_questions = true AND ${() => UNANSWERED} < ${MOST_UNANSWERED}
      AND NOT EXISTS (SELECT 1 FROM availability_entries e WHERE e.user_id = p.user_id AND e.entry_date = ${date})
    ORDER BY p.user_id`;
  return rows.map((row) => toPerson(row, defaultTimezone, contacts));
}

/** Whoever wants to be told when enough are looking for a game, with what they say of a date. In the order of their ids. */
export async function peopleToTell(
  view: View,
  date: string,
  defaultTimezone: string,
  contacts: CanOpen,
  policy: PlayerLinkPolicy,
): Promise<KnownPerson[]> {
  const rows: PersonRow[] = await view.sql`
    SELECT p.user_id, k.player_name, e.user_name, e.status, ${() => CHOICES}
    FROM subscription_preferences p
    LEFT JOIN availability_entries e ON e.user_id = p.user_id AND e.entry_date = ${date}
    LEFT JOIN player_links k ON k.user_id = p.user_id AND (${policy} = 'self' OR k.verified_at IS NOT NULL)
    WHERE p.allow_ready_notices = true
    ORDER BY p.user_id`;
  return rows.map((row) => toPerson(row, defaultTimezone, contacts));
}

/** One person's current state for a date; read again at every send. */
export async function personFor(
  view: View,
  userId: string,
  date: string,
  defaultTimezone: string,
  contacts: CanOpen,
): Promise<KnownPerson> {
  const rows: PersonRow[] = await view.sql`
    SELECT b.user_id, k.player_name, e.user_name, e.status, ${() => CHOICES}
    FROM (SELECT CAST(${userId} AS TEXT) AS user_id) b
    LEFT JOIN availability_entries e ON e.user_id = b.user_id AND e.entry_date = ${date}
    LEFT JOIN subscription_preferences p ON p.user_id = b.user_id
    LEFT JOIN player_links k ON k.user_id = b.user_id`;
  const row = rows[0];
  if (!row) throw new Error('a row for the person asked about is always there');
  return toPerson(row, defaultTimezone, contacts);
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
