import { existsSync } from 'node:fs';
import { makeBackup } from '../persistence/file/backup.js';
import { SystemClock } from '../scheduling/system-clock.js';
import { EXIT } from '../exit-codes.js';
import { configured, fileOf, type Work } from './command.js';

/** Makes a backup now, beside a running Muster or without one. It stays until all nightly ones are younger. */
export const backup: Work = async () => {
  const { config } = configured();
  const { path: databasePath, backups } = fileOf(
    config,
    'Back it up with the means of PostgreSQL, for example `pg_dump`: docs/operations.md says how.',
  );
  if (!existsSync(databasePath)) {
    throw new Error(`There is no database at ${databasePath}, so nothing to back up.`);
  }
  const made = await makeBackup(databasePath, backups.folder, 'manual', new SystemClock().now());
  process.stdout.write(
    `${made.path} is a backup of ${databasePath}, looked through and sound.\n` +
      'CONTACT_DATA_ENCRYPTION_KEY is not in it: keep that somewhere else, or nobody reads the addresses in it.\n',
  );
  return EXIT.ok;
};
