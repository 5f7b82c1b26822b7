import { join } from 'node:path';
import { LiveSettings } from '../../src/domain/live-settings.js';
import { makeBackup } from '../../src/persistence/file/backup.js';
import { restoreDatabase, type Restored } from '../../src/upkeep/restore-database.js';
import { BlindIndex } from '../../src/vault/blind-index.js';
import type { TestApp } from './test-app.js';

/** Backs up the app's database as it is now. @returns the backup's path. */
export async function backUpOf(app: TestApp): Promise<string> {
  const backup = await makeBackup(app.path, join(app.folder, 'backups'), 'manual', app.clock.now());
  return backup.path;
}

/** Restores a backup over the database of a stopped app. */
export function restoreTo(app: TestApp, backupPath: string): Promise<Restored> {
  return restoreDatabase(
    {
      databasePath: app.path,
      clock: app.clock,
      timezone: 'Europe/Ljubljana',
      live: new LiveSettings(app.options.given ?? {}),
      // The same as the app's.
      blindIndex: new BlindIndex(['a test secret']),
      newId: app.newId,
    },
    backupPath,
  );
}

/** Kills the app, restores a backup and starts it again. */
export async function restored(app: TestApp, backupPath: string): Promise<Restored> {
  await app.crash();
  const done = await restoreTo(app, backupPath);
  await app.restart();
  return done;
}
