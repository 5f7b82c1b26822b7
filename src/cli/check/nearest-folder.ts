import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** The folder itself or, where it is still to be made, the one it would be made in. */
export function nearestFolder(path: string): string {
  let folder = resolve(path);
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}
