import { constants, existsSync } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Connection } from '../../persistence/engine/connection.js';
import { MIGRATIONS, readerDataSource } from '../../persistence/engine/data-source.js';
import { SqliteConnection } from '../../persistence/engine/sqlite-connection.js';
import { AlreadyRunningError, ProcessLock } from '../../persistence/file/process-lock.js';
import { storageError } from '../../persistence/file/storage-error.js';
import { type Check, fault, type Finding, ok, warning } from './finding.js';
import { nearestFolder } from './nearest-folder.js';

const MIB = 2 ** 20;
const LITTLE_SPACE_MIB = 512;
const NO_SPACE_MIB = 64;
/** What a file's mode allows those who are neither its owner nor of its group. */
const FOR_OTHERS = 0o007;

/** Whether the database opens, is sound, and fits this release. Nothing in it is changed; Muster may run meanwhile. */
export function databaseCheck(path: string): Check {
  const what = 'database';
  return {
    what,
    async look() {
      if (!existsSync(path)) return whetherItCanBeMade(what, path);
      try {
        const running = isRunning(path);
        if (!running) await access(path, constants.W_OK);
        const connection = await SqliteConnection.open(readerDataSource(path));
        try {
          return await whatIsInIt(what, path, connection, running);
        } finally {
          await connection.close();
        }
      } catch (error) {
        return fault(what, storageError(error, path)?.message ?? `${path} can’t be opened`);
      }
    },
  };
}

/** Whether there is room left where the database lies: it grows, and a full disk stops everything. */
export function diskCheck(path: string, freeBytes: (folder: string) => Promise<number> = bytesLeft): Check {
  const what = 'disk space';
  return {
    what,
    async look() {
      const folder = nearestFolder(dirname(path));
      const free = Math.floor((await freeBytes(folder)) / MIB);
      const said = `${free} MiB are free where the database lies (${folder})`;
      if (free < NO_SPACE_MIB) return fault(what, `${said}: free some space`);
      return free < LITTLE_SPACE_MIB ? warning(what, `${said}: free some space soon`) : ok(what, said);
    },
  };
}

async function whetherItCanBeMade(what: string, path: string): Promise<Finding> {
  const folder = nearestFolder(dirname(path));
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    // What is in the way of a folder is a file.
    await statfs(`${folder}/.`);
    return ok(what, `${path} will be made at the first start`);
  } catch {
    return fault(what, `${path} can’t be made: give the user Muster runs as the right to write in ${folder}`);
  }
}

async function whatIsInIt(
  what: string,
  path: string,
  connection: Connection,
  running: boolean,
): Promise<Finding> {
  const [first] = await connection.sql<{ quick_check: string }>`PRAGMA quick_check(1)`;
  if (first?.quick_check !== 'ok') return fault(what, `${path} is damaged: put a backup in its place`);
  const ran = await migrationsOf(connection);
  // TypeORM records a migration under the name of its class.
  const known = MIGRATIONS.map(({ name }) => name);
  const unknown = ran.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const said = `${path} was made by a newer release (${unknown.join(', ')}): use that release, or a backup from before`;
    return fault(what, said);
  }
  if (((await stat(path)).mode & FOR_OTHERS) !== 0) {
    return warning(what, `${path} is sound, but every user of this machine can read it: chmod o= ${path}`);
  }
  const missing = known.length - ran.length;
  const state = running ? 'is sound, and Muster is running on it' : 'is sound';
  return ok(
    what,
    missing === 0 ? `${path} ${state}` : `${path} ${state}; the next start migrates it (${missing} steps)`,
  );
}

function isRunning(path: string): boolean {
  try {
    ProcessLock.acquire(path).release();
    return false;
  } catch (error) {
    if (error instanceof AlreadyRunningError) return true;
    throw error;
  }
}

async function migrationsOf(connection: Connection): Promise<string[]> {
  const [table] =
    await connection.sql`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migrations'`;
  if (table === undefined) return [];
  const rows: { name: string }[] = await connection.sql`SELECT name FROM migrations ORDER BY id`;
  return rows.map(({ name }) => name);
}

async function bytesLeft(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
