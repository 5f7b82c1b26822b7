import type { TableName } from './original.js';

/** Why a row of the source is not taken over. */
export const LEFT_REASONS = [
  'erased',
  'no_account',
  'changed_here',
  'said_here',
  'older',
  'superseded',
  'unknown_status',
  'unreadable_date',
  'too_old',
  'too_far',
  'unusable_guid',
  'guid_taken',
  'unusable_name',
  'not_verified',
  'unusable_address',
  'address_taken',
  'no_key',
  'unknown_channel',
  'other_channel',
  'nothing_said',
  'unknown_key',
  'other_evening',
  'same_moment',
  'history',
  'only_read',
  'column_missing',
] as const;
export type LeftReason = (typeof LEFT_REASONS)[number];

/** What becomes of a row that is not left: it brings something, changes what an import brought, or is there already. */
export type Taken = 'new' | 'newer' | 'same';
export type Fate = Taken | LeftReason;

/** What becomes of a table's rows; each row has one fate. */
export interface TableTally {
  readonly table: TableName;
  readonly rows: number;
  readonly fates: Readonly<Partial<Record<Fate, number>>>;
  /** Columns it lacks. */
  readonly lacks: readonly string[];
}

/** Counts what becomes of rows. */
export class Tally {
  readonly #tables = new Map<TableName, Map<Fate, number>>();

  add(table: TableName, fate: Fate, count = 1): void {
    const fates = this.#tables.get(table) ?? new Map<Fate, number>();
    this.#tables.set(table, fates);
    if (count > 0) fates.set(fate, (fates.get(fate) ?? 0) + count);
  }

  of(table: TableName): Readonly<Partial<Record<Fate, number>>> {
    return Object.fromEntries(this.#tables.get(table) ?? []);
  }
}
