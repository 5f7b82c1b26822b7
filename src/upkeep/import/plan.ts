import { addDays } from '../../domain/local-time.js';
import type { ImportScope, ImportTarget } from '../../persistence/stores/import-store.js';
import { lacking, ORIGINAL_TABLES, type Source, type TableName } from './original.js';
import { planContacts } from './plan-contacts.js';
import { planEntries } from './plan-entries.js';
import { guardedKeys, planGuards } from './plan-guards.js';
import { planLinks } from './plan-links.js';
import { planPreferences } from './plan-preferences.js';
import { type Change, type ImportContext, type NoteName, Planning } from './planning.js';
import type { Tally, TableTally } from './tally.js';

/** What an import would do, and how it comes to that. */
export interface ImportPlan {
  readonly changes: readonly Change[];
  readonly tables: readonly TableTally[];
  /** The original's tables that the source lacks. */
  readonly missing: readonly TableName[];
  readonly notes: Readonly<Partial<Record<NoteName, number>>>;
  /** How many had themselves erased under a key that is no longer at hand: nobody knows who they are. */
  readonly unknownErased: number;
}

/** What of the database an import has to know for a source. */
export function scopeOf(source: Source, { today, retentionDays }: ImportContext): ImportScope {
  return { from: addDays(today, -retentionDays), eventKeys: guardedKeys(source, today) };
}

/** What a source brings into a database; pure, so that a report and the work itself are the same. */
export function planImport(source: Source, target: ImportTarget, context: ImportContext): ImportPlan {
  const planning = new Planning(source, target, context);
  for (const table of ['website_users', 'discord_accounts'] as const)
    planning.tally.add(table, 'only_read', planning.rows(table).length);
  planLinks(planning);
  const linked = planContacts(planning);
  planPreferences(planning, linked);
  planEntries(planning);
  planGuards(planning);
  planning.tally.add('account_link_audit_log', 'history', planning.rows('account_link_audit_log').length);
  const marks = new Set(context.index.keyMarks());
  return {
    changes: planning.changes,
    notes: planning.notes,
    unknownErased: target.erased.filter(({ keyMark }) => !marks.has(keyMark)).length,
    ...tablesOf(source, planning.tally),
  };
}

function tablesOf(source: Source, tally: Tally): Pick<ImportPlan, 'tables' | 'missing'> {
  const inOrder = [...ORIGINAL_TABLES, 'members' as const].flatMap((table) => {
    const found = source.tables.get(table);
    return found ? [[table, found] as const] : [];
  });
  const tables = inOrder.map(([table, { rows, columns }]) => {
    const { needs, reads } = lacking(table, columns);
    return { table, rows: rows.length, fates: tally.of(table), lacks: [...needs, ...reads] };
  });
  return { tables, missing: missingIn(source) };
}

function missingIn(source: Source): TableName[] {
  if (source.tables.has('members')) return [];
  return ORIGINAL_TABLES.filter((table) => !source.tables.has(table));
}
