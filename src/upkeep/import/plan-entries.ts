import { type AvailabilityStatus, MAX_DAYS_AHEAD } from '../../domain/availability.js';
import { addDays, daysBetween } from '../../domain/local-time.js';
import { newestOf } from './claims.js';
import type { SourceRow } from './original.js';
import { fateOf, isTaken, type Planning } from './planning.js';
import type { Fate } from './tally.js';
import { dateIn, discordNameIn, instantIn, statusIn } from './values.js';

const TABLE = 'availability_entries';

interface Entry {
  readonly userId: string;
  readonly userName: string;
  readonly date: string;
  readonly status: AvailabilityStatus;
  readonly at: number | null;
}

/** Plans what people said about dates: those within the retention, and as far ahead as people may answer. */
export function planEntries(planning: Planning): void {
  const found = planning.rows(TABLE).flatMap((row) => entryOf(planning, row));
  const newest = newestOf(
    found,
    ({ userId, date }) => `${userId} ${date}`,
    ({ at, status }) => ({ at, tie: status }),
  );
  for (const entry of found) {
    if (!newest.has(entry)) {
      planning.tally.add(TABLE, 'superseded');
      continue;
    }
    const fate = fateOfEntry(planning, entry);
    planning.tally.add(TABLE, fate);
    if (!isTaken(fate)) continue;
    const { at, ...said } = entry;
    planning.change({ kind: 'entry', ...said, at: planning.past(at), sourceAt: at });
  }
}

function entryOf(planning: Planning, row: SourceRow): Entry[] {
  const { source, context, tally } = planning;
  const userId = planning.personOf(TABLE, row['user_id']);
  if (userId === null) return [];
  const date = dateIn(row['entry_date']);
  const status = statusIn(row['status']);
  if (date === null) tally.add(TABLE, 'unreadable_date');
  else if (status === null) tally.add(TABLE, 'unknown_status');
  else if (date < addDays(context.today, -context.retentionDays)) tally.add(TABLE, 'too_old');
  else if (daysBetween(context.today, date) > MAX_DAYS_AHEAD) tally.add(TABLE, 'too_far');
  else {
    const at = instantIn(row['updated_at'], source.zone);
    return [{ userId, userName: discordNameIn(row['user_name']), date, status, at }];
  }
  return [];
}

function fateOfEntry(planning: Planning, { userId, date, status, at }: Entry): Fate {
  const { target } = planning;
  const known = target.entries.get(`${userId} ${date}`);
  const away = target.away.get(userId);
  const isAway = away !== undefined && away.from <= date && date <= away.until;
  const item = `entry:${date}` as const;
  const mark = planning.mark(userId, item);
  const isSame = known?.status === status;
  if (isSame) planning.seen(userId, item, at);
  return fateOf(
    {
      exists: known !== undefined,
      isSame,
      isAsImported: known !== undefined && mark?.mark === entryMark(known),
      isTheirs: isAway || target.answered.has(`${userId} ${date}`),
    },
    mark,
    at,
  );
}

/** An entry as an import wrote it. */
export function entryMark(entry: {
  readonly status: AvailabilityStatus;
  readonly updatedAt: string;
}): string {
  return JSON.stringify([entry.status, entry.updatedAt]);
}
