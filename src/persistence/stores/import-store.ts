import type { AvailabilityStatus } from '../../domain/availability.js';
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
  type ConsentTo,
} from '../../domain/consent.js';
import type { QuietHours } from '../../domain/person.js';
import type { Away } from '../../domain/standing-answers.js';
import type { Tx, View } from '../engine/database.js';
import type { AvailabilityEntryRow } from '../entities/availability-entry.js';
import type { ErasedPersonRow } from '../entities/erased-person.js';
import type { ImportedItemRow } from '../entities/imported-item.js';
import type { PlayerLinkRow } from '../entities/player-link.js';
import type { SubscriptionPreferenceRow } from '../entities/subscription-preference.js';
import { fromNullableText, fromText, toText } from '../instants.js';
import { consentsOf } from './preference-store.js';

/** What an import told of a person: a link, their settings, a consent, a contact, an entry, or that they have to link again. */
export type ImportedItemName =
  | 'player_link'
  | 'settings'
  | `consent:${ConsentTo}`
  | LinkableChannel
  | `link_again:${LinkableChannel}`
  | `entry:${string}`;

/** What an import wrote, and how old that was where it came from (ms; `null`: nobody knows). */
export interface ImportedMark {
  readonly mark: string;
  readonly sourceAt: number | null;
}

/** A person's preferences as an import weighs them. */
export interface KnownPreferences extends Allowed, AllowedSince {
  readonly preferredChannel: PreferredChannel;
  readonly quietHours: QuietHours | null;
  readonly timezone: string | null;
  readonly digests: Readonly<Record<LinkableChannel, string | null>>;
  readonly signalAccountDigest: string | null;
}

/** What a person did here by themselves: with a consent, their player link or a channel. */
type Doing = ConsentTo | 'player_link' | LinkableChannel;

/** All that an import has to know of the database it brings something into; keys of two parts have a space between. */
export interface ImportTarget {
  readonly links: ReadonlyMap<
    string,
    { readonly guid: string; readonly name: string; readonly updatedAt: string }
  >;
  readonly preferences: ReadonlyMap<string, KnownPreferences>;
  /** By person and date. */
  readonly entries: ReadonlyMap<string, { readonly status: AvailabilityStatus; readonly updatedAt: string }>;
  /** Persons and dates for which they answered a message or set a condition. */
  readonly answered: ReadonlySet<string>;
  readonly away: ReadonlyMap<string, Away>;
  /** By person and {@link ImportedItemName}. */
  readonly items: ReadonlyMap<string, ImportedMark>;
  /** Persons and {@link Doing}. */
  readonly doings: ReadonlySet<string>;
  readonly erased: readonly { readonly digest: string; readonly keyMark: string }[];
  /** Persons, or digests of them, and event keys. */
  readonly guards: ReadonlySet<string>;
}

/** What a database knows in which nothing is yet. */
export const NOTHING_HERE: ImportTarget = {
  links: new Map(),
  preferences: new Map(),
  entries: new Map(),
  answered: new Set(),
  away: new Map(),
  items: new Map(),
  doings: new Set(),
  erased: [],
  guards: new Set(),
};

/** What of a database is asked for: entries from a date on, and who is guarded under these event keys. */
export interface ImportScope {
  readonly from: string;
  readonly eventKeys: readonly string[];
}

/** Reads what an import has to know. */
export async function importTarget(view: View, { from, eventKeys }: ImportScope): Promise<ImportTarget> {
  const links: PlayerLinkRow[] = await view.sql`SELECT * FROM player_links`;
  const preferences: SubscriptionPreferenceRow[] = await view.sql`SELECT * FROM subscription_preferences`;
  const entries: AvailabilityEntryRow[] = await view.sql`
    SELECT * FROM availability_entries WHERE entry_date >= ${from}`;
  const answered: { user_id: string; date: string }[] = await view.sql`
    SELECT user_id, answer_date AS date FROM availability_promotion_answers WHERE answer_date >= ${from}
    UNION SELECT user_id, entry_date FROM availability_conditions WHERE entry_date >= ${from}`;
  const away: { user_id: string; away_from: string; away_until: string }[] = await view.sql`
    SELECT user_id, away_from, away_until FROM availability_absences WHERE away_until >= ${from}`;
  const items: ImportedItemRow[] = await view.sql`SELECT * FROM imported_items`;
  const erased: ErasedPersonRow[] = await view.sql`SELECT * FROM erased_people`;
  const guards: { user_id: string; event_key: string }[] =
    eventKeys.length === 0
      ? []
      : await view.sql`
        SELECT user_id, event_key FROM notifications_ledger WHERE event_key IN (${() => [...eventKeys]})`;
  return {
    links: new Map(
      links.map((row) => [
        row.user_id,
        { guid: row.player_guid, name: row.player_name, updatedAt: row.updated_at },
      ]),
    ),
    preferences: new Map(preferences.map((row) => [row.user_id, toKnown(row)])),
    entries: new Map(
      entries.map((row) => [
        `${row.user_id} ${row.entry_date}`,
        { status: row.status, updatedAt: row.updated_at },
      ]),
    ),
    answered: new Set(answered.map(({ user_id: userId, date }) => `${userId} ${date}`)),
    away: new Map(away.map((row) => [row.user_id, { from: row.away_from, until: row.away_until }])),
    items: new Map(
      items.map((row) => [
        `${row.user_id} ${row.item}`,
        { mark: row.mark, sourceAt: fromNullableText(row.source_at) },
      ]),
    ),
    doings: await doings(view),
    erased: erased.map(({ digest, key_mark: keyMark }) => ({ digest, keyMark })),
    guards: new Set(guards.map((row) => `${row.user_id} ${row.event_key}`)),
  };
}

