import { accessSync, chmodSync, constants, copyFileSync, existsSync, realpathSync } from 'node:fs';
import type { Unclear } from '../dispatch/restored.js';
import type { Clock } from '../domain/clock.js';
import type { LiveSettings } from '../domain/live-settings.js';
import { type LostTime, momentsOf } from '../domain/restored.js';
import { stampOf } from '../persistence/file/backup-folder.js';
import { SqliteConnection } from '../persistence/engine/sqlite-connection.js';
import { writerDataSource } from '../persistence/engine/data-source.js';
import type { View } from '../persistence/engine/database.js';
import { removeDatabase, syncToDisk } from '../persistence/file/durable-files.js';
import { fromText } from '../persistence/instants.js';
import { ProcessLock } from '../persistence/file/process-lock.js';
import { attachReplaced, type Soundness } from '../persistence/stores/replaced-database.js';
import { newestInstant } from '../persistence/stores/restore-store.js';
import { assertRestorable, foldLog } from '../persistence/file/restorable.js';
import { codeOfError, storageError, StorageError } from '../persistence/file/storage-error.js';
import { swapIn } from '../persistence/file/swap-files.js';
import { storedSettings } from '../persistence/stores/setting-store.js';
import { readState } from '../persistence/stores/system-state-store.js';
import { upgrade } from '../persistence/engine/upgrade.js';
import { soleTransaction } from '../persistence/engine/write-transaction.js';
import { carryOver, type CarriedOver, type CarryOverContext, type Extent } from './carry-over.js';
import { takeUpBackup } from './adopt-backup.js';

/** What a restore works with. */
export interface RestoreContext extends Pick<CarryOverContext, 'blindIndex' | 'newId'> {
  readonly databasePath: string;
  /** The deployment's zone (IANA). */
  readonly timezone: string;
  /** What the environment says; what the backup knows is taken in. */
  readonly live: LiveSettings;
  readonly clock: Clock;
}

/** What a restore did. */
export interface Restored {
  readonly lost: LostTime;
  readonly unclear: Unclear;
  /** How the restore found the replaced database; `none`: there was none. */
  readonly replaced: Soundness | 'none';
  /** `null` where the replaced one was unreadable. */
  readonly carried: CarriedOver | null;
  /** Where the replaced database lies; `null` where there was none. */
  readonly asidePath: string | null;
}

/**
 * Puts a backup in the database's place. It makes a copy ready beside the database, takes it up, adds every
 * no said since, and only then swaps it in; the replaced one stays under another name. Until the swap nothing
 * changes.
 * @throws AlreadyRunningError while a Muster runs on the database; StorageError, in words, when the backup is
 * no use.
 */
export async function restoreDatabase(context: RestoreContext, backupPath: string): Promise<Restored> {
  const { databasePath } = context;
  assertAnother(backupPath, databasePath);
  const lock = ProcessLock.acquire(databasePath);
  const fresh = `${databasePath}.restoring`;
  try {
    const replaced = existsSync(databasePath);
    const ready = await prepareAsFarAsItGoes(context, backupPath, fresh, replaced);
    if (replaced) foldLog(databasePath);
    const aside = `${databasePath}.before-restore-${stampOf(ready.lost.restoredAt)}`;
    const swapped = swapIn(fresh, databasePath, aside);
    const found = replaced && ready.replaced === 'none' ? 'unreadable' : ready.replaced;
    return { ...ready, replaced: found, asidePath: swapped ? aside : null };
  } catch (error) {
    throw storageError(error, databasePath) ?? error;
  } finally {
    removeDatabase(fresh);
    lock.release();
  }
}

/** Asks a replaced database that turns out to be broken for less, and in the end for nothing. */
async function prepareAsFarAsItGoes(
  context: RestoreContext,
  backupPath: string,
  fresh: string,
  replaced: boolean,
): Promise<Omit<Restored, 'asidePath'>> {
  for (const extent of replaced ? (['everything', 'what_is_there', 'preferences'] as const) : []) {
    try {
      return await prepare(context, backupPath, fresh, extent);
    } catch (error) {
      if (!isBroken(error)) throw error;
    }
  }
  return prepare(context, backupPath, fresh, null);
}

/** Whether the replaced database failed; a broken backup has been reported already. */
function isBroken(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(codeOfError(error) ?? '');
}

/** @throws StorageError when the backup is missing, unreadable, or the database itself. */
function assertAnother(backupPath: string, databasePath: string): void {
  try {
    accessSync(backupPath, constants.R_OK);
  } catch (error) {
    if (codeOfError(error) !== 'EACCES') throw new StorageError(`There is no ${backupPath}.`, true, error);
    throw new StorageError(
      `${backupPath} can't be read by the user whose database it would become. Copy it beside the database, give that ` +
        'user the right to read it, and restore the copy; nothing was changed.',
      true,
      error,
    );
  }
  if (existsSync(databasePath) && realpathSync(backupPath) === realpathSync(databasePath)) {
    throw new StorageError(`${backupPath} is the database itself, and no backup of it.`, true, null);
  }
}

/** Makes a copy of the backup that is ready to go on with. */
async function prepare(
  context: RestoreContext,
  backupPath: string,
  fresh: string,
  extent: Extent | null,
): Promise<Omit<Restored, 'asidePath'>> {
  const { databasePath, clock, live } = context;
  removeDatabase(fresh);
  copyFileSync(backupPath, fresh);
  chmodSync(fresh, 0o600);
  if (existsSync(`${backupPath}-wal`)) copyFileSync(`${backupPath}-wal`, `${fresh}-wal`);
  await assertRestorable(fresh, backupPath);
  const connection = await SqliteConnection.open(writerDataSource(fresh));
  try {
    await upgrade(connection.source, backupPath, null);
    const replaced: Restored['replaced'] =
      extent === null ? 'none' : await attachReplaced(connection, databasePath);
    return await soleTransaction(connection, async (tx) => {
      const lost = await lostTime(tx, clock);
      live.adopt(await storedSettings(tx));
      const moments = momentsOf(context.timezone, live.values);
      const unclear = await takeUpBackup(tx, lost, moments);
      const asked = replaced === 'damaged' && extent === 'everything' ? 'what_is_there' : extent;
      const isReadable = replaced === 'sound' || replaced === 'damaged';
      const carried =
        isReadable && asked !== null ? await carryOver({ ...context, ...moments }, tx, lost, asked) : null;
      return { lost, unclear, replaced, carried };
    });
  } finally {
    await connection.close();
    foldLog(fresh);
    syncToDisk(fresh);
  }
}

/** A copy made by hand doesn't say when it was taken: the lost time begins with the last it knows. */
async function lostTime(view: View, clock: Clock): Promise<LostTime> {
  const takenAt = await readState(view, 'backup_taken_at');
  const backupAt = takenAt === null ? ((await newestInstant(view)) ?? 0) : fromText(takenAt);
  return { backupAt, restoredAt: Math.max(clock.now(), backupAt) };
}
