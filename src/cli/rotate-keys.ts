import { existsSync } from 'node:fs';
import { EXIT } from '../exit-codes.js';
import { SqliteConnection } from '../persistence/engine/sqlite-connection.js';
import { writerDataSource } from '../persistence/engine/data-source.js';
import { writeTransaction } from '../persistence/engine/write-transaction.js';
import { SystemClock } from '../scheduling/system-clock.js';
import { rotateContacts } from '../upkeep/rotate-contacts.js';
import { ContactVault } from '../vault/contact-vault.js';
import { configured, fileOf, Misconfigured } from './command.js';

/**
 * Seals every contact with the first key of CONTACT_DATA_ENCRYPTION_KEY. It works beside a running Muster, which must have
 * been started with the same list of keys.
 */
export async function rotateKeys(): Promise<number> {
  const { config } = configured();
  const { contactKeys } = config;
  const { path: databasePath } = fileOf(config, 'Contacts in one can’t be sealed anew yet.');
  if (contactKeys.length === 0) {
    throw new Misconfigured('CONTACT_DATA_ENCRYPTION_KEY is not set. Make a key with `npm run key`.');
  }
  if (!existsSync(databasePath)) {
    throw new Error(`There is no database at ${databasePath}, so nothing to rotate.`);
  }
  const connection = await SqliteConnection.open(writerDataSource(databasePath));
  const clock = new SystemClock();
  try {
    // The lock is waited for in short pauses: SQLite's own are so long that a busy writer is never found between two.
    await connection.sql`PRAGMA busy_timeout = 0`;
    const { resealed, current, unreadable, left } = await rotateContacts({
      view: connection,
      write: (fn) => writeTransaction(connection, clock, fn),
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
    await connection.close();
  }
}
