import { closeSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupKind } from '../../domain/backup.js';
import { BackupError, backupError } from './backup-error.js';
import { type BackupFile, backupName, UNFINISHED } from './backup-folder.js';
import { removeDatabase, syncToDisk } from './durable-files.js';
import { doFileWork } from './file-work.js';
import { toText } from '../instants.js';
import type { SystemStateKey } from '../stores/system-state-store.js';

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
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Made before SQLite writes to it: what SQLite makes, everybody may read.
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
      // What was in the way says it better than that what is left of it is, too.
    }
    throw backupError(error, folder);
  }
}
