import { lstatSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes root go on, for good, as the owner of the database's folder; does nothing for other users. In a
 * folder that another user may write to, every path may lead elsewhere a moment later: root would overwrite,
 * or give away, the target of a link put in a file's place. And Muster's user could not use the files root
 * makes there.
 * @returns the id of the new user; `null` where nothing changed.
 */
export function becomeOwnerOf(databasePath: string): number | null {
  if (process.getuid?.() !== 0) return null;
  const owner = ownerOf(databasePath);
  if (!owner) return null;
  // The groups first: once it is another user, root may not.
  process.setgroups?.([]);
  process.setgid?.(owner.gid);
  process.setuid?.(owner.uid);
  return owner.uid;
}

/** The user who may replace the file, or owns it; `null`: root alone. */
function ownerOf(databasePath: string): { uid: number; gid: number } | null {
  const folder = nearestFolder(dirname(databasePath));
  if (folder.uid !== 0) return folder;
  const file = lstatSync(databasePath, { throwIfNoEntry: false });
  return file?.isFile() && file.uid !== 0 ? file : null;
}

/** The folder, or the nearest existing one above it. */
function nearestFolder(path: string): { uid: number; gid: number } {
  return statSync(path, { throwIfNoEntry: false }) ?? nearestFolder(dirname(path));
}
