import { randomUUID } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Liveness } from '../../domain/liveness.js';
import type { Lease, Role, Roles } from '../../domain/roles.js';
import { SqliteFile } from './sqlite-file.js';
import { storageError, StorageError } from './storage-error.js';

/** Another process holds the database. */
export class AlreadyRunningError extends Error {
  override readonly name = 'AlreadyRunningError';
}

/**
 * Makes this the only process that works on a database file: it holds an exclusive lock on a file beside it
 * for life. The operating system frees the lock when the process ends, however it ends, so nothing is left
 * behind. While it holds the lock, every other owner is proved dead, and every role is its own for the asking.
 */
export class ProcessLock implements Liveness<unknown>, Roles {
  readonly me = randomUUID();
  readonly isAlone = true;
  readonly #released = new AbortController();

  private constructor(private readonly file: SqliteFile) {}

  /**
   * @throws AlreadyRunningError, in words, when another process holds the lock.
   * @throws StorageError when the lock can't be made.
   */
  static acquire(databasePath: string): ProcessLock {
    const path = `${databasePath}.lock`;
    const file = openFile(path);
    try {
      file.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      file.close();
      if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw storageError(error, path) ?? error;
      throw new AlreadyRunningError(
        `Another Muster is already running on ${databasePath}. Stop it first, or give this one a DATABASE_URL of its own.`,
      );
    }
    if (!refusesOthers(path)) {
      file.close();
      throw new StorageError(
        `${path} lies where files can't be locked, so that nothing would keep a second Muster from calling everybody ` +
          'again. Name a file on another disk in DATABASE_URL and start again.',
        true,
        null,
      );
    }
    return new ProcessLock(file);
  }

  /** As long as it holds the lock, nobody else gets near. */
  isSure(): boolean {
    return this.#isHeld;
  }

  /** Everybody but this process, until it lets go. */
  deadAmong(_tx: unknown, owners: readonly string[]): Promise<ReadonlySet<string>> {
    return Promise.resolve(new Set(this.#isHeld ? owners.filter((owner) => owner !== this.me) : []));
  }

  /** At once, any role, until it lets go. */
  take(_role: Role): Promise<Lease | null> {
    const lease = { lost: this.#released.signal, giveBack: () => Promise.resolve() };
    return Promise.resolve(this.#isHeld ? lease : null);
  }

  /** Lets go of the database, and with it of every role. */
  release(): void {
    this.#released.abort();
    this.file.close();
  }

  get #isHeld(): boolean {
    return !this.#released.signal.aborted;
  }
}

/** Whether the lock works: it must refuse a second connection, as of another process. */
function refusesOthers(path: string): boolean {
  const other = new SqliteFile(path, { timeout: 0 });
  try {
    other.exec('BEGIN EXCLUSIVE');
    return false;
  } catch (error) {
    return (error as { code?: string }).code === 'SQLITE_BUSY';
  } finally {
    other.close();
  }
}

function openFile(path: string): SqliteFile {
  try {
    mkdirSync(dirname(path), { recursive: true });
    // SQLite silently opens for reading what it can't write, and then "exclusive" shuts out nobody.
    if (existsSync(path)) accessSync(path, constants.R_OK | constants.W_OK);
    return new SqliteFile(path, { timeout: 0 });
  } catch (error) {
    throw storageError(error, path) ?? error;
  }
}
