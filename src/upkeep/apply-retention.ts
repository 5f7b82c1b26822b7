import type { Clock } from '../domain/clock.js';
import { eveningAt } from '../domain/evening.js';
import { addDays, instantOf } from '../domain/local-time.js';
import { forgetDigests } from '../persistence/stores/erasure-store.js';
import { deleteOld } from '../persistence/stores/retention-store.js';
import { othersTurn } from '../scheduling/others-turn.js';
import type { ServiceContext } from '../services/context.js';

/** Yesterday and today always stay, however short the retention. */
const MIN_DAYS = 2;
/** What is looked back on for a week, in zones that may be a day apart, stays so long. */
const MIN_WEEK_DAYS = 9;

/** How many rows a transaction deletes: about `TURN_MS` worth, because everything else waits meanwhile. */
const ROWS_A_TURN = { least: 10, most: 200 };
const TURN_MS = 5;
/** After so many rows we fold the database's log: some ten megabytes. */
const FOLD_EVERY = 2_000;

/**
 * Deletes what is older than the retention, and makes the digests of erased people's earlier days random. It
 * takes many short transactions, between which everything else goes on; the next run ends what was cut off.
 * @returns how many rows went.
 */
export async function applyRetention(context: ServiceContext): Promise<number> {
  const { clock, settings, database, events, newId } = context;
  const now = clock.now();
  const today = eveningAt(now, settings);
  const dateBefore = (least: number): string => addDays(today, -Math.max(least, settings.retentionDays));
  const beginning = (date: string): number => instantOf(date, '00:00', settings.timezone);
  const beforeDate = dateBefore(MIN_DAYS);
  const limits = {
    beforeDate,
    horizon: beginning(beforeDate),
    weekHorizon: beginning(dateBefore(MIN_WEEK_DAYS)),
  };
  await database.withTransaction((tx) => forgetDigests(tx, [today], newId));
  const deleted = await database.inBulk((fold) =>
    inTurns(clock, fold, (most) => database.withTransaction((tx) => deleteOld(tx, limits, now, most))),
  );
  events.emit({ type: 'retention', horizon: beforeDate, deleted });
  return deleted;
}

/** Deletes until nothing is left, so little at a time that nobody notices. */
async function inTurns(
  clock: Clock,
  fold: () => Promise<void>,
  deleteSome: (most: number) => Promise<number>,
): Promise<number> {
  const { least, most } = ROWS_A_TURN;
  let [deleted, unfolded, rows] = [0, 0, least];
  for (;;) {
    const from = clock.monotonic();
    const some = await deleteSome(rows);
    deleted += some;
    if (some < rows) return deleted;
    rows = clock.monotonic() - from > TURN_MS ? Math.max(least, rows >> 1) : Math.min(most, rows + least);
    unfolded += some;
    if (unfolded >= FOLD_EVERY) {
      unfolded = 0;
      await fold();
    }
    await othersTurn();
  }
}
