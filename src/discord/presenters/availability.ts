import type { APIEmbed } from 'discord.js';
import { AVAILABILITY_STATUSES, type AvailabilityStatus } from '../../domain/availability.js';
import type { Messages } from '../../messages/messages.js';
import type { DayBoard } from '../../services/day-board.js';
import type { AvailabilityBoard } from '../../services/show-availability.js';
import { customId } from '../custom-id.js';
import { button, row } from './components.js';
import { fit, MAX_FIELD } from './fit.js';
import type { ReplyPayload } from './reply-payload.js';

/** A day's availability for one viewer: their own, how many said what, and, for linked ones, who. */
export function presentAvailability(
  messages: Messages,
  board: AvailabilityBoard,
  today: string,
): ReplyPayload {
  const { date, own, names } = board;
  const nobody = total(board) === 0;
  const embed: APIEmbed = {
    title: messages.board.title(date),
    description: [
      own === null ? messages.nothing.availability(date, today) : messages.board.own(own),
      ...(nobody ? [messages.nothing.board(date, today)] : []),
      ...(names === null ? [messages.board.namesForLinked] : []),
    ].join('\n'),
    fields: AVAILABILITY_STATUSES.filter((status) => board.counts[status] > 0).map((status) => ({
      name: messages.board.count(status, board.counts[status]),
      value: names === null ? NOTHING_VISIBLE : fit(messages, names[status], ', ', MAX_FIELD),
    })),
  };
  return { embeds: [embed] };
}

/**
 * A day's board for everybody: numbers, no names, and, until the session starts, a button for each status. Afterwards it
 * says how it went.
 */
export function presentBoard(messages: Messages, day: DayBoard): ReplyPayload {
  const { board } = messages;
  const { date, counts, threshold, session, hasStarted, came } = day;
  const isAsking = !hasStarted;
  const looking = counts.LOOKING;
  const lines = AVAILABILITY_STATUSES.map(
    (status) => `${board.count(status, counts[status])}${isAsking ? ` · ${board.meanings[status]}` : ''}`,
  );
  const buttons = AVAILABILITY_STATUSES.map((status) =>
    button(boardButtonId({ date, status }), messages.availabilityStatus(status)),
  );
  return {
    embeds: [
      {
        title: board.heading({ ...day, time: session?.time ?? null }),
        description: [
          ...(session && isAsking ? [board.starts(session.startAt)] : []),
          ...(session ? [barTowards(looking, threshold)] : []),
          ...(session ? [isAsking ? board.towards(looking, threshold) : board.went(looking, threshold)] : []),
          ...(came === null ? [] : [board.came(came)]),
          '',
          ...lines,
        ].join('\n'),
        ...(isAsking && { footer: { text: board.hint } }),
      },
    ],
    components: isAsking ? [row(...buttons)] : [],
  };
}

const MOST_SQUARES = 10;

/** How far it is to the number that is needed, in squares; all are full only once it is reached. */
function barTowards(number: number, needed: number): string {
  const squares = Math.min(needed, MOST_SQUARES);
  const full = Math.floor((Math.min(number, needed) / needed) * squares);
  return '🟩'.repeat(full) + '⬜'.repeat(squares - full);
}

/** What a board's button says: a status for a day. */
export interface BoardChoice {
  readonly date: string;
  readonly status: AvailabilityStatus;
}

function boardButtonId({ date, status }: BoardChoice): string {
  return customId('availability-set', `${date}:${status}`);
}

/** What the id of a board's button stands for; whether it makes sense, the service tells. */
export function boardChoice(id: string): { date: string; status: string } {
  const [date = '', status = ''] = id.split(':', 2);
  return { date, status };
}

/** An embed's field needs a value. */
const NOTHING_VISIBLE = '\u200b';

function total({ counts }: AvailabilityBoard): number {
  return AVAILABILITY_STATUSES.reduce((sum, status) => sum + counts[status], 0);
}
