import { Worker } from 'node:worker_threads';
import { SQLITE_PACKAGE } from './sqlite-file.js';

/** Work on a whole database file, which takes longer the longer Muster has been used. */
export type FileWork =
  /** Copies a database, in use or not, as it stands; marks the copy as a backup, of `takenAt`, and looks through it. */
  | {
      readonly kind: 'copy';
      readonly from: string;
      /** A file that is there, and empty. */
      readonly to: string;
      readonly key: string;
      readonly takenAt: string;
    }
  /** Looks for damage: `quick` leaves out whether the indexes say what the tables do, and what belongs to what. */
  | { readonly kind: 'look_through'; readonly path: string; readonly quick: boolean }
  /** Moves what is in the log of a database in use into the database, as far as nobody still reads what it replaces. */
  | { readonly kind: 'fold_log'; readonly path: string };

/** What the worker answers. */
export type FileWorkDone =
  | { readonly damage: string | null }
  | { readonly failed: { readonly code: string | null; readonly message: string } };

/** SQLite, or the file system, refused; with its code. */
export class FileWorkError extends Error {
  override readonly name = 'FileWorkError';

  constructor(
    message: string,
    readonly code: string | undefined,
  ) {
    super(message);
  }
}

/**
 * Does the work in a thread of its own, so that everything else goes on meanwhile.
 * @returns what is wrong inside the file; `null` when all is well.
 * @throws FileWorkError
 */
export async function doFileWork(work: FileWork): Promise<string | null> {
  const done = await new Promise<FileWorkDone>((resolve, reject) => {
    const worker = new Worker(new URL('./file-worker.js', import.meta.url), {
      workerData: { work, sqlite: SQLITE_PACKAGE },
    });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new FileWorkError(`the thread for it ended (${code})`, undefined));
    });
  });
  if ('damage' in done) return done.damage;
  throw new FileWorkError(done.failed.message, done.failed.code ?? undefined);
}
