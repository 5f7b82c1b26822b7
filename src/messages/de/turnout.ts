import type { Turnout } from '../../domain/turnout.js';
import { timeOfDay } from '../moment.js';
import type { TurnoutTexts } from '../texts/turnout.js';
import { count, dateOf } from './phrases.js';

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

/** "4 im Sprachkanal, 1 nur auf dem Spielserver, 2 noch nicht da". */
function whoIsHere({ expected, inVoice, onServer }: Turnout): string {
  const missing = expected - (inVoice ?? 0) - (onServer ?? 0);
  return [
    ...(inVoice === null ? [] : [`${inVoice} im Sprachkanal`]),
    ...(onServer === null ? [] : [`${onServer} ${inVoice === null ? '' : 'nur '}auf dem Spielserver`]),
    `${missing} noch nicht da`,
  ].join(', ');
}

const isSeen = ({ inVoice, onServer }: Turnout): boolean => inVoice !== null || onServer !== null;

function evening(turnout: Turnout): string {
  const { date, expected, joined } = turnout;
  const first = isSeen(turnout)
    ? `${whoIsHere(turnout)} bei der Nachfrage`
    : 'bei der Nachfrage nicht bekannt';
  const later = joined === null ? 'eine Viertelstunde später nicht bekannt' : `insgesamt ${joined} gekommen`;
  return `**${dateOf(date)}** · ${expected} eingeladen · ${first} · ${later}`;
}

export const turnout: TurnoutTexts = {
  summary: (turnout, startAt) =>
    `Die Runde von heute Abend, ${timeOfDay(startAt, 'discord')}: Von ${turnout.expected} Eingeladenen ${whoIsHere(turnout)}.`,
  bar: {
    title: 'Wer gekommen ist',
    inVoice: 'im Sprachkanal',
    onServer: 'auf dem Spielserver',
    missing: 'noch nicht da',
  },
  barOf: (turnout) => `Ein Balken für ${turnout.expected} Eingeladene: ${whoIsHere(turnout)}.`,
  chart: {
    title: 'Wer von den Eingeladenen kam',
    atFollowUp: 'bei der Nachfrage da',
    joinedLater: 'kam in den 15 Minuten danach',
    missing: 'kam nicht',
    notKnown: 'gestrichelt: nicht bekannt',
    day: (date) => `${Number(date.slice(8))}. ${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''}`,
  },
  chartOf: (turnouts) => {
    const bars = turnouts.map(
      ({ date, expected, joined }) => `${dateOf(date)}: ${joined ?? '?'} von ${expected}`,
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
  nothing: (weeks) =>
    `In den letzten ${weeks} Wochen gab es keine Runde, von der bekannt ist, wer kam. Das wird nach dem Start einer Kampagne geprüft, die mit \`/promote create\` angelegt wurde.`,
  logName: 'Zusammenfassung im Kanal',
};
