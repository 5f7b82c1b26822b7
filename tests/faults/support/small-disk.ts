import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { tempDir } from '../../support/temp-dir.js';

/** Mounting needs root; CI runs as root, so that there nothing is skipped. */
export const canMount = process.getuid?.() === 0 && process.platform === 'linux';

/** A small disk of its own, which goes with the test. */
export function smallDisk(options = 'size=4m'): string {
  const folder = tempDir();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  if (mounted.status !== 0) throw new Error(`mount: ${String(mounted.stderr)}`);
  onTestFinished(() => void spawnSync('umount', ['-l', folder]));
  return folder;
}

/** Fills a disk to the last byte. @returns how to make space again. */
export function fill(folder: string): () => void {
  const ballast = join(folder, 'ballast');
  const file = openSync(ballast, 'w');
  for (const size of [4096, 1]) {
    try {
      for (;;) writeSync(file, Buffer.alloc(size));
    } catch {
      // Full.
    }
  }
  closeSync(file);
  return () => rmSync(ballast);
}
