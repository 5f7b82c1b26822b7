// @ts-check
/*
 * Work on whole database files, done in a thread of its own: reading a gigabyte takes SQLite many seconds, in which the
 * thread it is done in does nothing else. JavaScript, for a worker is started from a file as it is.
 *
 * It gets a FileWork (see file-work.ts) with the package SQLite's driver is in, and posts a FileWorkDone.
 */
import { parentPort, workerData } from 'node:worker_threads';

/** @type {{ work: import('./file-work.js').FileWork, sqlite: string }} */
const { work, sqlite } = workerData;
/** @type {{ default: typeof import('better-sqlite3') }} */
const { default: SqliteFile } = await import(sqlite);

/** How many pages are copied at a time: 4 MB. */
const PAGES_A_TURN = 1_000;
const BUSY_TIMEOUT_MS = 5_000;

/**
 * SQLite's online backup, of one moment: a read transaction holds it while the others write on.
 * @param {{ from: string, to: string }} work
 */
async function copy({ from, to }) {
  const source = new SqliteFile(from, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    source.exec('BEGIN');
    source.prepare('SELECT COUNT(*) FROM sqlite_master').get();
    await source.backup(to, { progress: () => PAGES_A_TURN });
  } finally {
    source.close();
  }
}

/**
 * Makes the copy a single file that says what it is. A copy of a backup that nobody has taken up yet stays one of the
 * same moment.
 * @param {{ to: string, key: string, takenAt: string }} work
 */
function seal({ to, key, takenAt }) {
  const file = new SqliteFile(to);
  try {
    file.pragma('journal_mode = DELETE');
    file.pragma('synchronous = FULL');
    file
      .prepare(
        `INSERT INTO system_state (key, value, created_at, updated_at) VALUES (@key, @at, @at, @at)
         ON CONFLICT (key) DO NOTHING`,
      )
      .run({ key, at: takenAt });
  } finally {
    file.close();
  }
}

/**
 * What is wrong inside a database file; null when all is well.
 * @param {string} path
 * @param {boolean} quick
 * @returns {string | null}
 */
function damageOf(path, quick) {
  const file = new SqliteFile(path, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    const found = file.pragma(quick ? 'quick_check(1)' : 'integrity_check(1)', { simple: true });
    if (found !== 'ok') return String(found);
    if (quick) return null;
    const [orphan] = /** @type {{ table: string }[]} */ (file.pragma('foreign_key_check'));
    return orphan ? `rows of ${orphan.table} belong to nothing` : null;
  } finally {
    file.close();
  }
}

/** @param {string} path */
function foldLog(path) {
  const file = new SqliteFile(path, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    file.pragma('wal_checkpoint(PASSIVE)');
  } finally {
    file.close();
  }
}

/** @param {import('./file-work.js').FileWork} work */
async function damageAfter(work) {
  switch (work.kind) {
    case 'look_through':
      return damageOf(work.path, work.quick);
    case 'fold_log':
      foldLog(work.path);
      return null;
    case 'copy':
      await copy(work);
      seal(work);
      return damageOf(work.to, false);
  }
}

/** @returns {Promise<import('./file-work.js').FileWorkDone>} */
async function answer() {
  try {
    return { damage: await damageAfter(work) };
  } catch (error) {
    // An error loses its code on the way between threads.
    const { code, message } = /** @type {{ code?: string, message: string }} */ (error);
    return { failed: { code: code ?? null, message } };
  }
}

parentPort?.postMessage(await answer());
