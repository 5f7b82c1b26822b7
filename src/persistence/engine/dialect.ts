import type { EntityManager } from 'typeorm';

/**
 * The few places where SQLite and Postgres differ, and nothing else: how a boolean is bound, and what a broken
 * unique constraint looks like.
 */

/** A boolean as this database binds it: better-sqlite3 takes no JavaScript booleans. */
export function bool(manager: EntityManager, value: boolean): boolean | number {
  return manager.dataSource.options.type === 'postgres' ? value : Number(value);
}

/** Whether `error` says that a unique constraint or index refused a row. */
export function isUniqueViolation(error: unknown): boolean {
  const code = (error as { driverError?: { code?: unknown } } | null)?.driverError?.code;
  return code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY' || code === '23505';
}
