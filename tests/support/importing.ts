import { eveningAt } from '../../src/domain/evening.js';
import { LiveSettings } from '../../src/domain/live-settings.js';
import { momentsOf } from '../../src/domain/restored.js';
import { importTarget } from '../../src/persistence/stores/import-store.js';
import { applyImport, type ApplyContext } from '../../src/upkeep/import/apply.js';
import type { Source } from '../../src/upkeep/import/original.js';
import { type ImportPlan, planImport, scopeOf } from '../../src/upkeep/import/plan.js';
import { BlindIndex } from '../../src/vault/blind-index.js';
import type { TestApp } from './test-app.js';

/** What an import into a test's app works with. */
export function importContextOf(app: TestApp): ApplyContext {
  const now = app.clock.now();
  const moments = momentsOf('Europe/Ljubljana', new LiveSettings({}).values);
  return {
    now,
    today: eveningAt(now, moments),
    retentionDays: 180,
    index: new BlindIndex(['a test secret']),
    vault: app.context.contacts,
    newId: app.newId,
    despiteLostKeys: false,
    locale: 'en',
  };
}

/** Applies an import. */
export const applyTo = (app: TestApp, source: Source): Promise<ImportPlan> =>
  app.database.withTransaction((tx) => applyImport(tx, source, importContextOf(app)));

/** What an import would do. */
export async function reportOn(app: TestApp, source: Source): Promise<ImportPlan> {
  const context = importContextOf(app);
  return planImport(source, await importTarget(app.database.view, scopeOf(source, context)), context);
}

/** Everything the database knows, table by table, but the order of rows. */
export async function everything(app: TestApp): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {};
  for (const table of await app.tables()) {
    if (table.startsWith('muster_')) continue;
    all[table] = (await app.rows(`SELECT * FROM ${table}`)).map((row) => JSON.stringify(row)).sort();
  }
  return all;
}
