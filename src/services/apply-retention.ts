import { eveningAt } from '../domain/evening.js';
import { addDays, instantOf } from '../domain/local-time.js';
import { forgetDigests } from '../persistence/erasure-store.js';
import { deleteOld } from '../persistence/retention-store.js';
import type { ServiceContext } from './context.js';

/** Yesterday and today are never touched, however short the retention. */
const MIN_DAYS = 2;

/** Deletes what is older than the retention, and lets the digests of erased people's earlier days go. */
export async function applyRetention(context: ServiceContext): Promise<number> {
  const { clock, settings, database, events, newId } = context;
  const now = clock.now();
  const today = eveningAt(now, settings);
  const beforeDate = addDays(today, -Math.max(MIN_DAYS, settings.retentionDays));
  const horizon = instantOf(beforeDate, '00:00', settings.timezone);
  const deleted = await database.withTransaction(async (tx) => {
    await forgetDigests(tx, [today], newId);
    return deleteOld(tx, { beforeDate, horizon }, now);
  });
  events.emit({ type: 'retention', horizon: beforeDate, deleted });
  return deleted;
}
