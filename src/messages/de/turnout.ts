import type { EveningAnswers } from '../../domain/answer.js';
import type { Turnout } from '../../domain/turnout.js';
import { answersLine } from '../answers-line.js';
import { timeOfDay } from '../moment.js';
import type { TurnoutTexts } from '../texts/turnout.js';
import { count, day, dayAndYear } from './phrases.js';
import { words } from './words.js';

const MONTHS = [
  'Jan',
  'Feb',
  'März',
  'Apr',
  'Mai',
  'Juni',
  'Juli',
  'Aug',
  'Sep',
  'Okt',
  'Nov',
  'Dez',
] as const;

/** „4 im Sprachkanal, 1 nur auf dem Spielserver, 2 noch nicht da“; what nobody is, is left out. */
function whoIsHere({ expected, inVoice, onServer }: Turnout): string {
  const missing = expected - (inVoice ?? 0) - (onServer ?? 0);
  const parts = [
    ...(inVoice ? [`${inVoice} im Sprachkanal`] : []),
    ...(onServer ? [`${onServer} ${inVoice === null ? '' : 'nur '}auf dem Spielserver`] : []),
    ...(missing ? [`${missing} noch nicht da`] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : 'niemand fehlt';
}

const isSeen = ({ inVoice, onServer }: Turnout): boolean => inVoice !== null || onServer !== null;

function evening(turnout: Turnout): string {
  const { date, expected, joined } = turnout;
  const first = isSeen(turnout) ? `beim Nachfassen: ${whoIsHere(turnout)}` : 'beim Nachfassen nicht bekannt';
  const later = joined === null ? '15 Minuten später: nicht bekannt' : `insgesamt ${joined} gekommen`;
  return `**${dayAndYear(date)}** · ${expected} eingeladen · ${first} · ${later}`;
}

/** „3 kommen, 1 später, 2 heute nicht, 4 ohne Antwort; 1 ist abgesprungen“ */
function said(answers: EveningAnswers): string {
  const { droppedOut } = answers;
  const line = answersLine({ ...answers, lateBetween: null }, words, String);
  return droppedOut > 0 ? `${line}; ${droppedOut} ${droppedOut === 1 ? 'ist' : 'sind'} abgesprungen` : line;
}

export const turnout: TurnoutTexts = {
  summary: (turnout, startAt) =>
    `Die Runde von heute Abend, ${timeOfDay(startAt, 'discord')}: ${turnout.expected} Eingeladene: ${whoIsHere(turnout)}.`,
  bar: {
    title: 'Wer da ist',
    inVoice: 'im Sprachkanal',
    onServer: 'auf dem Spielserver',
    missing: 'noch nicht da',
  },
  barOf: (turnout) => `Balken für ${turnout.expected} Eingeladene: ${whoIsHere(turnout)}.`,
  chart: {
    title: 'Wer von den Eingeladenen kam',
    atFollowUp: 'beim Nachfassen da',
    joinedLater: 'kam in den 15 Minuten danach',
    missing: 'kam nicht',
    notKnown: 'gestrichelt: nicht bekannt',
    day: (date) => `${Number(date.slice(8))}. ${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''}`,
  },
  chartOf: (turnouts) => {
    const bars = turnouts.map(
      ({ date, expected, joined }) => `${day(date)}: ${joined ?? '?'} von ${expected}`,
    );
    return `Ein Balken für jeden Abend: ${bars.join('; ')}.`.slice(0, 1024);
  },
  insightsTitle: 'Wer kam, Abend für Abend',
  together: (turnouts) => {
    const known = turnouts.filter(({ joined }) => joined !== null);
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
    const called = sum(known.map(({ expected }) => expected));
    const came = sum(known.map(({ joined }) => joined ?? 0));
    const unknown = turnouts.length - known.length;
    const share = called === 0 ? '' : ` (${Math.round((100 * came) / called)} %)`;
    const whole =
      known.length === 0
        ? `Von ${count(turnouts.length, 'Abend', 'Abenden')} ist nicht bekannt, wer kam.`
        : `An ${count(known.length, 'Abend', 'Abenden')} kamen ${came} von ${called} Eingeladenen innerhalb von 15 Minuten${share}.`;
    return unknown > 0 && known.length > 0
      ? `${whole} Von ${count(unknown, 'Abend', 'Abenden')} ist es nicht bekannt.`
      : whole;
  },
  evening,
  answers: (answers) => `Antworten: ${said(answers)}`,
  answered: (evenings, answers) => `Antworten an ${count(evenings, 'Abend', 'Abenden')}: ${said(answers)}.`,
  nothing: (weeks) =>
    `In den letzten ${weeks} Wochen ist nicht festgehalten, wer kam. Das geschieht nach jeder Runde, zu der du mit \`/promote create\` einlädst.`,
  logName: 'Zusammenfassung im Kanal',
};