function toKnown(row: SubscriptionPreferenceRow): KnownPreferences {
  const { quiet_hours_start: start, quiet_hours_end: end } = row;
  return {
    ...consentsOf(row),
    preferredChannel: row.preferred_channel,
    quietHours: start !== null && end !== null ? { start, end } : null,
    timezone: row.timezone,
    digests: { telegram: row.telegram_digest, signal: row.signal_digest },
    signalAccountDigest: row.signal_account_digest,
  };
}

/** What the audit log says people changed here, and no import. */
async function doings(view: View): Promise<Set<string>> {
  const consents = CONSENTS_TO.flatMap((to) => [
    [CONSENTS[to].given, to] as const,
    [CONSENTS[to].withdrawn, to] as const,
  ]);
  const whats = new Map<string, Doing>([...consents, ['player_unlinked', 'player_link']]);
  const actions = [...whats.keys(), 'channel_unlinked'];
  const rows: { user_id: string; action: string; metadata: string }[] = await view.sql`
    SELECT DISTINCT user_id, action, metadata FROM account_link_audit_log WHERE action IN (${() => actions})`;
  const done = new Set<string>();
  for (const { user_id: userId, action, metadata } of rows) {
    const { how, channel } = JSON.parse(metadata) as { how?: string; channel?: string };
    const what = whats.get(action) ?? LINKABLE_CHANNELS.find((each) => each === channel);
    if (how !== 'import' && what !== undefined) done.add(`${userId} ${what}`);
  }
  return done;
}

/** Remembers what an import wrote, in place of what an earlier one did. */
export async function rememberImported(
  tx: Tx,
  userId: string,
  item: ImportedItemName,
  { mark, sourceAt }: ImportedMark,
  now: number,
): Promise<void> {
  const at = toText(now);
  await tx.sql`
    INSERT INTO imported_items (user_id, item, mark, source_at, created_at, updated_at)
    VALUES (${userId}, ${item}, ${mark}, ${sourceAt === null ? null : toText(sourceAt)}, ${at}, ${at})
    ON CONFLICT (user_id, item) DO UPDATE SET
      mark = excluded.mark, source_at = excluded.source_at, updated_at = excluded.updated_at`;
}

/** Remembers that the source says the same at a later moment. */
export async function rememberSeen(
  tx: Tx,
  userId: string,
  item: ImportedItemName,
  sourceAt: number,
): Promise<void> {
  await tx.sql`
    UPDATE imported_items SET source_at = ${toText(sourceAt)} WHERE user_id = ${userId} AND item = ${item}`;
}

/** Forgets something an import told of a person. */
export async function forgetImported(tx: Tx, userId: string, item: ImportedItemName): Promise<void> {
  await tx.sql`DELETE FROM imported_items WHERE user_id = ${userId} AND item = ${item}`;
}

/** What an import brought of somebody, and when, in the order of names. */
export async function importedOf(view: View, userId: string): Promise<{ item: string; at: number }[]> {
  const rows: ImportedItemRow[] = await view.sql`
    SELECT * FROM imported_items WHERE user_id = ${userId} ORDER BY item`;
  return rows.map((row) => ({ item: row.item, at: fromText(row.updated_at) }));
}

/** Writes a person's link to a game account as an import brings it: nobody has confirmed it. */
export async function importPlayerLink(
  tx: Tx,
  { userId, guid, name }: { readonly userId: string; readonly guid: string; readonly name: string },
  now: number,
): Promise<void> {
  const at = toText(now);
  await tx.sql`
    INSERT INTO player_links (user_id, player_guid, player_name, verified_at, created_at, updated_at)
    VALUES (${userId}, ${guid}, ${name}, NULL, ${at}, ${at})
    ON CONFLICT (user_id) DO UPDATE SET
      player_guid = excluded.player_guid, player_name = excluded.player_name, updated_at = excluded.updated_at,
      verified_at = CASE WHEN player_links.player_guid = excluded.player_guid THEN player_links.verified_at END`;
}

