import { closeSync, existsSync, fsyncSync, openSync, rmSync } from 'node:fs';

/** Makes what was written to a file, or was renamed in a folder, survive a power cut. */
export function syncToDisk(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A database and what SQLite keeps beside it: its log of changes and an index of that. */
export const SIDE_FILES = ['-wal', '-shm'] as const;

/** Removes a database file with everything SQLite may have left beside it. */
export function removeDatabase(path: string): void {
  for (const suffix of ['', ...SIDE_FILES, '-journal']) rmSync(`${path}${suffix}`, { force: true });
}

/** The files of a database that are there. */
export function filesOf(path: string): string[] {
  return ['', ...SIDE_FILES].map((suffix) => `${path}${suffix}`).filter((file) => existsSync(file));
}
