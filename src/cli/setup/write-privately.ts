import {
  closeSync,
  existsSync,
  fchownSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { syncToDisk } from '../../persistence/file/durable-files.js';

/**
 * Writes a file that its owner alone may read, as a whole or not at all: whoever reads meanwhile finds the old one, and
 * so does a machine that loses its power. A link stays one. What root writes belongs to who owned the file, or else the
 * folder.
 */
export function writePrivately(path: string, text: string): void {
  const target = existsSync(path) ? realpathSync(path) : path;
  const draft = `${target}.${randomUUID()}.tmp`;
  try {
    const file = openSync(draft, 'wx', 0o600);
    try {
      if (process.getuid?.() === 0) {
        const { uid, gid } = statSync(existsSync(target) ? target : dirname(target));
        fchownSync(file, uid, gid);
      }
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  syncToDisk(dirname(target));
}
