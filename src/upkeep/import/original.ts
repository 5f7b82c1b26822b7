/** What an import takes of a table: the columns it can't do without, and those it reads where they are there. */
interface Wanted {
  readonly needs: readonly string[];
  readonly reads: readonly string[];
}

/**
 * The original website's tables, as far as an import reads them. Of handles that people typed it reads only whether there is
 * one.
 */
export const ORIGINAL = {
  website_users: { needs: ['id'], reads: [] },
  discord_accounts: { needs: ['user_id', 'discord_user_id'], reads: [] },
  player_links: { needs: ['discord_id', 'player_guid'], reads: ['player_name', 'display_name', 'linked_at'] },
  user_player_links: { needs: ['user_id', 'player_guid'], reads: ['player_name', 'linked_at'] },
  subscription_preferences: {
    needs: ['user_id', 'allow_promotions'],
    reads: [
      'preferred_channel',
      'telegram_handle_encrypted',
      'signal_handle_encrypted',
      'quiet_hours',
      'timezone',
      'notify_threshold',
      'updated_at',
    ],
  },
  availability_user_settings: {
    needs: ['user_id'],
    reads: ['availability_reminders_enabled', 'timezone', 'updated_at'],
  },
  availability_subscriptions: {
    needs: ['user_id', 'channel_type', 'enabled'],
    reads: ['verified_at', 'preferences', 'updated_at'],
  },
  availability_channel_links: {
    needs: ['user_id', 'channel_type', 'destination', 'verified_at'],
    reads: [],
  },
  availability_entries: {
    needs: ['user_id', 'entry_date', 'status'],
    reads: ['user_name', 'updated_at'],
  },
  notifications_ledger: {
    needs: ['user_id', 'event_key'],
    reads: ['channel_type', 'sent_at', 'error'],
  },
  availability_promotion_campaigns: { needs: ['id', 'campaign_date'], reads: ['dry_run'] },
  availability_promotion_jobs: { needs: ['id', 'campaign_id', 'job_type'], reads: ['status'] },
  availability_promotion_send_logs: {
    needs: ['campaign_id', 'job_id', 'user_id', 'status'],
    reads: ['channel_type'],
  },
  account_link_audit_log: { needs: [], reads: ['action'] },
} as const satisfies Readonly<Record<string, Wanted>>;

/** A list of links from anywhere else. */
export const MEMBERS = {
  members: { needs: ['user_id', 'player_guid', 'player_name'], reads: ['timezone'] },
} as const satisfies Readonly<Record<string, Wanted>>;

const WANTED: Readonly<Record<TableName, Wanted>> = { ...ORIGINAL, ...MEMBERS };

export type OriginalTable = keyof typeof ORIGINAL;
export type TableName = OriginalTable | keyof typeof MEMBERS;
export const ORIGINAL_TABLES = Object.keys(ORIGINAL) as OriginalTable[];

/** A row as text, whatever its types were; `null` is SQL's, and a column that is not there. */
export type SourceRow = Readonly<Record<string, string | null>>;

/** A table of the source. */
export interface SourceTable {
  /** Those it has of the columns an import asks for. */
  readonly columns: ReadonlySet<string>;
  readonly rows: readonly SourceRow[];
}

/** What an import is made from, read at one moment. */
export interface Source {
  /** For people to read, without a secret. */
  readonly place: string;
  /** The zone (IANA) of its time stamps without one. */
  readonly zone: string;
  /** The tables it has. */
  readonly tables: ReadonlyMap<TableName, SourceTable>;
}

/** Why a source can't be read, in words without a secret. */
export class SourceTrouble extends Error {
  override readonly name = 'SourceTrouble';
}

/** The columns an import asks a table for. */
export function wantedOf(table: TableName): readonly string[] {
  return [...WANTED[table].needs, ...WANTED[table].reads];
}

/** The columns a table lacks, those it can't do without apart. */
export function lacking(
  table: TableName,
  columns: ReadonlySet<string>,
): { needs: string[]; reads: string[] } {
  const missing = (names: readonly string[]): string[] => names.filter((name) => !columns.has(name));
  return { needs: missing(WANTED[table].needs), reads: missing(WANTED[table].reads) };
}

/** What people typed themselves as their address is kept out of the process. */
export function withoutHandles(column: string, value: string | null): string | null {
  return column.endsWith('_handle_encrypted') && value !== null && value !== '' ? 'there' : value;
}
