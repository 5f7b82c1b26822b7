import { doFileWork } from './file-work.js';
import { SqliteFile } from './sqlite-file.js';
import { codeOfError, StorageError } from './storage-error.js';

/** @throws StorageError, in words that name the file `told`, unless it is a whole database of Muster's. */
export async function assertRestorable(path: string, told: string): Promise<void> {
  let fault: string | null;
  try {
    fault = await faultOf(path);
  } catch (error) {
    if (!codeOfError(error)?.startsWith('SQLITE_')) throw error;
    fault = 'is damaged, or no SQLite database';
  }
  if (fault !== null) {
    const sentence = `${told} ${fault}. Choose another backup; nothing was changed.`;
    throw new StorageError(sentence, true, null);
  }
}

async function faultOf(path: string): Promise<string | null> {
  const damage = await doFileWork({ kind: 'look_through', path, quick: false });
  if (damage !== null) return `is damaged (${damage})`;
  const file = new SqliteFile(path);
  try {
    const tables = file.prepare(
      `SELECT COUNT(*) FROM sqlite_master WHERE name IN ('migrations', 'notifications_ledger', 'system_state')`,
    );
    return tables.pluck().get() === 3 ? null : 'is no database of Muster’s';
  } finally {
    file.close();
  }
}

/** Moves a database's log into the database, so that it is one file. Leaves a broken one alone. */
export function foldLog(path: string): void {
  try {
    const file = new SqliteFile(path, { fileMustExist: true });
    try {
      file.pragma('wal_checkpoint(TRUNCATE)');
      file.pragma('journal_mode = DELETE');
    } finally {
      file.close();
    }
  } catch (error) {
    if (!isSqliteError(error)) throw error;
  }
}

function isSqliteError(error: unknown): boolean {
  return error instanceof SqliteFile.SqliteError;
}
