import { monitorEventLoopDelay } from 'node:perf_hooks';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { calledFor } from '../../src/persistence/stores/ledger-store.js';
import { eventKey } from '../../src/domain/event-key.js';
import { addDays } from '../../src/domain/local-time.js';
import { makeBackup } from '../../src/persistence/file/backup.js';
import { applyRetention } from '../../src/upkeep/apply-retention.js';
import { growDatabase } from '../support/grown-database.js';
import { type BenchResult, timed } from './result.js';
import { BenchWorld } from './world.js';

/** `UPKEEP_EVENINGS=180` makes the database as large as half a year of two thousand players does. */
const EVENINGS = Number(process.env['UPKEEP_EVENINGS'] ?? 24);
const PEOPLE = 2_000;
/** How many of the evenings are too old: as many as after RETENTION_DAYS was set from 180 to 150. */
const OLD = Math.ceil(EVENINGS / 6);
/** What is kept waiting so long is still punctual, in milliseconds. */
export const GOAL_MS = 20;

/** How long the event loop is kept from everything else while the database of many evenings is looked after. */
export async function upkeep(): Promise<BenchResult[]> {
  const world = await BenchWorld.open();
  try {
    growDatabase(world.path, { evenings: EVENINGS, people: PEOPLE, today: world.today });
    const { database } = world;
    const size = `${(statSync(world.path).size / 2 ** 20).toFixed(0)} MiB, ${String(EVENINGS)} evenings of ${String(PEOPLE)}`;
    const key = eventKey('start', addDays(world.today, -1));
    const looked = await timed(() => database.withTransaction((tx) => calledFor(tx, key)));
    const results: BenchResult[] = [];
    const measure = async (name: string, work: () => Promise<unknown>): Promise<void> => {
      const { tookMs, p99, longest } = await delayDuring(work);
      results.push({
        name: `${name}, ${size}`,
        measured: `event loop delay p99 ${p99.toFixed(1)} ms`,
        baseline: `${String(GOAL_MS)} ms`,
        ratio: p99 / GOAL_MS,
        goal: { atMost: 1 },
        note: `it took ${(tookMs / 1000).toFixed(1)} s; the longest delay was ${longest.toFixed(0)} ms`,
      });
    };
    await measure('Backup', () =>
      makeBackup(world.path, join(world.folder, 'backups'), 'nightly', world.clock.now()),
    );
    const services = world.services();
    const settings = { ...services.settings, retentionDays: EVENINGS - OLD };
    await measure(`Retention of ${String(OLD)} evenings`, () => applyRetention({ ...services, settings }));
    results.push({
      name: `Who was called for a moment, ${size}`,
      measured: `${looked.toFixed(1)} ms`,
      baseline: `${String(GOAL_MS)} ms`,
      ratio: looked / GOAL_MS,
      goal: { atMost: 1 },
    });
    return results;
  } finally {
    await world.close();
  }
}

/** How long `work` took and kept the event loop from everything else, in milliseconds, without the meter's own one. */
export async function delayDuring(
  work: () => Promise<unknown>,
): Promise<{ tookMs: number; p99: number; longest: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const tookMs = await timed(work);
  delay.disable();
  return { tookMs, p99: delay.percentile(99) / 1e6 - 1, longest: delay.max / 1e6 - 1 };
}
