import type { Turnout } from '../../domain/turnout.js';
import { timeOfDay } from '../moment.js';
import type { TurnoutTexts } from '../texts/turnout.js';
import { count } from './phrases.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** "4 in voice, 1 on the game server only, 2 not there yet". */
function whoIsHere({ expected, inVoice, onServer }: Turnout): string {
  const missing = expected - (inVoice ?? 0) - (onServer ?? 0);
  return [
    ...(inVoice === null ? [] : [`${inVoice} in voice`]),
    ...(onServer === null ? [] : [`${onServer} on the game server${inVoice === null ? '' : ' only'}`]),
    `${missing} not there yet`,
  ].join(', ');
}

const isSeen = ({ inVoice, onServer }: Turnout): boolean => inVoice !== null || onServer !== null;

function evening(turnout: Turnout): string {
  const { date, expected, joined } = turnout;
  const first = isSeen(turnout) ? `${whoIsHere(turnout)} at the follow-up` : 'not known at the follow-up';
  const later = joined === null ? 'not known a quarter of an hour later' : `${joined} came in all`;
  return `**${date}** · ${expected} called · ${first} · ${later}`;
}

export const turnout: TurnoutTexts = {
  summary: (turnout, startAt) =>
    `Tonight's session, ${timeOfDay(startAt, 'discord')}: of ${count(turnout.expected, 'called player')}, ${whoIsHere(turnout)}.`,
  bar: {
    title: 'Who has come',
    inVoice: 'in voice',
    onServer: 'on the game server',
    missing: 'not there yet',
  },
  barOf: (turnout) => `A bar of ${count(turnout.expected, 'called player')}: ${whoIsHere(turnout)}.`,
  chart: {
    title: 'Who came, of those who were called',
    atFollowUp: 'there at the follow-up',
    joinedLater: 'came within 15 minutes',
    missing: 'did not come',
    notKnown: 'dashed: not known',
    day: (date) => `${Number(date.slice(8))} ${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''}`,
  },
  chartOf: (turnouts) => {
    const bars = turnouts.map(({ date, expected, joined }) => `${date}: ${joined ?? '?'} of ${expected}`);
    return `A bar for each evening: ${bars.join('; ')}.`.slice(0, 1024);
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
        ? `Of ${count(turnouts.length, 'evening')} it is not known who came.`
        : `On ${count(known.length, 'evening')}, ${came} of ${called} who were called came within 15 minutes${share}.`;
    return unknown > 0 && known.length > 0
      ? `${whole} Of ${count(unknown, 'evening')} it is not known.`
      : whole;
  },
  evening,
  nothing: (weeks) =>
    `In the last ${weeks} weeks there was no session of which it is known who came. That is looked at after the start of a campaign made with \`/promote create\`.`,
  logName: 'summary in the channel',
};
