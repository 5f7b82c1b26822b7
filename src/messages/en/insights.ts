import type { Weekday } from '../../domain/session-plan.js';
import {
  NOT_CALLED,
  type Shortfall,
  SHORTFALL_CAUSES,
  type ShortfallCause,
  type SteppedIn,
} from '../../domain/shortfall.js';
import type { InsightsTexts } from '../texts/insights.js';

const CAUSE: Record<ShortfallCause, string> = {
  quietHours: 'in quiet hours',
  pingsOff: 'with session pings off',
  ownLimit: 'at their own limit or resting',
  unreachable: 'couldn’t be reached',
  saidNo: 'said no later',
  droppedOut: 'dropped out',
  noAnswer: 'absent without an answer',
  saidNothing: 'hadn’t answered for the day',
};

const WEEKDAYS: Record<Weekday, string> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const oneDecimal = (value: number): string => value.toFixed(1);

const evenings = (count: number): string => (count === 1 ? '1 evening' : `${count} evenings`);

/** "2 in quiet hours, 1 dropped out"; what nobody is, or is not told, is left out. */
function causes(shortfall: Shortfall, of: readonly ShortfallCause[] = SHORTFALL_CAUSES): string | null {
  const parts = of.filter((cause) => (shortfall[cause] ?? 0) > 0);
  return parts.length > 0 ? parts.map((cause) => `${shortfall[cause]} ${CAUSE[cause]}`).join(', ') : null;
}

const steppedIn = ({ called, came }: SteppedIn): string =>
  `${came} of ${called} ${called === 1 ? 'standby' : 'standbys'} pinged stepped in`;

export const insights: InsightsTexts = {
  whyTitle: 'Why it didn’t fill',
  why: (shortfall) => {
    const line = causes(shortfall);
    return line && `Missing: ${line}`;
  },
  whyTogether: ({ shortfall, evenings: count, partly }) =>
    `Over ${evenings(count)}: ${causes(shortfall) ?? 'nothing on record kept anyone away'}.${
      partly ? ' Some numbers aren’t known for every evening.' : ''
    }`,
  weekdayTitle: 'The weekday that works',
  weekday: ({ weekday, evenings: count, reached, came }, threshold) =>
    `${WEEKDAYS[weekday]}: ${evenings(count)}, ${threshold} or more came on ${reached}, ${oneDecimal(came / count)} on average`,
  best: (weekday) => `${WEEKDAYS[weekday]} works best.`,
  restsOn: (count, people) =>
    `A weekday counts once ${evenings(count)} with at least ${people} players pinged are on record.`,
  standbyTitle: 'Standbys',
  steppedIn: (of) => `${steppedIn(of)}.`,
  page: {
    turnout: 'Who came, evening by evening',
    atFollowUp: 'there at the follow-up',
    joinedLater: 'came within 15 minutes',
    missing: 'did not come',
    notKnown: 'dashed: unknown',
    evening: (day, expected, joined) =>
      joined === null
        ? `${day}: ${expected} pinged, attendance unknown`
        : `${day}: ${joined} of ${expected} came`,
    eachEvening: 'Evening by evening',
    weekday: 'Weekday',
    evenings: 'Evenings',
    reached: (threshold) => `${threshold} or more`,
    average: 'Average',
    number: oneDecimal,
    nothing: (weeks) => `No attendance recorded in the last ${weeks} weeks.`,
  },
  summary: (why, standbys) => {
    const notPinged = why && causes(why, NOT_CALLED);
    const parts = [notPinged && `not pinged: ${notPinged}`, standbys && steppedIn(standbys)];
    const line = parts.filter((part) => part !== null).join('; ');
    return line === '' ? null : `${capital(line)}.`;
  },
};
