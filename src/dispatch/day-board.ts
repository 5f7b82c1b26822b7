import { createHash } from 'node:crypto';
import { isCondition } from '../domain/conditional.js';
import { AVAILABILITY_STATUSES, type AvailabilityStatus } from '../domain/availability.js';
import { EVENING_GOES_ON_MS, eveningAt, type SessionTime, startOn } from '../domain/evening.js';
import { wallTime } from '../domain/local-time.js';
import { JOIN_LOOK_PATIENCE_MS, JOIN_WINDOW_MS } from '../domain/turnout.js';
import { countsBetween } from '../persistence/stores/availability-store.js';
import { joinedOn } from '../persistence/stores/turnout-store.js';
import type { OutgoingMessage } from '../domain/channel.js';
import type { Clock } from '../domain/clock.js';
import type { Messages } from '../messages/messages.js';
import type { Database } from '../persistence/engine/database.js';

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

/** What a board goes by. */
export interface BoardSettings extends SessionTime {
  readonly sessionReadyThreshold: number;
  /** Where a session day's board is posted by itself; `null`: nowhere. */
  readonly boardChannelId: string | null;
  /** When that is, as a wall time. */
  readonly boardTime: string;
}

/** The last look at who came is over so long after the start, in milliseconds. */
const SETTLED_AFTER_MS = EVENING_GOES_ON_MS + JOIN_WINDOW_MS + JOIN_LOOK_PATIENCE_MS;

/** A date's board, as it is now. It asks for no rights. */
export async function dayBoardOf(
  {
    database,
    clock,
    settings,
  }: { readonly database: Database; readonly clock: Clock; readonly settings: BoardSettings },
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

/**
 * A day's board in words for everybody: numbers, no names, and, until the session starts, a button for each status.
 * Afterwards it says how it went.
 */
export function boardMessage(messages: Messages, day: DayBoard): OutgoingMessage {
  const { board } = messages;
  const { date, counts, threshold, session, hasStarted, came } = day;
  const isAsking = !hasStarted;
  const looking = counts.LOOKING;
  const statuses = AVAILABILITY_STATUSES.map(
    (status) => `${board.count(status, counts[status])}${isAsking ? ` · ${board.meanings[status]}` : ''}`,
  );
  const lines = [
    board.heading({ ...day, time: session?.time ?? null }),
    ...(session && isAsking ? [board.starts(session.startAt)] : []),
    ...(session ? [barTowards(looking, threshold)] : []),
    ...(session ? [isAsking ? board.towards(looking, threshold) : board.went(looking, threshold)] : []),
    ...(came === null ? [] : [board.came(came)]),
    '',
    ...statuses,
    ...(isAsking ? ['', board.hint] : []),
  ];
  const actions = AVAILABILITY_STATUSES.map((status) => ({
    action: 'availability-set' as const,
    id: `${date}:${status}`,
    label: messages.availabilityStatus(status),
  }));
  // Where so many make a session, that is what a maybe waits for.
  const conditional =
    session && isCondition(threshold)
      ? [
          {
            action: 'availability-set' as const,
            id: `${date}:MAYBE:${threshold}`,
            label: board.ifAtLeast(threshold),
          },
        ]
      : [];
  return { text: lines.join('\n'), actions: isAsking ? [...actions, ...conditional] : [] };
}

/** A digest of what a board shows: it is edited where that is another. */
export function digestOf({ text, actions }: OutgoingMessage): string {
  return createHash('sha256')
    .update(JSON.stringify([text, actions]))
    .digest('base64url');
}

const MOST_SQUARES = 10;

/** How far it is to the number that is needed, in squares; all are full only once it is reached. */
function barTowards(number: number, needed: number): string {
  const squares = Math.min(needed, MOST_SQUARES);
  const full = Math.floor((Math.min(number, needed) / needed) * squares);
  return '🟩'.repeat(full) + '⬜'.repeat(squares - full);
}
