import { copyFileSync, linkSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { filesOf, SIDE_FILES, syncToDisk } from './durable-files.js';

/** What a swap does to files; every step is one of these. */
export interface SwapSteps {
  link(from: string, to: string): void;
  remove(path: string): void;
  rename(from: string, to: string): void;
  sync(path: string): void;
}

const STEPS: SwapSteps = {
  link: (from, to) => {
    try {
      linkSync(from, to);
    } catch (error) {
      if ((error as { code?: string }).code === 'EEXIST') throw error;
      // Not every file system knows links.
      copyFileSync(from, to);
      syncToDisk(to);
    }
  },
  remove: (path) => rmSync(path),
  rename: renameSync,
  sync: syncToDisk,
};

/**
 * Puts a database file in the place of another, which stays under the name `aside`. The last step is one
 * rename, so a kill leaves either the one or the other, whole; an error undoes the swap.
 * @returns whether there was another.
 */
export function swapIn(fresh: string, path: string, aside: string, steps: SwapSteps = STEPS): boolean {
  const present = filesOf(path);
  const removed: string[] = [];
  const asideOf = (file: string): string => `${aside}${file.slice(path.length)}`;
  const linked: string[] = [];
  try {
    for (const file of present) {
      steps.link(file, asideOf(file));
      linked.push(file);
    }
    steps.sync(dirname(path));
    // SQLite would play the rest of the old log into the new database.
    for (const suffix of SIDE_FILES) {
      const file = `${path}${suffix}`;
      if (!present.includes(file)) continue;
      steps.remove(file);
      removed.push(file);
    }
    steps.rename(fresh, path);
  } catch (error) {
    for (const file of removed) steps.link(asideOf(file), file);
    for (const file of linked) steps.remove(asideOf(file));
    throw error;
  }
  steps.sync(dirname(path));
  return present.length > 0;
}
