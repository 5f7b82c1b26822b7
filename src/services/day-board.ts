import { AVAILABILITY_STATUSES, type AvailabilityStatus } from '../domain/availability.js';
import { EVENING_GOES_ON_MS, eveningAt, startOn } from '../domain/evening.js';
import { wallTime } from '../domain/local-time.js';
import { JOIN_LOOK_PATIENCE_MS, JOIN_WINDOW_MS } from '../domain/turnout.js';
import { countsBetween } from '../persistence/stores/availability-store.js';
import { joinedOn } from '../persistence/stores/turnout-store.js';
import type { ServiceContext } from './context.js';

/** A day's board for everybody: numbers, no names. */
export interface DayBoard {
  readonly date: string;
  readonly isTonight: boolean;
  readonly counts: Readonly<Record<AvailabilityStatus, number>>;
  /** How many have to be looking for a game. */
  readonly threshold: number;
  /** The session: its instant (ms) and its wall time where it is planned; `null`: there is none that day. */
  readonly session: { readonly startAt: number; readonly time: string } | null;
  /** The session has started, or the day is over: there is nothing left to say about it. */
  readonly hasStarted: boolean;
  /** How many came; `null` while that is not known. */
  readonly came: number | null;
  /** Nothing of it changes any more. */
  readonly isOver: boolean;
}

/** The last look at who came is over so long after the start, in milliseconds. */
const SETTLED_AFTER_MS = EVENING_GOES_ON_MS + JOIN_WINDOW_MS + JOIN_LOOK_PATIENCE_MS;

/** A date's board, as it is now. It asks for no rights. */
export async function dayBoardOf(
  { database, clock, settings }: Pick<ServiceContext, 'database' | 'clock' | 'settings'>,
  date: string,
): Promise<DayBoard> {
  const now = clock.now();
  const today = eveningAt(now, settings);
  const counts = (await countsBetween(database.view, date, date)).get(date);
  const startAt = startOn(date, settings);
  const isPast = date < today;
  return {
    date,
    isTonight: date === today,
    counts: Object.fromEntries(
      AVAILABILITY_STATUSES.map((status) => [status, counts?.[status] ?? 0]),
    ) as Record<AvailabilityStatus, number>,
    threshold: settings.sessionReadyThreshold,
    session: startAt === null ? null : { startAt, time: wallTime(startAt, settings.timezone) },
    hasStarted: isPast || (startAt !== null && now >= startAt),
    came: await joinedOn(database.view, date),
    isOver: isPast && (startAt === null || now >= startAt + SETTLED_AFTER_MS),
  };
}
