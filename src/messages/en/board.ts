import type { BoardTexts } from '../texts/board.js';
import { discordFull } from '../moment.js';
import { count, day, markedStatus } from './phrases.js';

export const board: BoardTexts = {
  title: (date) => `${day(date)}: who’s in?`,
  heading: ({ date, isTonight, time }) =>
    `**${isTonight ? 'Tonight, ' : ''}${day(date)}${time === null ? '' : `, ${time}`}**: who’s in?`,
  starts: (at) => `Starts ${discordFull(at)}`,
  towards: (looking, threshold) =>
    looking >= threshold
      ? `It’s on: ${count(looking, 'player')} (${threshold} needed).`
      : `${looking} of ${count(threshold, 'player')}: ${threshold - looking} more needed.`,
  went: (looking, threshold) =>
    looking >= threshold
      ? `${count(looking, 'player')} signed up (${threshold} needed).`
      : `${looking} of ${count(threshold, 'player')} signed up.`,
  ready: (looking) =>
    looking === 1
      ? '**It’s on:** 1 player is looking tonight.'
      : `**It’s on:** ${looking} are looking tonight.`,
  oneShort: '**One more and it’s on.** Are you in? `/availability set status:LOOKING`',
  came: (number) => (number === 1 ? '1 came.' : `${number} came.`),
  count: (status, number) => `${markedStatus[status]}: ${number}`,
  ifAtLeast: (number) => `In if ${number} are`,
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
