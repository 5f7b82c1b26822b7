import type { BoardTexts } from '../texts/board.js';
import { day, markedStatus } from './phrases.js';

export const board: BoardTexts = {
  title: (date) => `${day(date)}: Wer ist dabei?`,
  count: (status, number) => `${markedStatus[status]}: ${number}`,
  own: (status) => `Du: ${markedStatus[status]}`,
  meanings: {
    LOOKING: 'jedes Mal eingeladen',
    AVAILABLE: 'eingeladen, wenn noch Leute fehlen',
    MAYBE: 'nur eingeladen, wenn nach „vielleicht“ gefragt wird',
    NOT_PLAYING: 'nicht eingeladen',
  },
  hint: 'Drück einen Knopf, um zu antworten. Die Bestätigung siehst nur du.',
  namesForLinked: 'Verknüpf dein Profil im Spiel (`/link player`), um Namen zu sehen.',
  posted: (date) =>
    `Die Tafel für ${day(date)} steht unten. Wer ein Profil im Spiel verknüpft hat, kann ihre Knöpfe drücken.`,
};
