import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Client } from 'pg';
import { postgresPrograms } from '../../demo/servers/postgres.js';
import type { AvailabilityStatus } from '../../src/domain/availability.js';
import type { LinkableChannel } from '../../src/domain/channel-choice.js';
import { tempDir } from './temp-dir.js';

/** The original website's tables, with the columns that matter, as its own migrations make them. */
export const ORIGINAL_SCHEMA = `
  CREATE TABLE website_users (id serial PRIMARY KEY, username text);
  CREATE TABLE discord_accounts (
    id serial PRIMARY KEY, user_id integer, discord_user_id bigint, username text, display_name text);
  CREATE TABLE player_links (
    id serial PRIMARY KEY, discord_id bigint, player_guid text, player_name text, display_name text,
    linked_at timestamp DEFAULT now());
  CREATE TABLE user_player_links (
    user_id integer, player_guid text UNIQUE, player_name text, linked_at timestamp DEFAULT now());
  CREATE TABLE account_link_audit_log (
    id serial PRIMARY KEY, user_id bigint, discord_user_id bigint, action text, actor_discord_id bigint, metadata jsonb,
    created_at timestamp DEFAULT now());
  CREATE TABLE availability_entries (
    id serial PRIMARY KEY, user_id bigint, user_name text, entry_date date, status text,
    updated_at timestamp DEFAULT now(), UNIQUE (user_id, entry_date));
  CREATE TABLE availability_user_settings (
    user_id bigint PRIMARY KEY, sound_enabled boolean DEFAULT true, sound_cooldown_seconds integer DEFAULT 480,
    availability_reminders_enabled boolean DEFAULT true, timezone text, updated_at timestamp DEFAULT now());
  CREATE TABLE availability_channel_links (
    id serial PRIMARY KEY, user_id bigint, channel_type text, destination text, verification_token_hash text,
    token_expires_at timestamp, verified_at timestamp, UNIQUE (user_id, channel_type));
  CREATE TABLE availability_subscriptions (
    id serial PRIMARY KEY, user_id bigint, channel_type text, channel_address text, enabled boolean,
    verified_at timestamp, preferences jsonb DEFAULT '{}', updated_at timestamp DEFAULT now(),
    UNIQUE (user_id, channel_type));
  CREATE TABLE notifications_ledger (
    id serial PRIMARY KEY, user_id bigint, event_key text, channel_type text, sent_at timestamp, message_id text,
    error text, retries integer DEFAULT 0, payload jsonb, UNIQUE (user_id, event_key, channel_type));
  CREATE TABLE subscription_preferences (
    user_id bigint PRIMARY KEY, allow_promotions boolean DEFAULT false, preferred_channel text DEFAULT 'any',
    telegram_handle_encrypted text, signal_handle_encrypted text, quiet_hours jsonb DEFAULT '{}',
    timezone text DEFAULT 'Europe/Ljubljana', notify_threshold integer DEFAULT 0, updated_at timestamp DEFAULT now());
  CREATE TABLE availability_promotion_campaigns (
    id serial PRIMARY KEY, campaign_date date, target_timezone text, target_start_time text, initiated_by_user_id bigint,
    initiated_by_discord_id bigint, include_maybe boolean, include_available boolean, dry_run boolean DEFAULT false,
    status text, idempotency_key text, recipient_count integer, channels_summary jsonb, recipients_snapshot jsonb);
  CREATE TABLE availability_promotion_jobs (
    id serial PRIMARY KEY, campaign_id integer, job_type text, run_at timestamptz, status text, attempts integer,
    max_attempts integer, last_error text, sent_at timestamptz);
  CREATE TABLE availability_promotion_send_logs (
    id serial PRIMARY KEY, campaign_id integer, job_id integer, user_id bigint, channel_type text, status text,
    message_id text, error text, payload jsonb);
`;

type Value = string | number | boolean | null;
/** Rows of a table of the original's; what is left out has the column's default. */
export type Rows = Readonly<Record<string, readonly Readonly<Record<string, Value>>[]>>;

