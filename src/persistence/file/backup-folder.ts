import { readdirSync, rmSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { BackupKind } from '../../domain/backup.js';

/** A finished backup, read from its name. */
export interface BackupFile {
  readonly path: string;
  readonly kind: BackupKind;
  /** Milliseconds since the epoch. */
  readonly takenAt: number;
}

/** How an unfinished backup's name ends. */
export const UNFINISHED = '.unfinished';

/** Longer than any backup takes, in milliseconds: nobody works on an older unfinished file. */
const ABANDONED_MS = 60 * 60_000;

/** `20260310T040200123Z`: sorts as time does, and is a file name everywhere. */
export function stampOf(instant: number): string {
  return new Date(instant).toISOString().replaceAll(/[-:.]/g, '');
}

/** The name of a backup of a database: `muster-nightly-20260310T040200123Z.sqlite`. */
export function backupName(databasePath: string, kind: BackupKind, takenAt: number): string {
  return `${stem(databasePath)}-${kind}-${stampOf(takenAt)}.sqlite`;
}

/** A database's finished backups in a folder, oldest first; none where the folder is missing. */
export function backupsIn(folder: string, databasePath: string): BackupFile[] {
  return namesIn(folder)
    .flatMap((name) => backupNamed(folder, name, stem(databasePath)) ?? [])
    .sort((a, b) => a.takenAt - b.takenAt);
}

/**
 * Deletes backups that are too old: all but the newest `keep` nightly ones, and others older than every
 * nightly one that stays. With `keep` 0 only upgrade backups go, all but the newest. @returns how many were
 * deleted.
 */
export function deleteOldBackups(folder: string, databasePath: string, keep: number): number {
  const backups = backupsIn(folder, databasePath);
  const old = tooOld(backups, keep);
  for (const { path } of old) rmSync(path);
  return old.length;
}

/** Which of these backups, oldest first, are too old. */
export function tooOld(backups: readonly BackupFile[], keep: number): BackupFile[] {
  const of = (kind: BackupKind): BackupFile[] => backups.filter((backup) => backup.kind === kind);
  if (keep === 0) return of('upgrade').slice(0, -1);
  const nightly = of('nightly');
  const oldest = nightly.at(-keep);
  return oldest ? backups.filter(({ takenAt }) => takenAt < oldest.takenAt) : [];
}

/** Deletes what processes left behind that were killed during a backup. */
export function deleteAbandoned(folder: string, databasePath: string, now: number): void {
  for (const name of namesIn(folder)) {
    if (!name.startsWith(`${stem(databasePath)}-`) || !name.includes(UNFINISHED)) continue;
    const path = join(folder, name);
    if (now - statSync(path).mtimeMs > ABANDONED_MS) rmSync(path, { force: true });
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return [];
    throw error;
  }
}

function stem(databasePath: string): string {
  return basename(databasePath, extname(databasePath));
}

function backupNamed(folder: string, name: string, of: string): BackupFile | null {
  if (!name.startsWith(`${of}-`)) return null;
  const parts = /^(nightly|manual|upgrade)-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z\.sqlite$/.exec(
    name.slice(of.length + 1),
  );
  if (!parts) return null;
  const [, kind, year, month, day, hour, minute, second, ms] = parts;
  const takenAt = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
  return Number.isNaN(takenAt) ? null : { path: join(folder, name), kind: kind as BackupKind, takenAt };
}
