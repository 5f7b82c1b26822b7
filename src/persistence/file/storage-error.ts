import type { DatabaseFault } from '../../domain/database-fault.js';

/** The database file is unusable; the message says why, and what to do. */
export class StorageError extends Error {
  override readonly name = 'StorageError';

  constructor(
    message: string,
    /** Whether a restart helps only after somebody has changed something. */
    readonly lasting: boolean,
    cause: unknown,
  ) {
    super(message, { cause });
  }
}

interface Trouble {
  readonly fault: DatabaseFault;
  readonly codes: RegExp;
  readonly lasting: boolean;
  readonly sentence: (path: string) => string;
}

const TROUBLES: readonly Trouble[] = [
  {
    fault: 'not_writable',
    codes: /^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST|SQLITE_CANTOPEN|SQLITE_READONLY|SQLITE_PERM)/,
    lasting: true,
    sentence: (path) =>
      `Muster can't write to ${path} or the folder it lies in. Give the user Muster runs as the right to write there, ` +
      'or name another file in DATABASE_URL, and start again.',
  },
  {
    fault: 'disk_full',
    codes: /^(ENOSPC|EDQUOT|SQLITE_FULL)/,
    lasting: false,
    sentence: (path) => `The disk with ${path} is full. Free some space and start again; nothing is lost.`,
  },
  {
    fault: 'damaged',
    codes: /^(SQLITE_NOTADB|SQLITE_CORRUPT)/,
    lasting: true,
    sentence: (path) =>
      `${path} is damaged, or no SQLite database. Restore a backup with npm run restore, or name another file in DATABASE_URL, ` +
      'and start again. Muster changed nothing in it.',
  },
  {
    fault: 'locked',
    codes: /^(SQLITE_BUSY|SQLITE_LOCKED)/,
    lasting: false,
    sentence: (path) => `Another program holds ${path} locked. Close that program and start again.`,
  },
  {
    fault: 'disk_error',
    codes: /^(EIO|SQLITE_IOERR)/,
    lasting: false,
    sentence: (path) =>
      `Reading or writing ${path} failed. Look after the disk, its space and its health, and start again.`,
  },
];

/** What an error of SQLite, also inside TypeORM's, says is wrong with the database; `null`: none of these. */
export function databaseFault(error: unknown): DatabaseFault | null {
  const code = codeOfError(error) ?? '';
  if (!code.startsWith('SQLITE_')) return null;
  return TROUBLES.find(({ codes }) => codes.test(code))?.fault ?? null;
}

/** What an error of the file system or SQLite says about a database file; `null`: nothing. */
export function storageError(error: unknown, path: string): StorageError | null {
  if (error instanceof StorageError) return error;
  const code = codeOfError(error);
  const trouble = code === null ? undefined : TROUBLES.find(({ codes }) => codes.test(code));
  return trouble ? new StorageError(trouble.sentence(path), trouble.lasting, error) : null;
}

/** The file system's or SQLite's code in an error, also inside TypeORM's. */
export function codeOfError(error: unknown): string | null {
  const { code, driverError } = (error ?? {}) as { code?: unknown; driverError?: { code?: unknown } };
  const told = driverError?.code ?? code;
  return typeof told === 'string' ? told : null;
}
