import { closeSync, existsSync, fsyncSync, openSync, rmSync } from 'node:fs';

/** Makes a written file, or a rename in a folder, survive a power cut. */
export function syncToDisk(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** What SQLite keeps beside a database: its log of changes, and an index of that. */
export const SIDE_FILES = ['-wal', '-shm'] as const;

/** Removes a database file with everything SQLite may have left beside it. */
export function removeDatabase(path: string): void {
  for (const suffix of ['', ...SIDE_FILES, '-journal']) rmSync(`${path}${suffix}`, { force: true });
}

/** The files of a database that are there. */
export function filesOf(path: string): string[] {
  return ['', ...SIDE_FILES].map((suffix) => `${path}${suffix}`).filter((file) => existsSync(file));
}
