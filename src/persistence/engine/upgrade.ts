import type { DataSource } from 'typeorm';
import { storageError, StorageError } from '../file/storage-error.js';

/** What an upgrade did. */
export interface Upgrade {
  readonly migrations: readonly string[];
  /** The copy of the database as it was before; `null` where none was made. */
  readonly backupPath: string | null;
}

/**
 * Runs the missing migrations, all or none. Before that `backUp` copies a database that has something in it,
 * and returns the copy's path. `inWords` words what a database says; by default a file.
 * @returns `null` when nothing was missing.
 * @throws StorageError, in words, when the database is of a newer release, or the copy or a migration fails.
 * The database then stays as it was.
 */
export async function upgrade(
  dataSource: DataSource,
  path: string,
  backUp: (() => Promise<string>) | null,
  inWords: (error: unknown) => StorageError | null = (error) => storageError(error, path),
): Promise<Upgrade | null> {
  const known = namesOf(dataSource);
  const done = await doneMigrations(dataSource);
  assertNotNewer(path, known, done);
  const migrations = known.filter((name) => !done.includes(name));
  if (migrations.length === 0) return null;
  const backupPath = done.length > 0 && backUp ? await backUpFirst(backUp) : null;
  try {
    await dataSource.runMigrations({ transaction: 'all' });
    return { migrations, backupPath };
  } catch (error) {
    throw failed(error, path, backupPath, inWords(error));
  }
}

/** @throws StorageError, in words, when a newer release has worked on the database; `remedy`: what else helps, a clause. */
export function assertNotNewer(
  path: string,
  known: readonly string[],
  done: readonly string[],
  remedy = RESTORE_FILE,
): void {
  const unknown = done.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new StorageError(
    `${path} was brought up to date by a newer Muster than this one (${unknown.join(', ')}). Start that release, or ${remedy}.`,
    true,
    null,
  );
}

const RESTORE_FILE =
  'restore the backup that was made before the upgrade: `npm run restore` lists what there is';
/** On a server, where backups are its administrator's. */
export const RESTORE_ON_SERVER = 'bring back what the server’s own backups have from before the upgrade';

/** The migrations this release knows, in the order they run. */
export function namesOf(dataSource: DataSource): string[] {
  return dataSource.migrations.map(({ name, constructor }) => name ?? constructor.name);
}

/** The migrations that have run on a database; none on an empty one. */
export async function doneMigrations(dataSource: DataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    if (!(await runner.hasTable('migrations'))) return [];
    const rows = (await runner.query('SELECT name FROM migrations ORDER BY id')) as { name: string }[];
    return rows.map(({ name }) => name);
  } finally {
    await runner.release();
  }
}

async function backUpFirst(backUp: () => Promise<string>): Promise<string> {
  try {
    return await backUp();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StorageError(
      `The database has to be brought up to date, and the backup before that failed. ${why} Nothing was changed.`,
      (error as { fault?: unknown }).fault !== 'disk_full',
      error,
    );
  }
}

function failed(
  error: unknown,
  path: string,
  backupPath: string | null,
  known: StorageError | null,
): StorageError {
  const why = known ? known.message : `${error instanceof Error ? error.message : String(error)}.`;
  const backup = backupPath === null ? '' : ` A backup of just before it is ${backupPath}.`;
  return new StorageError(
    `Bringing ${path} up to date failed, and all of it was taken back: the database is as it was. ${why}${backup}` +
      ' The release you had before still works with it.',
    known?.lasting ?? true,
    error,
  );
}
