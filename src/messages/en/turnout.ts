import type { EveningAnswers } from '../../domain/answer.js';
import type { Turnout } from '../../domain/turnout.js';
import { answersLine } from '../answers-line.js';
import { timeOfDay } from '../moment.js';
import type { TurnoutTexts } from '../texts/turnout.js';
import { count, day, dayAndYear } from './phrases.js';
import { words } from './words.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** "4 in voice, 1 only on the game server, 2 not here yet"; what nobody is, is left out. */
function whoIsHere({ expected, inVoice, onServer }: Turnout): string {
  const missing = expected - (inVoice ?? 0) - (onServer ?? 0);
  const parts = [
    ...(inVoice ? [`${inVoice} in voice`] : []),
    ...(onServer ? [`${onServer} ${inVoice === null ? '' : 'only '}on the game server`] : []),
    ...(missing ? [`${missing} not here yet`] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : 'nobody missing';
}

const isSeen = ({ inVoice, onServer }: Turnout): boolean => inVoice !== null || onServer !== null;

function evening(turnout: Turnout): string {
  const { date, expected, joined } = turnout;
  const first = isSeen(turnout)
    ? `at the follow-up: ${whoIsHere(turnout)}`
    : 'attendance unknown at the follow-up';
  const later = joined === null ? '15 minutes later: unknown' : `${joined} came in total`;
  return `**${dayAndYear(date)}** · ${expected} pinged · ${first} · ${later}`;
}

/** "3 coming, 1 later, 2 not tonight, 4 no answer; 1 dropped out" */
function said(answers: EveningAnswers): string {
  const { droppedOut } = answers;
  const line = answersLine({ ...answers, lateBetween: null }, words, String);
  return droppedOut > 0 ? `${line}; ${droppedOut} dropped out` : line;
}

export const turnout: TurnoutTexts = {
  summary: (turnout, startAt) =>
    `Tonight's session, ${timeOfDay(startAt, 'discord')}: ${count(turnout.expected, 'player')} pinged: ${whoIsHere(turnout)}.`,
  bar: {
    title: 'Who’s here',
    inVoice: 'in voice',
    onServer: 'on the game server',
    missing: 'not here yet',
  },
  barOf: (turnout) => `Bar chart of ${count(turnout.expected, 'player')} pinged: ${whoIsHere(turnout)}.`,
  chart: {
    title: 'Who came, out of everyone pinged',
    atFollowUp: 'there at the follow-up',
    joinedLater: 'came within 15 minutes',
    missing: 'did not come',
    notKnown: 'dashed: unknown',
    day: (date) => `${Number(date.slice(8))} ${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''}`,
  },
  chartOf: (turnouts) => {
    const bars = turnouts.map(
      ({ date, expected, joined }) => `${day(date)}: ${joined ?? '?'} of ${expected}`,
    );
    return `Bar chart, evening by evening: ${bars.join('; ')}.`.slice(0, 1024);
  },
  insightsTitle: 'Who came, evening by evening',
  together: (turnouts) => {
    const known = turnouts.filter(({ joined }) => joined !== null);
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
    const called = sum(known.map(({ expected }) => expected));
    const came = sum(known.map(({ joined }) => joined ?? 0));
    const unknown = turnouts.length - known.length;
    const share = called === 0 ? '' : ` (${Math.round((100 * came) / called)} %)`;
    const whole =
      known.length === 0
        ? `Attendance unknown for ${count(turnouts.length, 'evening')}.`
        : `Over ${count(known.length, 'evening')}, ${came} of ${called} players pinged came within 15 minutes${share}.`;
    return unknown > 0 && known.length > 0
      ? `${whole} Attendance unknown for ${count(unknown, 'evening')}.`
      : whole;
  },
  evening,
  answers: (answers) => `Answers: ${said(answers)}`,
  answered: (evenings, answers) => `Answers on ${count(evenings, 'evening')}: ${said(answers)}.`,
  nothing: (weeks) =>
    `No attendance recorded in the last ${weeks} weeks. It’s recorded after each session you ping for with \`/promote create\`.`,
  logName: 'summary in the channel',
};
