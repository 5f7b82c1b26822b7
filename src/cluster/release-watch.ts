import type { Clock } from '../domain/clock.js';
import type { Connection } from '../persistence/engine/connection.js';
import { MIGRATIONS, type Migrations } from '../persistence/engine/data-source.js';

/** How often it is looked (ms): migrations leave what the release before them needs, so it does not hurry. */
const LOOK_EVERY_MS = 2_000;

/**
 * Waits until a newer release than this one has worked on the database. Never rejects: where nobody can look there is nobody
 * who could work on it.
 * @returns the migrations that are none of this release; `null` when `stop` aborts before.
 */
export async function newerRelease(
  view: Connection,
  clock: Clock,
  stop: AbortSignal,
  migrations: Migrations = MIGRATIONS,
): Promise<readonly string[] | null> {
  const known = new Set(migrations.map(({ name }) => name));
  while (!stop.aborted) {
    const done = await view.sql<{ name: string }>`SELECT name FROM migrations`.catch(() => []);
    const unknown = done.map(({ name }) => name).filter((name) => !known.has(name));
    if (unknown.length > 0) return unknown;
    await clock.sleep(LOOK_EVERY_MS, stop);
  }
  return null;
}