/** Lets go of the accounts of people who get another one: of two who swap theirs, neither could be first. */
export async function releasePlayerLinks(tx: Tx, userIds: readonly string[]): Promise<void> {
  for (const userId of userIds)
    await tx.sql`UPDATE player_links SET player_guid = ${`moving:${userId}`} WHERE user_id = ${userId}`;
}

/** Lets go of the contacts of people who get another one. */
export async function releaseContacts(
  tx: Tx,
  channel: LinkableChannel,
  userIds: readonly string[],
): Promise<void> {
  const digest = () => `${channel}_digest`;
  for (const userId of userIds)
    await tx.sql`UPDATE subscription_preferences SET ${digest} = NULL WHERE user_id = ${userId}`;
}

/** Writes how somebody wants to hear from us, as an import brings it; consents stay as they are, and are none at first. */
export async function importSettings(
  tx: Tx,
  userId: string,
  settings: Pick<KnownPreferences, 'preferredChannel' | 'quietHours' | 'timezone'> & {
    readonly locale: string;
  },
  now: number,
): Promise<void> {
  const at = toText(now);
  const { preferredChannel, quietHours, timezone, locale } = settings;
  await tx.sql`
    INSERT INTO subscription_preferences
      (user_id, allow_promotions, preferred_channel, discord_dms, quiet_hours_start, quiet_hours_end, timezone, locale,
       created_at, updated_at, questions_counted_from)
    VALUES (${userId}, ${false}, ${preferredChannel}, ${true}, ${quietHours?.start ?? null},
      ${quietHours?.end ?? null}, ${timezone}, ${locale}, ${at}, ${at}, ${at})
    ON CONFLICT (user_id) DO UPDATE SET preferred_channel = excluded.preferred_channel,
      quiet_hours_start = excluded.quiet_hours_start, quiet_hours_end = excluded.quiet_hours_end,
      timezone = excluded.timezone, updated_at = excluded.updated_at`;
}

/** Writes a consent as an import brings it: since when (ms), or `null`, that there is none any more. */
export async function importConsent(
  tx: Tx,
  userId: string,
  to: ConsentTo,
  since: number | null,
  now: number,
): Promise<void> {
  const { column, sinceColumn } = CONSENTS[to];
  await tx.sql`
    UPDATE subscription_preferences SET ${() => column} = ${since !== null},
      ${() => sinceColumn} = ${since === null ? null : toText(since)}, updated_at = ${toText(now)}
    WHERE user_id = ${userId}`;
}

/** Writes that a channel was confirmed where it comes from, at `verifiedAt` (ms). */
export async function importConfirmation(
  tx: Tx,
  userId: string,
  channel: LinkableChannel,
  verifiedAt: number,
  now: number,
): Promise<void> {
  const at = toText(now);
  await tx.sql`
    INSERT INTO availability_channel_links
      (user_id, channel_type, attempts, verified_at, created_at, updated_at)
    VALUES (${userId}, ${channel}, 0, ${toText(verifiedAt)}, ${at}, ${at})
    ON CONFLICT (user_id, channel_type) DO UPDATE SET
      token_hash = NULL, expires_at = NULL, verified_at = excluded.verified_at, updated_at = excluded.updated_at`;
}

/** Writes what somebody said about a date where they come from, at `at` (ms). `id`: for an entry that is missing. */
export async function importEntry(
  tx: Tx,
  entry: {
    readonly id: string;
    readonly userId: string;
    readonly userName: string;
    readonly date: string;
    readonly status: AvailabilityStatus;
  },
  at: number,
): Promise<void> {
  const said = toText(at);
  await tx.sql`
    INSERT INTO availability_entries (id, user_id, user_name, entry_date, status, created_at, updated_at)
    VALUES (${entry.id}, ${entry.userId}, ${entry.userName}, ${entry.date}, ${entry.status}, ${said}, ${said})
    ON CONFLICT (user_id, entry_date) DO UPDATE SET
      status = excluded.status, user_name = excluded.user_name, updated_at = excluded.updated_at`;
}

/** Guards an event key for a person, or a digest of one, whom the original has written to, or may have. */
export async function importGuard(
  tx: Tx,
  guard: {
    readonly id: string;
    readonly userId: string;
    readonly eventKey: string;
    readonly state: 'sent' | 'unknown';
    readonly channel: string;
    readonly nonce: string;
  },
  at: number,
): Promise<void> {
  const said = toText(at);
  const campaign = `import:${guard.eventKey.slice(-10)}`;
  await tx.sql`
    INSERT INTO notifications_ledger
      (id, kind, user_id, event_key, campaign_id, job_id, state, channel_type, attempts, nonce, first_attempt_at,
       owner, created_at, updated_at)
    VALUES (${guard.id}, 'call', ${guard.userId}, ${guard.eventKey}, ${campaign}, ${campaign}, ${guard.state},
      ${guard.channel}, 1, ${guard.nonce}, ${said}, 'import', ${said}, ${said})
    ON CONFLICT (user_id, event_key) DO NOTHING`;
}
