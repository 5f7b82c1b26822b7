import type { Config } from '../config/config.js';
import { LiveSettings } from '../domain/live-settings.js';
import { storedSettings } from '../persistence/stores/setting-store.js';
import { reading } from './reading.js';

/**
 * The settings that may change while Muster runs, as they are in force: by the environment, and by the database as far as
 * that is there and can be read. Nothing in it is changed.
 */
export async function settingsInForce({ given, database }: Config): Promise<LiveSettings> {
  const live = new LiveSettings(given);
  try {
    const stored = await reading(database, 'settings', storedSettings);
    if (stored) live.adopt(stored);
  } catch {
    // Of an older release, or not to be read: what is wrong with a database is told where that is looked at.
  }
  return live;
}