/** Makes the original's tables in the database `url`, and puts rows into them. */
export async function makeOriginal(url: string, rows: Rows, schema = ORIGINAL_SCHEMA): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(schema);
    for (const [table, those] of Object.entries(rows)) {
      for (const row of those) {
        const columns = Object.keys(row);
        const gaps = columns.map((_, index) => `$${String(index + 1)}`);
        await client.query(
          `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${gaps.join(', ')})`,
          Object.values(row),
        );
      }
    }
  } finally {
    await client.end();
  }
}

/** Runs a statement in the original's database. */
export async function inOriginal<R>(url: string, sql: string): Promise<R[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as R[];
  } finally {
    await client.end();
  }
}

/** Writes the original's tables as an operator does, each by `\copy … csv header`. @returns the folder. */
export function dumpOriginal(url: string, tables: readonly string[]): string {
  const folder = tempDir();
  const psql = join(postgresPrograms() ?? '', 'psql');
  for (const table of tables) {
    const copy = `\\copy ${table} to '${join(folder, `${table}.csv`)}' csv header`;
    const { status, stderr } = spawnSync(psql, ['-X', url, '-c', copy], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  }
  return folder;
}

/** A member of the made-up community, and what a campaign may do about them. */
export interface Somebody {
  readonly discordId: string;
  /** Whether they have a Discord account anybody knows of. */
  readonly isKnown: boolean;
  readonly consents: boolean;
  /** `null`: with a status nobody knows. */
  readonly status: AvailabilityStatus | null;
  readonly isQuietAtNine: boolean;
  /** The Telegram chat that reaches them. */
  readonly telegram: string | null;
  /** Where they have to link again. */
  readonly linksAgain: readonly LinkableChannel[];
}

/** The evening of which the community says something, and the day it moves. */
export interface Move {
  readonly date: string;
  readonly yesterday: string;
}

const STATUSES = ['LOOKING', 'AVAILABLE', 'MAYBE', 'NOT_PLAYING', 'LOOKING'] as const;
const NAMES = ['Ana', '^1Red ^7Baron', '<@123456789012345678> **bold**', 'x'.repeat(60), 'čšž 🙂'];

/**
 * A community of `count` people full of oddities: website accounts and Discord ids beside each other, duplicate GUIDs, names
 * with markup, statuses and zones nobody knows, links never confirmed, one chat in two accounts.
 */
export function oddCommunity(count: number, { date, yesterday }: Move): { rows: Rows; people: Somebody[] } {
  const rows = {
    website_users: [] as Record<string, Value>[],
    discord_accounts: [] as Record<string, Value>[],
    player_links: [] as Record<string, Value>[],
    user_player_links: [] as Record<string, Value>[],
    account_link_audit_log: [] as Record<string, Value>[],
    availability_entries: [] as Record<string, Value>[],
    availability_user_settings: [] as Record<string, Value>[],
    availability_channel_links: [] as Record<string, Value>[],
    availability_subscriptions: [] as Record<string, Value>[],
    notifications_ledger: [] as Record<string, Value>[],
    subscription_preferences: [] as Record<string, Value>[],
    availability_promotion_campaigns: [{ campaign_date: yesterday, status: 'followup_sent' }],
    availability_promotion_jobs: [{ campaign_id: 1, job_type: 'send_start_2100', status: 'sent' }],
    availability_promotion_send_logs: [] as Record<string, Value>[],
  };
  const people: Somebody[] = [];
  for (let n = 1; n <= count; n += 1) {
    const discordId = `2${String(n).padStart(17, '0')}`;
    const isMapped = n % 2 === 0;
    const isKnown = n % 31 !== 0;
    // Whoever nobody knows has a website account alone.
    const id = isKnown ? (n % 3 === 0 && isMapped ? String(n) : discordId) : String(100_000 + n);
    if (isMapped) {
      rows.website_users.push({ id: n, username: `user ${n}` });
      if (isKnown) rows.discord_accounts.push({ user_id: n, discord_user_id: discordId });
    }
    if (isKnown) {
      // Every twentieth has the account of their neighbour, linked earlier.
      const guid = n % 20 === 0 ? `GUID${n + 1}` : `GUID${n}`;
      const linkedAt = n % 20 === 0 ? '2025-01-01 12:00:00' : '2025-06-01 12:00:00';
      rows.player_links.push({
        discord_id: discordId,
        player_guid: guid,
        player_name: NAMES[n % NAMES.length] ?? '',
        display_name: n % 7 === 0 ? `Shown ${n}` : null,
        linked_at: linkedAt,
      });
      if (isMapped && n % 10 === 4)
        rows.user_player_links.push({
          user_id: n,
          player_guid: `NEW${n}`,
          player_name: `Newer ${n}`,
          linked_at: '2025-07-01 12:00',
        });
    }
    const status = STATUSES[n % STATUSES.length] ?? 'LOOKING';
    const isOdd = n % 29 === 0;
    rows.availability_entries.push({
      user_id: id,
      user_name: `User ${n}`,
      entry_date: date,
      status: isOdd ? 'PERHAPS' : status,
      updated_at: `${date} 08:00:${String(n % 60).padStart(2, '0')}`,
    });
    rows.availability_entries.push({ user_id: id, user_name: `User ${n}`, entry_date: '2019-01-01', status });
    const isQuiet = n % 11 === 0;
    const isUnreadable = n % 37 === 0;
    const isLost = n % 44 === 0;
    const hasPreferences = n % 6 !== 0;
    const saysYes = n % 4 !== 0;
    if (hasPreferences)
      rows.subscription_preferences.push({
        user_id: id,
        allow_promotions: saysYes,
        preferred_channel: n % 13 === 0 ? 'sms' : n % 8 === 1 ? 'telegram' : 'any',
        telegram_handle_encrypted: n % 8 === 1 ? 'gAAAAA-a-typed-handle' : null,
        quiet_hours: isUnreadable ? '{"start":"late"}' : isQuiet ? '{"start":"20:30","end":"23:00"}' : '{}',
        timezone: isLost ? 'Mars/Olympus' : n % 3 === 0 ? null : 'Europe/Ljubljana',
        notify_threshold: n % 17 === 0 ? 4 : 0,
        updated_at: '2025-09-01 10:00:00',
      });
    // Every eighth has confirmed a chat; every sixteenth the chat of another, earlier.
    const isConfirmed = n % 8 === 2 || n % 16 === 4;
    const chat = n % 16 === 4 ? String(70_000 + n - 2) : String(70_000 + n);
    if (isConfirmed)
      rows.availability_channel_links.push({
        user_id: id,
        channel_type: 'telegram',
        destination: chat,
        verified_at: n % 16 === 4 ? '2025-01-01 10:00:00' : '2025-02-01 10:00:00',
      });
    if (n % 9 === 5)
      rows.availability_channel_links.push({
        user_id: id,
        channel_type: 'signal',
        destination: `+38640${String(100_000 + n)}`,
        verified_at: null,
      });
    if (n % 12 === 3)
      rows.availability_subscriptions.push({ user_id: id, channel_type: 'discord', enabled: n % 24 === 3 });
    if (n % 15 === 2) rows.availability_user_settings.push({ user_id: id, timezone: 'Europe/Vienna' });
    if (n % 10 === 1)
      rows.notifications_ledger.push({
        user_id: id,
        event_key: 'PROMOTE:T0:2020-01-01',
        channel_type: 'discord',
      });
    if (n % 50 === 0) rows.account_link_audit_log.push({ user_id: n, action: 'discord_linked' });
    if (n % 5 === 0)
      rows.availability_promotion_send_logs.push({ campaign_id: 1, job_id: 99, status: 'sent' });
    // The neighbour whose chat it is counts only where anybody knows them.
    const isTaken = n % 16 === 4 && (n - 2) % 31 !== 0;
    const hasChat = isKnown && isConfirmed && !isTaken;
    people.push({
      discordId,
      isKnown,
      consents: isKnown && hasPreferences && saysYes && !isUnreadable && !(isQuiet && isLost),
      status: isOdd ? null : status,
      isQuietAtNine: isQuiet && !isUnreadable,
      telegram: hasChat ? chat : null,
      linksAgain: [
        ...(isKnown && !hasChat && ((hasPreferences && n % 8 === 1) || isTaken)
          ? (['telegram'] as const)
          : []),
        ...(isKnown && n % 9 === 5 ? (['signal'] as const) : []),
      ],
    });
  }
  return { rows, people };
}
