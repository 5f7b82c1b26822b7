import { existsSync } from 'node:fs';
import { formatFaults, loadConfig } from '../config/config.js';
import { readSettings } from '../config/environment.js';
import { makeBackup } from '../persistence/backup.js';
import { SystemClock } from '../scheduling/system-clock.js';

/** Makes a backup now, beside a running Muster or without one. It stays until all nightly ones are younger. */
async function backup(): Promise<number> {
  const { variables, faults } = readSettings(process.cwd());
  const loaded = loadConfig(variables, faults);
  if (!loaded.ok) {
    process.stderr.write(formatFaults(loaded.faults));
    return 78;
  }
  const { databasePath, backups } = loaded.config;
  if (!existsSync(databasePath)) {
    process.stderr.write(`There is no database at ${databasePath}, so nothing to back up.\n`);
    return 1;
  }
  const made = await makeBackup(databasePath, backups.folder, 'manual', new SystemClock().now());
  process.stdout.write(
    `${made.path} is a backup of ${databasePath}, looked through and sound.\n` +
      'CONTACT_DATA_ENCRYPTION_KEY is not in it: keep that somewhere else, or nobody reads the addresses in it.\n',
  );
  return 0;
}

try {
  process.exitCode = await backup();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
