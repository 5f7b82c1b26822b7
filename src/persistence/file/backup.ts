import { closeSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupKind } from '../../domain/backup.js';
import { BackupError, backupError } from './backup-error.js';
import { type BackupFile, backupName, UNFINISHED } from './backup-folder.js';
import { removeDatabase, syncToDisk } from './durable-files.js';
import { doFileWork } from './file-work.js';
import { toText } from '../instants.js';
import type { SystemStateKey } from '../stores/system-state-store.js';

/** The key in a backup that says that it is one, and of when. */
const TAKEN_AT_KEY = 'backup_taken_at' satisfies SystemStateKey;

/**
 * Copies a database, in use or not, into a folder as it stood at `takenAt`. The copy gets its name only once
 * it is checked and on disk. Only its owner may read it.
 * @throws BackupError, and then nothing of it is left.
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
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Made before SQLite writes to it: everybody may read what SQLite makes.
    closeSync(openSync(unfinished, 'wx', 0o600));
    const damage = await doFileWork({
      kind: 'copy',
      from: databasePath,
      to: unfinished,
      key: TAKEN_AT_KEY,
      takenAt: toText(takenAt),
    });
    if (damage !== null) {
      throw new BackupError(`The copy is damaged (${damage}): restore an earlier backup.`, 'damaged');
    }
    syncToDisk(unfinished);
    renameSync(unfinished, path);
    syncToDisk(folder);
    return { path, kind, takenAt };
  } catch (error) {
    try {
      removeDatabase(unfinished);
    } catch {
      // The first error says more than one about its leftovers.
    }
    throw backupError(error, folder);
  }
}
