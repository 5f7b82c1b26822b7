import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chmodSync, chownSync, writeFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { GATEWAY, HOUSEKEEPING } from '../../../src/domain/roles.js';
import { AlreadyRunningError, ProcessLock } from '../../../src/persistence/file/process-lock.js';
import { tempDir } from '../../support/temp-dir.js';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../../..');
/** Another user than root; no file belongs to it. */
const NOBODY = 65_534;
const TSX = createRequire(import.meta.url).resolve('tsx');

/** Another process that tries for the lock and says how it went. */
async function elsewhere(databasePath: string, user: { uid?: number; gid?: number } = {}): Promise<string> {
  const program = `
    import { ProcessLock } from './src/persistence/file/process-lock.ts';
    try { ProcessLock.acquire(process.argv[1]); console.log('acquired'); } catch (error) { console.log(error.name + ': ' + error.message); }`;
  const { stdout } = await run(
    process.execPath,
    ['--import', TSX, '--input-type=module', '--eval', program, databasePath],
    { cwd: ROOT, ...user },
  );
  return stdout.trim();
}

describe('the process lock', () => {
  it('is refused to a second holder in the same process, in words', () => {
    const path = join(tempDir(), 'data', 'muster.sqlite');
    const first = ProcessLock.acquire(path);
    onTestFinished(() => first.release());
    expect(() => ProcessLock.acquire(path)).toThrow(AlreadyRunningError);
    expect(() => ProcessLock.acquire(path)).toThrow(/Another Muster is already running on .*muster\.sqlite/);
  });

  it('is refused to another process, in words, and free once it is let go', async () => {
    const path = join(tempDir(), 'muster.sqlite');
    const first = ProcessLock.acquire(path);
    expect(await elsewhere(path)).toMatch(
      /^AlreadyRunningError: Another Muster is already running on .*\. Stop it first/,
    );
    first.release();
    expect(await elsewhere(path)).toBe('acquired');
    // The other process ended without letting go.
    ProcessLock.acquire(path).release();
  });

  it.skipIf(process.getuid?.() !== 0)(
    'is refused, in words, to whoever could only look at its file (needs root, to be somebody else)',
    async () => {
      const folder = tempDir();
      const path = join(folder, 'muster.sqlite');
      // As a restore by root once left it.
      writeFileSync(`${path}.lock`, '', { mode: 0o644 });
      chmodSync(folder, 0o755);
      chownSync(folder, NOBODY, NOBODY);
      const user = { uid: NOBODY, gid: NOBODY };
      expect(await elsewhere(path, user)).toMatch(
        /^StorageError: Muster can't write to .*muster\.sqlite\.lock/,
      );
      chownSync(`${path}.lock`, NOBODY, NOBODY);
      expect(await elsewhere(path, user)).toBe('acquired');
    },
  );

  it('has every role for the asking while it is held, and none once it is let go', async () => {
    const lock = ProcessLock.acquire(join(tempDir(), 'muster.sqlite'));
    const leases = await Promise.all([lock.take(GATEWAY), lock.take(HOUSEKEEPING)]);
    expect(leases.map((lease) => lease?.lost.aborted)).toEqual([false, false]);
    lock.release();
    expect(leases.map((lease) => lease?.lost.aborted)).toEqual([true, true]);
    expect(await lock.take(GATEWAY)).toBeNull();
  });

  it('proves, while it is held, that every other owner is dead; and nothing once it is let go', async () => {
    const path = join(tempDir(), 'muster.sqlite');
    const first = ProcessLock.acquire(path);
    const dead = (lock: ProcessLock) => lock.deadAmong(null, ['another', first.me, 'restore']);
    expect(await dead(first)).toEqual(new Set(['another', 'restore']));
    first.release();
    expect(await dead(first)).toEqual(new Set());
    const next = ProcessLock.acquire(path);
    onTestFinished(() => next.release());
    expect(next.me).not.toBe(first.me);
    expect(await dead(next)).toEqual(new Set(['another', first.me, 'restore']));
  });

  it('does not stand in the way of another database in the same folder', () => {
    const folder = tempDir();
    const one = ProcessLock.acquire(join(folder, 'one.sqlite'));
    const other = ProcessLock.acquire(join(folder, 'other.sqlite'));
    one.release();
    other.release();
  });
});
