import type { BoardTexts } from '../texts/board.js';
import { discordFull } from '../moment.js';
import { day, markedStatus } from './phrases.js';

export const board: BoardTexts = {
  title: (date) => `${day(date)}: Wer ist dabei?`,
  heading: ({ date, isTonight, time }) =>
    `**${isTonight ? 'Heute Abend, ' : ''}${day(date)}${time === null ? '' : `, ${time} Uhr`}**: Wer ist dabei?`,
  starts: (at) => `Beginnt ${discordFull(at)}`,
  towards: (looking, threshold) =>
    looking >= threshold
      ? `Es geht los: ${looking} dabei (${threshold} nötig).`
      : `${looking} von ${threshold}: ${threshold - looking === 1 ? 'noch eine Person fehlt' : `${threshold - looking} fehlen noch`}.`,
  went: (looking, threshold) =>
    looking >= threshold
      ? `Zugesagt: ${looking} (${threshold} nötig).`
      : `Zugesagt: ${looking} von ${threshold}.`,
  ready: (looking) =>
    looking === 1
      ? '**Es geht los:** Heute Abend ist eine Person dabei.'
      : `**Es geht los:** Heute Abend sind ${looking} dabei.`,
  oneShort: '**Noch eine Person, und es geht los.** Bist du dabei? `/availability set status:LOOKING`',
  came: (number) => (number === 1 ? 'Eine Person kam.' : `${number} kamen.`),
  count: (status, number) => `${markedStatus[status]}: ${number}`,
  ifAtLeast: (number) => `Dabei, wenn ${number} es sind`,
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
