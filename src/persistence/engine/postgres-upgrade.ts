import { QueryFailedError } from 'typeorm';
import { codeOfError, StorageError } from '../file/storage-error.js';
import type { Connection } from './connection.js';
import { MIGRATIONS, type Migrations } from './data-source.js';
import { lookAtServer, unfitness } from './fitness.js';
import { CONNECTION_FAILURE, PostgresConnection } from './postgres-connection.js';
import { orderTexts, postgresDataSource } from './postgres-data-source.js';
import { inWords, nameOf, serverTrouble, type ServerWay } from './server-trouble.js';
import { assertNotNewer, RESTORE_ON_SERVER, type Upgrade, upgrade } from './upgrade.js';

/** One lock for all who work on the tables of one schema; other deployments in the database have theirs. */
export async function lockOf(connection: Connection): Promise<string> {
  const [row] = await connection.sql<{ lock: string }>`
    SELECT CAST(hashtextextended('muster ' || current_schema(), 0) AS text) AS lock`;
  if (!row) throw new Error('a row is always there');
  return row.lock;
}

/**
 * Looks whether the database can serve, and brings it up to date while no other process does or writes.
 * @throws StorageError in words.
 */
export async function upgradeBy(way: ServerWay, migrations: Migrations): Promise<Upgrade | null> {
  return inWords(way, async () => {
    const connection = await PostgresConnection.open({ url: way.url });
    try {
      return await bringUpToDate(connection, way, migrations);
    } finally {
      await connection.close();
    }
  });
}

async function bringUpToDate(
  connection: PostgresConnection,
  way: ServerWay,
  migrations: Migrations,
): Promise<Upgrade | null> {
  const facts = await lookAtServer(connection);
  const done = await migrationsOn(connection);
  const isDone = areAll(migrations, done);
  assertNotFrom(way, migrations, done);
  const unfit = unfitness(facts, way, !isDone);
  if (unfit) throw unfit;
  return whileNobodyWrites(connection, async () => {
    const doneByNow = await migrationsOn(connection);
    assertNotFrom(way, migrations, doneByNow);
    const upgraded = areAll(migrations, doneByNow) ? null : await runMissing(way, migrations);
    await orderTexts(connection);
    return upgraded;
  });
}

/**
 * Takes the newest migration back, with its data. No process may be at work: it would be of a newer release then.
 * @returns its name; `null` where none has run.
 * @throws StorageError in words.
 */
export async function takeBackNewest(
  way: ServerWay,
  migrations: Migrations = MIGRATIONS,
): Promise<string | null> {
  return inWords(way, async () => {
    const connection = await PostgresConnection.open({ url: way.url });
    try {
      return await whileNobodyWrites(connection, async () => {
        const done = await migrationsOn(connection);
        assertNotFrom(way, migrations, done);
        if ((await processesOn(connection)) > 0) throw new StorageError(STILL_AT_WORK, true, null);
        const source = await (await postgresDataSource(way.url, migrations)).initialize();
        try {
          await source.undoLastMigration();
        } finally {
          await source.destroy();
        }
        return done.at(-1) ?? null;
      });
    } finally {
      await connection.close();
    }
  });
}

const STILL_AT_WORK =
  'Muster is at work on this database. Stop every process of it first; nothing was changed.';

/** How many processes gave a sign of life of late, those that stopped in silence included. */
export async function processesOn(connection: Connection): Promise<number> {
  const [table] = await connection.sql<{ isThere: boolean }>`
    SELECT to_regclass('muster_processes') IS NOT NULL AS "isThere"`;
  if (!table?.isThere) return 0;
  const [row] = await connection.sql<{ alive: number }>`
    SELECT count(*) AS alive FROM muster_processes WHERE beat_at > clock_timestamp() - interval '10 seconds'`;
  return row?.alive ?? 0;
}

/** Another's upgrade takes as long as it takes. The lock outlives its transaction. */
async function whileNobodyWrites<T>(connection: PostgresConnection, work: () => Promise<T>): Promise<T> {
  const lock = await lockOf(connection);
  await connection.script(`BEGIN; SET LOCAL lock_timeout = 0; SELECT pg_advisory_lock(${lock}); COMMIT`);
  try {
    return await work();
  } finally {
    // Where it is lost the lock is, too.
    await connection.script(`SELECT pg_advisory_unlock(${lock})`).catch(() => undefined);
  }
}

function assertNotFrom({ url }: ServerWay, migrations: Migrations, done: readonly string[]): void {
  const known = migrations.map(({ name }) => name);
  assertNotNewer(nameOf(url), known, done, RESTORE_ON_SERVER);
}

/** The migrations that have run, asked without TypeORM, which takes its time to get ready; none on an empty database. */
export async function migrationsOn(connection: Connection): Promise<string[]> {
  const [table] = await connection.sql<{ isThere: boolean }>`
    SELECT to_regclass('migrations') IS NOT NULL AS "isThere"`;
  if (!table?.isThere) return [];
  const rows = await connection.sql<{ name: string }>`SELECT name FROM migrations ORDER BY id`;
  return rows.map(({ name }) => name);
}

/** TypeORM records a migration under the name of its class. */
function areAll(migrations: Migrations, done: readonly string[]): boolean {
  return done.join() === migrations.map(({ name }) => name).join();
}

async function runMissing(way: ServerWay, migrations: Migrations): Promise<Upgrade | null> {
  const source = await (await postgresDataSource(way.url, migrations)).initialize();
  try {
    return await upgrade(source, nameOf(way.url), null, (error) => {
      // The driver's own errors, without a code, are about the connection.
      const isLost = error instanceof QueryFailedError && codeOfError(error) === null;
      return serverTrouble(isLost ? { code: CONNECTION_FAILURE } : error, way);
    });
  } finally {
    await source.destroy();
  }
}
