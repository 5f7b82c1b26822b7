import { existsSync } from 'node:fs';
import type { DatabaseFile, DatabaseServer } from '../config/config.js';
import type { Clock } from '../domain/clock.js';
import { EXIT } from '../exit-codes.js';
import { SqliteConnection } from '../persistence/engine/sqlite-connection.js';
import { Database } from '../persistence/engine/database.js';
import { MIGRATIONS, writerDataSource } from '../persistence/engine/data-source.js';
import { writeTransaction } from '../persistence/engine/write-transaction.js';
import { SystemClock } from '../scheduling/system-clock.js';
import { rotateContacts, type RotationContext } from '../upkeep/rotate-contacts.js';
import { ContactVault } from '../vault/contact-vault.js';
import { configured, Misconfigured } from './command.js';
import { reading } from './reading.js';

/**
 * Seals every contact with the first key of CONTACT_DATA_ENCRYPTION_KEY. It works beside a running Muster, which must have
 * been started with the same list of keys.
 */
export async function rotateKeys(): Promise<number> {
  const { contactKeys, database } = configured().config;
  if (contactKeys.length === 0) {
    throw new Misconfigured('CONTACT_DATA_ENCRYPTION_KEY is not set. Make a key with `npm run key`.');
  }
  const clock = new SystemClock();
  const opened = database.kind === 'sqlite' ? await openFile(database, clock) : await openServer(database);
  try {
    const { resealed, current, unreadable, left } = await rotateContacts({
      view: opened.view,
      write: opened.write,
      contacts: new ContactVault(contactKeys),
      clock,
    });
    process.stdout.write(`Sealed ${String(resealed)} contacts anew; ${String(current)} were already.\n`);
    if (left > 0) process.stdout.write(`${String(left)} changed meanwhile: run this once more.\n`);
    if (unreadable > 0) {
      process.stdout.write(
        `${String(unreadable)} are opened by none of the keys: keep looking for theirs.\n`,
      );
    }
    const done = left === 0 && unreadable === 0;
    if (done && contactKeys.length > 1) {
      process.stdout.write(
        'The other keys are needed no more: leave only the first and start Muster again.\n',
      );
    }
    return done ? EXIT.ok : EXIT.failed;
  } finally {
    await opened.close();
  }
}

const MIGRATE_FIRST = 'Bring it up to date first: npm run migrate.';

/** A database that another process may work on, too. */
interface Opened extends Pick<RotationContext, 'view' | 'write'> {
  readonly close: () => Promise<void>;
}

async function openFile({ path }: DatabaseFile, clock: Clock): Promise<Opened> {
  if (!existsSync(path)) throw new Error(`There is no database at ${path}, so nothing to rotate.`);
  const connection = await SqliteConnection.open(writerDataSource(path));
  // The lock is waited for in short pauses: SQLite's own are so long that a busy writer is never found between two.
  await connection.sql`PRAGMA busy_timeout = 0`;
  return {
    view: connection,
    write: (fn) => writeTransaction(connection, clock, fn),
    close: () => connection.close(),
  };
}

async function openServer(server: DatabaseServer): Promise<Opened> {
  const { url, sessionUrl } = server;
  const [{ assertDirect }, { PostgresEngine }, { migrationsOn }] = await Promise.all([
    import('../cluster/direct-way.js'),
    import('../persistence/engine/postgres-engine.js'),
    import('../persistence/engine/postgres-upgrade.js'),
  ]);
  await assertDirect({ url, sessionUrl });
  // Opening it brings it up to date, which is for whoever starts Muster, or says `migrate`.
  const done = await reading(server, 'migrations', migrationsOn);
  if (done?.length !== MIGRATIONS.length)
    throw new Error(`The database is of another release. ${MIGRATE_FIRST}`);
  const database = new Database(await PostgresEngine.open({ url, sessionUrl }));
  return {
    view: database.view,
    write: (fn) => database.withTransaction(fn),
    close: () => database.close(),
  };
}
