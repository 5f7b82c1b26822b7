import { Worker } from 'node:worker_threads';
import { SQLITE_PACKAGE } from './sqlite-file.js';

/** Work on a whole database file, which takes longer as the file grows. */
export type FileWork =
  /** Copies a database, in use or not; marks the copy as a backup of `takenAt`, and checks it. */
  | {
      readonly kind: 'copy';
      readonly from: string;
      /** An existing, empty file. */
      readonly to: string;
      readonly key: string;
      readonly takenAt: string;
    }
  /** Looks for damage; `quick` skips comparing indexes with tables, and foreign keys. */
  | { readonly kind: 'look_through'; readonly path: string; readonly quick: boolean }
  /** Moves the log of a database in use into the database, but for what readers still need. */
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
 * Does the work in a thread of its own, so that everything else goes on.
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
