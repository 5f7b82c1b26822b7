import { existsSync } from 'node:fs';
import { writerDataSource } from '../persistence/data-source.js';
import { writeTransaction } from '../persistence/write-transaction.js';
import { SystemClock } from '../scheduling/system-clock.js';
import { rotateContacts } from '../services/rotate-contacts.js';
import { ContactVault } from '../vault/contact-vault.js';
import { configured, MISCONFIGURED, runCommand, WRONG_USE } from './command.js';

/**
 * `keys rotate` seals every contact with the first key of CONTACT_DATA_ENCRYPTION_KEY. It works beside a running
 * Muster, which must have been started with the same list of keys.
 */
async function keys([action]: readonly string[]): Promise<number> {
  if (action !== 'rotate') {
    process.stderr.write('Say what to do: `keys rotate` seals every contact with the first key.\n');
    return WRONG_USE;
  }
  const config = configured();
  if (!config) return MISCONFIGURED;
  const { contactKeys, databasePath } = config;
  if (contactKeys.length === 0) {
    process.stderr.write('CONTACT_DATA_ENCRYPTION_KEY is not set. Make a key with `npm run key`.\n');
    return MISCONFIGURED;
  }
  if (!existsSync(databasePath)) {
    process.stderr.write(`There is no database at ${databasePath}, so nothing to rotate.\n`);
    return 1;
  }
  const dataSource = await writerDataSource(databasePath).initialize();
  const clock = new SystemClock();
  try {
    // The lock is waited for in short pauses: SQLite's own are so long that a busy writer is never found between two.
    await dataSource.query('PRAGMA busy_timeout = 0');
    const { resealed, current, unreadable, left } = await rotateContacts({
      view: dataSource.manager,
      write: (fn) => writeTransaction(dataSource, clock, fn),
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
    return done ? 0 : 1;
  } finally {
    await dataSource.destroy();
  }
}

await runCommand(keys);
