import type { BackupFault } from '../../domain/backup.js';
import { codeOfError } from './storage-error.js';

/** No backup was made, and nothing of it is left. Earlier ones are untouched. */
export class BackupError extends Error {
  override readonly name = 'BackupError';

  constructor(
    message: string,
    readonly fault: BackupFault,
    options?: { cause: unknown },
  ) {
    super(message, options);
  }
}

const FAULTS: readonly (readonly [codes: RegExp, fault: BackupFault])[] = [
  [/^(ENOSPC|EDQUOT|SQLITE_FULL)/, 'disk_full'],
  [/^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST|EISDIR|SQLITE_CANTOPEN|SQLITE_READONLY|SQLITE_PERM)/, 'not_writable'],
  [/^(SQLITE_NOTADB|SQLITE_CORRUPT)/, 'damaged'],
];

/** What an error during the backup to `folder` means. */
export function backupError(error: unknown, folder: string): BackupError {
  if (error instanceof BackupError) return error;
  const code = codeOfError(error) ?? '';
  const fault = FAULTS.find(([codes]) => codes.test(code))?.[1] ?? 'other';
  return new BackupError(sentence(fault, folder), fault, { cause: error });
}

function sentence(fault: BackupFault, folder: string): string {
  switch (fault) {
    case 'disk_full':
      return `The disk with ${folder} is full: free some space, or keep fewer backups (BACKUP_KEEP).`;
    case 'not_writable':
      return `Muster can't write to ${folder}: give the user Muster runs as the right to, or name another folder in BACKUP_DIR.`;
    case 'damaged':
      return 'The copy is damaged, so the database may be: look after the disk, and restore an earlier backup.';
    case 'other':
      return `Copying the database to ${folder} failed.`;
  }
}
