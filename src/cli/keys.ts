import { existsSync } from 'node:fs';
import { formatFaults, loadConfig } from '../config/config.js';
import { readSettings } from '../config/environment.js';
import { writerDataSource } from '../persistence/data-source.js';
import { SystemClock } from '../scheduling/system-clock.js';
import { rotateContacts } from '../services/rotate-contacts.js';
import { ContactVault } from '../vault/contact-vault.js';

/**
 * `keys rotate` seals every contact with the first key of CONTACT_DATA_ENCRYPTION_KEY. It works beside a running
 * Muster, which must have been started with the same list of keys.
 */
async function keys(action: string | undefined): Promise<number> {
  if (action !== 'rotate') {
    process.stderr.write('Say what to do: `keys rotate` seals every contact with the first key.\n');
    return 64;
  }
  const { variables, faults } = readSettings(process.cwd());
  const loaded = loadConfig(variables, faults);
  if (!loaded.ok) {
    process.stderr.write(formatFaults(loaded.faults));
    return 78;
  }
  const { contactKeys, databasePath } = loaded.config;
  if (contactKeys.length === 0) {
    process.stderr.write('CONTACT_DATA_ENCRYPTION_KEY is not set. Make a key with `npm run key`.\n');
    return 78;
  }
  if (!existsSync(databasePath)) {
    process.stderr.write(`There is no database at ${databasePath}, so nothing to rotate.\n`);
    return 1;
  }
  const dataSource = await writerDataSource(databasePath).initialize();
  try {
    const { resealed, current, unreadable, left } = await rotateContacts({
      view: dataSource.manager,
      write: (fn) => dataSource.transaction(fn),
      contacts: new ContactVault(contactKeys),
      clock: new SystemClock(),
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

try {
  process.exitCode = await keys(process.argv[2]);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
