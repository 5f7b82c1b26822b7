import type { BoardTexts } from '../texts/board.js';
import { day, markedStatus } from './phrases.js';

export const board: BoardTexts = {
  title: (date) => `Wer spielt am ${day(date)}?`,
  count: (status, number) => `${markedStatus[status]}: ${number}`,
  own: (status) => `Du: ${markedStatus[status]}`,
  hint: 'Drück einen Knopf, um zu sagen, was du an dem Tag machst. Die Antwort siehst nur du; die Tafel zeigt Zahlen.',
  namesForLinked: 'Namen sieht, wer ein Profil im Spiel verknüpft hat: `/link player` macht das.',
  posted: (date) =>
    `Die Tafel für ${day(date)} steht unten. Wer ein Profil im Spiel verknüpft hat, kann ihre Knöpfe drücken.`,
};
