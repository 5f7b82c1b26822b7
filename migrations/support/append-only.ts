import type { QueryRunner } from 'typeorm';
import { isPostgres } from './engine.js';

/** What an append-only table still allows. */
export interface AppendOnlyRule {
  readonly table: string;
  readonly columns: readonly string[];
  /** The columns an erasure may re-key, from a person to a stand-in that begins with `erased:`. */
  readonly personColumns: readonly string[];
}

const HORIZON = `(SELECT value FROM system_state WHERE key = 'retention_horizon')`;

/**
 * Makes a table append-only: rows can change only where an erasure re-keys a person to an `erased:` stand-in,
 * and can be deleted only before the retention horizon (`system_state.retention_horizon`, an instant).
 */
export async function addAppendOnlyTriggers(runner: QueryRunner, rule: AppendOnlyRule): Promise<void> {
  const { table } = rule;
  const postgres = isPostgres(runner);
  const same = postgres ? 'IS NOT DISTINCT FROM' : 'IS';
  const unchanged = rule.columns
    .filter((column) => !rule.personColumns.includes(column))
    .map((column) => `NEW."${column}" ${same} OLD."${column}"`);
  const rekeyed = rule.personColumns.map(
    (column) => `(NEW."${column}" ${same} OLD."${column}" OR NEW."${column}" LIKE 'erased:%')`,
  );
  const mayUpdate = [...unchanged, ...rekeyed].join(' AND ');
  const mayDelete = `COALESCE(OLD."created_at" < ${HORIZON}, ${postgres ? 'FALSE' : '0'})`;
  for (const [verb, allowed] of [
    ['UPDATE', mayUpdate],
    ['DELETE', mayDelete],
  ] as const) {
    const name = `${table}_append_only_${verb.toLowerCase()}`;
    if (postgres) {
      await runner.query(`CREATE FUNCTION "${name}"() RETURNS trigger AS $$ BEGIN
        IF NOT (${allowed}) THEN RAISE EXCEPTION '${table} is append-only'; END IF;
        RETURN ${verb === 'UPDATE' ? 'NEW' : 'OLD'}; END $$ LANGUAGE plpgsql`);
      await runner.query(
        `CREATE TRIGGER "${name}" BEFORE ${verb} ON "${table}" FOR EACH ROW EXECUTE FUNCTION "${name}"()`,
      );
    } else {
      await runner.query(`CREATE TRIGGER "${name}" BEFORE ${verb} ON "${table}" WHEN NOT (${allowed})
        BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`);
    }
  }
}

/** Undoes {@link addAppendOnlyTriggers}. */
export async function dropAppendOnlyTriggers(runner: QueryRunner, table: string): Promise<void> {
  const postgres = isPostgres(runner);
  for (const verb of ['update', 'delete']) {
    const name = `${table}_append_only_${verb}`;
    await runner.query(`DROP TRIGGER "${name}"${postgres ? ` ON "${table}"` : ''}`);
    if (postgres) await runner.query(`DROP FUNCTION "${name}"()`);
  }
}
