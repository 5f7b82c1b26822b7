import type { EveningAnswers } from '../../domain/answer.js';
import type { Turnout } from '../../domain/turnout.js';
import { answersLine } from '../answers-line.js';
import { timeOfDay } from '../moment.js';
import type { TurnoutTexts } from '../texts/turnout.js';
import { count, day, dayAndYear } from './phrases.js';
import { form, words } from './words.js';

const MONTHS = [
  'jan.',
  'feb.',
  'mar.',
  'apr.',
  'maj',
  'jun.',
  'jul.',
  'avg.',
  'sep.',
  'okt.',
  'nov.',
  'dec.',
] as const;

/** „1 povabljeni“, „2 povabljena“, „3 povabljeni“, „5 povabljenih“. */
function invited(number: number): string {
  return count(number, 'povabljeni', 'povabljena', 'povabljeni', 'povabljenih');
}

/** Behind „v“: „v 1 večeru“, „v 5 večerih“. */
function evenings(number: number): string {
  return count(number, 'večeru', 'večerih', 'večerih', 'večerih');
}

/** „4 v glasovnem kanalu, 1 le na igralnem strežniku, 2 še manjkata“; what nobody is, is left out. */
function whoIsHere({ expected, inVoice, onServer }: Turnout): string {
  const missing = expected - (inVoice ?? 0) - (onServer ?? 0);
  const parts = [
    ...(inVoice ? [`${inVoice} v glasovnem kanalu`] : []),
    ...(onServer ? [`${onServer} ${inVoice === null ? '' : 'le '}na igralnem strežniku`] : []),
    ...(missing ? [`${missing} še ${form(missing, 'manjka', 'manjkata', 'manjkajo', 'manjka')}`] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : 'nihče ne manjka';
}

const isSeen = ({ inVoice, onServer }: Turnout): boolean => inVoice !== null || onServer !== null;

function evening(turnout: Turnout): string {
  const { date, expected, joined } = turnout;
  const first = isSeen(turnout) ? `ob pozivu: ${whoIsHere(turnout)}` : 'ob pozivu ni znano';
  const later = joined === null ? '15 minut kasneje: ni znano' : `skupaj jih je prišlo ${joined}`;
  return `**${dayAndYear(date)}** · ${invited(expected)} · ${first} · ${later}`;
}

/** „3 pride, 1 kasneje, 2 nocoj ne, 4 brez odgovora; 1 vendarle ne“ */
function said(answers: EveningAnswers): string {
  const { droppedOut } = answers;
  const line = answersLine({ ...answers, lateBetween: null }, words, String);
  return droppedOut > 0 ? `${line}; premislili so si: ${droppedOut}` : line;
}

export const turnout: TurnoutTexts = {
  summary: (turnout, startAt) =>
    `Nocojšnje igranje, ${timeOfDay(startAt, 'discord')}: ${invited(turnout.expected)}: ${whoIsHere(turnout)}.`,
  bar: {
    title: 'Kdo je tu',
    inVoice: 'v glasovnem kanalu',
    onServer: 'na igralnem strežniku',
    missing: 'še ni tu',
  },
  barOf: (turnout) => `Stolpec, ${invited(turnout.expected)}: ${whoIsHere(turnout)}.`,
  chart: {
    title: 'Kdo od povabljenih je prišel',
    atFollowUp: 'tu ob pozivu',
    joinedLater: 'prišlo v 15 minutah',
    missing: 'ni prišlo',
    notKnown: 'črtkano: ni znano',
    day: (date) => `${Number(date.slice(8))}. ${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''}`,
  },
  chartOf: (turnouts) => {
    const bars = turnouts.map(
      ({ date, expected, joined }) => `${day(date)}: ${joined ?? '?'} od ${expected}`,
    );
    return `Stolpčni graf, večer za večerom: ${bars.join('; ')}.`.slice(0, 1024);
  },
  insightsTitle: 'Kdo je prišel, večer za večerom',
  together: (turnouts) => {
    const known = turnouts.filter(({ joined }) => joined !== null);
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
    const called = sum(known.map(({ expected }) => expected));
    const came = sum(known.map(({ joined }) => joined ?? 0));
    const unknown = turnouts.length - known.length;
    const share = called === 0 ? '' : ` (${Math.round((100 * came) / called)} %)`;
    const whole =
      known.length === 0
        ? `Kdo je prišel v ${evenings(turnouts.length)}, ni znano.`
        : `V ${evenings(known.length)}: v 15 minutah je prišlo ${came} od ${called} povabljenih${share}.`;
    return unknown > 0 && known.length > 0
      ? `${whole} Za ${count(unknown, 'večer', 'večera', 'večere', 'večerov')} ni znano.`
      : whole;
  },
  evening,
  answers: (answers) => `Odgovori: ${said(answers)}`,
  answered: (number, answers) => `Odgovori v ${evenings(number)}: ${said(answers)}.`,
  nothing: (weeks) =>
    `V zadnjih ${weeks} tednih prisotnost ni zabeležena. Zabeleži se po vsakem igranju, za katero vabiš z \`/promote create\`.`,
  logName: 'povzetek v kanalu',
};
