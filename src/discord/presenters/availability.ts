import type { APIEmbed } from 'discord.js';
import { AVAILABILITY_STATUSES } from '../../domain/availability.js';
import type { Messages } from '../../messages/messages.js';
import type { OutgoingMessage } from '../../domain/channel.js';
import type { AnsweredName, AvailabilityBoard } from '../../services/show-availability.js';
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
  const { date, own, ownAtLeast = null, names } = board;
  const nobody = total(board) === 0;
  const named = ({ name, weekly }: AnsweredName): string => (weekly ? messages.standing.marked(name) : name);
  const embed: APIEmbed = {
    title: messages.board.title(date),
    description: [
      own === null
        ? messages.nothing.availability(date, today)
        : messages.standing.own(own, board.ownIsWeekly),
      ...(ownAtLeast === null ? [] : [messages.board.ifAtLeast(ownAtLeast)]),
      ...(nobody ? [messages.nothing.board(date, today)] : []),
      ...(names === null ? [messages.board.namesForLinked] : []),
    ].join('\n'),
    fields: AVAILABILITY_STATUSES.filter((status) => board.counts[status] > 0).map((status) => ({
      name: messages.board.count(status, board.counts[status]),
      value: names === null ? NOTHING_VISIBLE : fit(messages, names[status].map(named), ', ', MAX_FIELD),
    })),
  };
  return { embeds: [embed] };
}

/** A board as a message of its own. Boards of an earlier release have an embed, which goes. */
export function presentBoard({ text, actions }: OutgoingMessage): ReplyPayload {
  const buttons = actions.map(({ action, id, label }) => button(customId(action, id), label));
  return { content: text, embeds: [], components: buttons.length > 0 ? [row(...buttons)] : [] };
}

/** What the id of a board's button stands for; whether it makes sense, the service tells. */
export function boardChoice(id: string): { date: string; status: string; ifAtLeast: number | null } {
  const [date = '', status = '', atLeast] = id.split(':', 3);
  return { date, status, ifAtLeast: atLeast === undefined ? null : Number(atLeast) };
}

/** An embed's field needs a value. */
const NOTHING_VISIBLE = '\u200b';

function total({ counts }: AvailabilityBoard): number {
  return AVAILABILITY_STATUSES.reduce((sum, status) => sum + counts[status], 0);
}
