import { closeSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupKind } from '../domain/backup.js';
import { BackupError, backupError } from './backup-error.js';
import { type BackupFile, backupName, UNFINISHED } from './backup-folder.js';
import { giveToOwnerOf, removeDatabase, syncToDisk } from './durable-files.js';
import { toText } from './instants.js';
import type { SystemStateKey } from './system-state-store.js';
import { SqliteFile } from './sqlite-file.js';

/** How many pages are copied before others get their turn: 4 MB, some milliseconds. */
const PAGES_A_TURN = 1_000;
const BUSY_TIMEOUT_MS = 5_000;

/** Where in a backup stands that it is one, and of when. */
const TAKEN_AT_KEY = 'backup_taken_at' satisfies SystemStateKey;

/**
 * Copies a database, in use or not, into a folder: as it stood at `takenAt`, looked through, on the disk, and under its
 * name only when it is all of that. For the eyes of its owner only.
 * @throws BackupError, and then nothing is left of it.
 */
export async function makeBackup(
  databasePath: string,
  folder: string,
  kind: BackupKind,
  takenAt: number,
): Promise<BackupFile> {
  const path = join(folder, backupName(databasePath, kind, takenAt));
  const unfinished = `${path}.${String(process.pid)}${UNFINISHED}`;
  try {
    const made = mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (made !== undefined) giveToOwnerOf(databasePath, folder);
    // Made before SQLite writes to it: what SQLite makes, everybody may read.
    closeSync(openSync(unfinished, 'wx', 0o600));
    await copy(databasePath, unfinished);
    seal(unfinished, takenAt);
    giveToOwnerOf(databasePath, unfinished);
    syncToDisk(unfinished);
    renameSync(unfinished, path);
    syncToDisk(folder);
    return { path, kind, takenAt };
  } catch (error) {
    removeDatabase(unfinished);
    throw backupError(error, folder);
  }
}

/** SQLite's online backup, of one moment: a read transaction holds it while the others write on. */
async function copy(from: string, to: string): Promise<void> {
  const source = new SqliteFile(from, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    source.exec('BEGIN');
    source.prepare('SELECT COUNT(*) FROM sqlite_master').get();
    await source.backup(to, { progress: () => PAGES_A_TURN });
  } finally {
    source.close();
  }
}

/**
 * Makes the copy a single file that says what it is, and looks whether it is sound. A copy of a backup that nobody has
 * taken up yet stays one of the same moment.
 */
function seal(path: string, takenAt: number): void {
  const file = new SqliteFile(path);
  try {
    file.pragma('journal_mode = DELETE');
    file.pragma('synchronous = FULL');
    file
      .prepare(
        `INSERT INTO system_state (key, value, created_at, updated_at) VALUES (@key, @at, @at, @at)
         ON CONFLICT (key) DO NOTHING`,
      )
      .run({ key: TAKEN_AT_KEY, at: toText(takenAt) });
    const fault = damageOf(file);
    if (fault) throw new BackupError(`The copy is damaged (${fault}): restore an earlier backup.`, 'damaged');
  } finally {
    file.close();
  }
}

/** What is wrong inside a database file; `null` when all is well. */
export function damageOf(file: SqliteFile): string | null {
  const [found] = file.pragma('integrity_check(1)') as { integrity_check: string }[];
  if (found?.integrity_check !== 'ok') return found?.integrity_check ?? 'no answer';
  const orphans = file.pragma('foreign_key_check') as { table: string }[];
  return orphans[0] ? `rows of ${orphans[0].table} belong to nothing` : null;
}
