import type { Clock } from '../domain/clock.js';
import type { DatabaseFault } from '../domain/database-fault.js';
import type { EventBus } from '../domain/events.js';
import { databaseFault } from '../persistence/file/storage-error.js';

/** What passes: another program lets go, somebody makes space, a disk answers again, a server is back, or takes over. */
const PASSING: ReadonlySet<DatabaseFault | null> = new Set([
  'locked',
  'disk_full',
  'disk_error',
  'unreachable',
  'read_only',
]);

/** How long to keep trying, in milliseconds: people make space on a full disk, their backup ends. */
const PATIENCE_MS = 60_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Records a fact we can't learn again, and retries while the database has trouble that passes; it emits the
 * trouble at once. A lost fact counts as never known: a message that arrived becomes one that may have. `record` may
 * run once more although it was kept: a connection can be lost between the commit and its answer.
 * @throws the last error, after a minute of trouble, or at once for trouble of another kind.
 */
export async function recordPatiently<T>(
  { clock, events }: { readonly clock: Clock; readonly events: EventBus },
  record: () => Promise<T>,
): Promise<T> {
  const until = clock.monotonic() + PATIENCE_MS;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await record();
    } catch (error) {
      if (!PASSING.has(databaseFault(error)) || clock.monotonic() >= until) throw error;
      if (pause === FIRST_PAUSE_MS) events.emit({ type: 'background_error', where: 'settle', error });
      await clock.sleep(pause);
    }
  }
}
