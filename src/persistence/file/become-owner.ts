import { lstatSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes root go on, for good, as the one whose folder the database lies in, and does nothing for anybody else. In a
 * folder that somebody else may write to, every path may lead elsewhere a moment later: a link put in the place of a
 * file would have root overwrite, or give away, what it points to. And what root makes there, the one Muster runs as
 * could not use.
 * @returns the id of the user it goes on as; `null` where nothing changed.
 */
export function becomeOwnerOf(databasePath: string): number | null {
  if (process.getuid?.() !== 0) return null;
  const owner = ownerOf(databasePath);
  if (!owner) return null;
  // The groups first: once it is somebody else, root may not.
  process.setgroups?.([]);
  process.setgid?.(owner.gid);
  process.setuid?.(owner.uid);
  return owner.uid;
}

/** Whoever may put something else in the file's place, or owns it; `null`: root alone. */
function ownerOf(databasePath: string): { uid: number; gid: number } | null {
  const folder = nearestFolder(dirname(databasePath));
  if (folder.uid !== 0) return folder;
  const file = lstatSync(databasePath, { throwIfNoEntry: false });
  return file?.isFile() && file.uid !== 0 ? file : null;
}

/** The folder, or the first one above that is there. */
function nearestFolder(path: string): { uid: number; gid: number } {
  return statSync(path, { throwIfNoEntry: false }) ?? nearestFolder(dirname(path));
}
