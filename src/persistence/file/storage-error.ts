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
  /** The file system's and SQLite's codes. */
  readonly codes?: RegExp;
  /** PostgreSQL's (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
  readonly states?: RegExp;
  readonly lasting: boolean;
  readonly sentence: (path: string) => string;
}

/** A code of PostgreSQL's: five characters, a digit among them. */
const STATE = /^(?=.*\d)[0-9A-Z]{5}$/;

const TROUBLES: readonly Trouble[] = [
  {
    fault: 'not_writable',
    codes: /^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST|SQLITE_CANTOPEN|SQLITE_READONLY|SQLITE_PERM)/,
    states: /^42501$/,
    lasting: true,
    sentence: (path) =>
      `Muster can't write to ${path} or the folder it lies in. Give the user Muster runs as the right to write there, ` +
      'or name another file in DATABASE_URL, and start again.',
  },
  {
    fault: 'disk_full',
    codes: /^(ENOSPC|EDQUOT|SQLITE_FULL)/,
    states: /^53100$/,
    lasting: false,
    sentence: (path) => `The disk with ${path} is full. Free some space and start again; nothing is lost.`,
  },
  {
    fault: 'damaged',
    codes: /^(SQLITE_NOTADB|SQLITE_CORRUPT)/,
    states: /^XX00[12]$/,
    lasting: true,
    sentence: (path) =>
      `${path} is damaged, or no SQLite database. Restore a backup with npm run restore, or name another file in DATABASE_URL, ` +
      'and start again. Muster changed nothing in it.',
  },
  {
    fault: 'locked',
    codes: /^(SQLITE_BUSY|SQLITE_LOCKED)/,
    states: /^(55P03|40P01)$/,
    lasting: false,
    sentence: (path) => `Another program holds ${path} locked. Close that program and start again.`,
  },
  {
    fault: 'disk_error',
    codes: /^(EIO|SQLITE_IOERR)/,
    states: /^(58030|58P01)$/,
    lasting: false,
    sentence: (path) =>
      `Reading or writing ${path} failed. Look after the disk, its space and its health, and start again.`,
  },
  {
    fault: 'unreachable',
    states: /^(08...|57P0[1-5]|53300|25P03)$/,
    lasting: false,
    sentence: (path) =>
      `Muster can't reach the database ${path}. See that it runs and can be reached from here.`,
  },
  {
    fault: 'read_only',
    states: /^25006$/,
    lasting: false,
    sentence: (path) =>
      `The server of ${path} is a copy that only takes what another server writes. Make it the one to write to, or name ` +
      'that one in DATABASE_URL.',
  },
];

/** What an error of the database, also inside TypeORM's, says is wrong with it; `null`: none of these. */
export function databaseFault(error: unknown): DatabaseFault | null {
  const code = codeOfError(error);
  // The file system's codes may be about another file.
  const isFiles = code !== null && !code.startsWith('SQLITE_') && !STATE.test(code);
  return code === null || isFiles ? null : (troubleOf(code)?.fault ?? null);
}

/** Whether an error is trouble of the database that passes without anybody changing a setting: nothing that ran into it is to blame. */
export function passesByItself(error: unknown): boolean {
  return databaseFault(error) !== null && troubleOf(codeOfError(error) ?? '')?.lasting === false;
}

function troubleOf(code: string): Trouble | undefined {
  return TROUBLES.find(({ codes, states }) => codes?.test(code) || states?.test(code));
}

/** What an error of the file system or SQLite says about a database file; `null`: nothing. */
export function storageError(error: unknown, path: string): StorageError | null {
  if (error instanceof StorageError) return error;
  const code = codeOfError(error);
  const trouble = code === null ? undefined : troubleOf(code);
  return trouble ? new StorageError(trouble.sentence(path), trouble.lasting, error) : null;
}

/** The file system's or SQLite's code in an error, also inside TypeORM's. */
export function codeOfError(error: unknown): string | null {
  const { code, driverError } = (error ?? {}) as { code?: unknown; driverError?: { code?: unknown } };
  const told = driverError?.code ?? code;
  return typeof told === 'string' ? told : null;
}
