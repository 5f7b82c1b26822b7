import type { Clock } from '../domain/clock.js';
import type { EventBus } from '../domain/events.js';
import { StorageError } from '../persistence/file/storage-error.js';

/** The longest pause between two tries, in milliseconds: a server that is back is to be found soon. */
const LONGEST_PAUSE_MS = 5_000;
/** What has not changed is told again after this long, in milliseconds. */
const TELL_AGAIN_MS = 60_000;

/**
 * Opens a database on a server, again and again until it is open: a server may be down, start, or be full. What keeps it from
 * that is told once, then once a minute, and when it changes.
 * @throws StorageError, lasting, when only somebody who changes something can help; and whatever else `open` throws.
 */
export async function waitForDatabase<T>(open: () => Promise<T>, clock: Clock, events: EventBus): Promise<T> {
  let told: string | null = null;
  let toldAt = 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const opened = await open();
      if (told !== null) events.emit({ type: 'database_there' });
      return opened;
    } catch (error) {
      if (!(error instanceof StorageError) || error.lasting) throw error;
      const reason = error.message;
      const now = clock.monotonic();
      if (told !== reason || now - toldAt >= TELL_AGAIN_MS) {
        events.emit({ type: 'waiting_for_database', reason });
        told = reason;
        toldAt = now;
      }
      await clock.sleep(Math.min(attempt * 1_000, LONGEST_PAUSE_MS));
    }
  }
}
