import type { BackupKind } from '../domain/backup.js';
import type { Clock } from '../domain/clock.js';
import type { EventBus } from '../domain/events.js';
import { lastOccurrence } from '../domain/local-time.js';
import { type DayTimes, quietFrom } from '../domain/session-window.js';
import { makeBackup } from '../persistence/file/backup.js';
import { backupError } from '../persistence/file/backup-error.js';
import {
  type BackupFile,
  backupsIn,
  deleteAbandoned,
  deleteOldBackups,
} from '../persistence/file/backup-folder.js';
import type { Database } from '../persistence/engine/database.js';
import { existedBefore } from '../persistence/stores/person-store.js';

/** When the nightly backup is made, in the sessions' zone: before retention deletes old data. */
export const BACKUP_TIME = '05:02';

/** Everything backups are made with. */
export interface BackupContext {
  readonly databasePath: string;
  readonly folder: string;
  /** How many nightly backups stay. 0: Muster makes none by itself. */
  readonly keep: number;
  readonly clock: Clock;
  readonly events: EventBus;
}

/**
 * Makes a backup, and deletes old ones only once it is good. It also emits how it went: no failed backup is
 * silent. `null` when it failed.
 */
export async function backUp(context: BackupContext, kind: BackupKind): Promise<BackupFile | null> {
  const { databasePath, folder, clock, events } = context;
  const startedAt = clock.monotonic();
  const backup = await makeBackup(databasePath, folder, kind, clock.now()).catch((error: unknown) => {
    tellFailure(context, kind, error);
    return null;
  });
  if (!backup) return null;
  const tookMs = Math.round(clock.monotonic() - startedAt);
  events.emit({ type: 'backup_made', kind, path: backup.path, tookMs, deleted: tidy(context) });
  return backup;
}

/** Deletes old and unfinished backups. A failure here is no fault of the new backup's. */
function tidy({ databasePath, folder, keep, clock, events }: BackupContext): number {
  try {
    deleteAbandoned(folder, databasePath, clock.now());
    return deleteOldBackups(folder, databasePath, keep);
  } catch (error) {
    events.emit({ type: 'background_error', where: 'backup', error });
    return 0;
  }
}

function tellFailure({ folder, events }: BackupContext, kind: BackupKind, error: unknown): void {
  const failed = backupError(error, folder);
  events.emit({ type: 'backup_failed', kind, fault: failed.fault, error: failed });
}

/** The backup before an upgrade; no upgrade without it. @returns its path. @throws BackupError */
export async function makeUpgradeBackup(context: BackupContext): Promise<string> {
  const { databasePath, folder, clock } = context;
  const backup = await makeBackup(databasePath, folder, 'upgrade', clock.now());
  return backup.path;
}

/** When the newest backup was taken; `null`: there is none, or the folder is unreadable. */
export function lastBackupAt({ folder, databasePath }: BackupContext): number | null {
  try {
    return backupsIn(folder, databasePath).at(-1)?.takenAt ?? null;
  } catch {
    return null;
  }
}

/** Makes the nightly backup, unless they are switched off. */
export async function backUpNightly(context: BackupContext): Promise<void> {
  if (context.keep > 0) await backUp(context, 'nightly');
}

/**
 * Makes up for last night's backup if nothing ran then. It waits while a board, a question or an evening's
 * messages go out, and shortly before. A younger database has missed none. Gives up once `stop` aborts.
 */
export async function catchUpBackup(
  context: BackupContext,
  database: Database,
  evening: DayTimes,
  stop: AbortSignal,
): Promise<void> {
  const { keep, clock } = context;
  if (keep === 0) return;
  try {
    if (!(await isMissing(context, database, evening.timezone))) return;
    for (let wait = waitMs(clock, evening); wait > 0; wait = waitMs(clock, evening)) {
      await clock.sleep(wait, stop);
      if (stop.aborted) return;
    }
    // Meanwhile somebody may have made one, or the night have come.
    if (!(await isMissing(context, database, evening.timezone))) return;
  } catch (error) {
    tellFailure(context, 'nightly', error);
    return;
  }
  await backUp(context, 'nightly');
}

function waitMs(clock: Clock, evening: DayTimes): number {
  const now = clock.now();
  return quietFrom(now, evening) - now;
}

/** Whether last night's backup is missing, though there was something to back up. */
async function isMissing(
  { databasePath, folder, clock }: BackupContext,
  database: Database,
  timezone: string,
): Promise<boolean> {
  const due = lastOccurrence(clock.now(), BACKUP_TIME, timezone);
  const newest = backupsIn(folder, databasePath).findLast(({ kind }) => kind === 'nightly');
  if (newest && newest.takenAt >= due) return false;
  return existedBefore(database.view, due);
}
