import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseFile, DatabaseServer } from '../config/config.js';
import { makeBackup } from '../persistence/file/backup.js';
import { MIGRATIONS, writerDataSource } from '../persistence/engine/data-source.js';
import { ProcessLock } from '../persistence/file/process-lock.js';
import { type Upgrade, upgrade } from '../persistence/engine/upgrade.js';
import { SystemClock } from '../scheduling/system-clock.js';
import { EXIT } from '../exit-codes.js';
import { configured, type Work, WrongUse } from './command.js';

type Direction = 'up' | 'down';

/** `migrate up` runs the migrations that are missing; `migrate down` takes the newest one back, with its data. */
export const migrate: Work = async ({ words: [direction] }) => {
  if (direction !== 'up' && direction !== 'down') {
    throw new WrongUse('Say which way.');
  }
  const { database } = configured().config;
  return database.kind === 'sqlite' ? onFile(database, direction) : onServer(database, direction);
};

async function onFile({ path, backups }: DatabaseFile, direction: Direction): Promise<number> {
  mkdirSync(dirname(path), { recursive: true });
  const lock = ProcessLock.acquire(path);
  const dataSource = await writerDataSource(path).initialize();
  try {
    if (direction === 'up') {
      const backUp = async (): Promise<string> => {
        const now = new SystemClock().now();
        return (await makeBackup(path, backups.folder, 'upgrade', now)).path;
      };
      tellOfUpgrade(await upgrade(dataSource, path, backUp));
    } else {
      const before: { name: string }[] = await dataSource.query(
        'SELECT name FROM migrations ORDER BY id DESC LIMIT 1',
      );
      await dataSource.undoLastMigration();
      tellOfDowngrade(before[0]?.name ?? null);
    }
    return EXIT.ok;
  } finally {
    await dataSource.destroy();
    lock.release();
  }
}

async function onServer({ url, sessionUrl }: DatabaseServer, direction: Direction): Promise<number> {
  const [{ assertDirect }, { takeBackNewest, upgradeBy }, { sessionWay }] = await Promise.all([
    import('../cluster/direct-way.js'),
    import('../persistence/engine/postgres-upgrade.js'),
    import('../persistence/engine/server-trouble.js'),
  ]);
  await assertDirect({ url, sessionUrl });
  const way = sessionWay({ url, sessionUrl });
  if (direction === 'up') tellOfUpgrade(await upgradeBy(way, MIGRATIONS));
  else tellOfDowngrade(await takeBackNewest(way));
  return EXIT.ok;
}

function tellOfUpgrade(done: Upgrade | null): void {
  process.stdout.write(
    done ? `Ran ${done.migrations.join(', ')}.\n` : 'Nothing to run: the database is up to date.\n',
  );
  if (done?.backupPath) process.stdout.write(`As it was before, it is in ${done.backupPath}.\n`);
}

function tellOfDowngrade(name: string | null): void {
  process.stdout.write(name === null ? 'There is no migration to take back.\n' : `Took ${name} back.\n`);
}
