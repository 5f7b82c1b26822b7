import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { formatFaults, loadConfig } from '../config/config.js';
import { readSettings } from '../config/environment.js';
import { makeBackup } from '../persistence/backup.js';
import { writerDataSource } from '../persistence/data-source.js';
import { ProcessLock } from '../persistence/process-lock.js';
import { upgrade } from '../persistence/upgrade.js';
import { SystemClock } from '../scheduling/system-clock.js';

/** `migrate up` runs the migrations that are missing; `migrate down` takes the newest one back, with its data. */
async function migrate(direction: string | undefined): Promise<number> {
  if (direction !== 'up' && direction !== 'down') {
    process.stderr.write('Say which way: `migrate up` or `migrate down`.\n');
    return 64;
  }
  const { variables, faults } = readSettings(process.cwd());
  const loaded = loadConfig(variables, faults);
  if (!loaded.ok) {
    process.stderr.write(formatFaults(loaded.faults));
    return 78;
  }
  const { databasePath, backups } = loaded.config;
  mkdirSync(dirname(databasePath), { recursive: true });
  const lock = ProcessLock.acquire(databasePath);
  const dataSource = await writerDataSource(databasePath).initialize();
  try {
    if (direction === 'up') {
      const backUp = async (): Promise<string> => {
        const now = new SystemClock().now();
        return (await makeBackup(databasePath, backups.folder, 'upgrade', now)).path;
      };
      const done = await upgrade(dataSource, databasePath, backUp);
      process.stdout.write(
        done ? `Ran ${done.migrations.join(', ')}.\n` : 'Nothing to run: the database is up to date.\n',
      );
      if (done?.backupPath) process.stdout.write(`As it was before, it is in ${done.backupPath}.\n`);
    } else {
      const before: { name: string }[] = await dataSource.query(
        'SELECT name FROM migrations ORDER BY id DESC LIMIT 1',
      );
      await dataSource.undoLastMigration();
      process.stdout.write(
        before[0] ? `Took ${before[0].name} back.\n` : 'There is no migration to take back.\n',
      );
    }
    return 0;
  } finally {
    await dataSource.destroy();
    lock.release();
  }
}

// A database made here is as private as one made at the start.
process.umask(0o077);
try {
  process.exitCode = await migrate(process.argv[2]);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
