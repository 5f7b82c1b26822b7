import { existsSync } from 'node:fs';
import type { Config } from '../config/config.js';
import { LiveSettings } from '../domain/live-settings.js';
import { SqliteConnection } from '../persistence/engine/sqlite-connection.js';
import { readerDataSource } from '../persistence/engine/data-source.js';
import { storedSettings } from '../persistence/stores/setting-store.js';

/**
 * The settings that may change while Muster runs, as they are in force: by the environment, and by the database as far as
 * that is there and can be read. Nothing in it is changed.
 */
export async function settingsInForce({ given, database }: Config): Promise<LiveSettings> {
  const live = new LiveSettings(given);
  if (database.kind !== 'sqlite' || !existsSync(database.path)) return live;
  try {
    const connection = await SqliteConnection.open(readerDataSource(database.path));
    try {
      live.adopt(await storedSettings(connection));
    } finally {
      await connection.close();
    }
  } catch {
    // Of an older release, or not to be read: what is wrong with a database is told where that is looked at.
  }
  return live;
}
