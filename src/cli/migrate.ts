import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeBackup } from '../persistence/file/backup.js';
import { writerDataSource } from '../persistence/engine/data-source.js';
import { ProcessLock } from '../persistence/file/process-lock.js';
import { upgrade } from '../persistence/engine/upgrade.js';
import { SystemClock } from '../scheduling/system-clock.js';
import { EXIT } from '../exit-codes.js';
import { configured, fileOf, type Work, WrongUse } from './command.js';

/** `migrate up` runs the migrations that are missing; `migrate down` takes the newest one back, with its data. */
export const migrate: Work = async ({ words: [direction] }) => {
  if (direction !== 'up' && direction !== 'down') {
    throw new WrongUse('Say which way.');
  }
  const { config } = configured();
  const { path: databasePath, backups } = fileOf(config, 'Muster migrates it by itself when it starts.');
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
    return EXIT.ok;
  } finally {
    await dataSource.destroy();
    lock.release();
  }
};
