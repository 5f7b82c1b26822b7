import type { BoardTexts } from '../texts/board.js';
import { day, markedStatus } from './phrases.js';

export const board: BoardTexts = {
  title: (date) => `${day(date)}: who’s in?`,
  count: (status, number) => `${markedStatus[status]}: ${number}`,
  own: (status) => `You: ${markedStatus[status]}`,
  meanings: {
    LOOKING: 'pinged every time',
    AVAILABLE: 'pinged when more are needed',
    MAYBE: 'pinged only if maybes are asked for',
    NOT_PLAYING: 'not pinged',
  },
  hint: 'Press a button to answer. Only you see the confirmation.',
  namesForLinked: 'Link your player (`/link player`) to see names.',
  posted: (date) => `Board for ${day(date)} posted below. Anyone with a linked player can use the buttons.`,
};
