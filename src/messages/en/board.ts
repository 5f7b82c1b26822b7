import type { BoardTexts } from '../texts/board.js';
import { day, markedStatus } from './phrases.js';

export const board: BoardTexts = {
  title: (date) => `Who plays on ${day(date)}?`,
  count: (status, number) => `${markedStatus[status]}: ${number}`,
  own: (status) => `You: ${markedStatus[status]}`,
  hint: 'Press a button to say what you do that day. Only you see the answer; the board shows numbers.',
  namesForLinked: 'Names are shown to linked players: use `/link player` to be one.',
  posted: (date) =>
    `The board for ${day(date)} stands below. Everybody with a linked player can press its buttons.`,
};
