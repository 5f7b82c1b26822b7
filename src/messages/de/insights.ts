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
  quietHours: 'in der Ruhezeit',
  pingsOff: 'ohne Einladungen',
  ownLimit: 'an der eigenen Grenze oder ruhend',
  unreachable: 'nicht erreichbar',
  saidNo: 'später abgesagt',
  droppedOut: 'abgesprungen',
  noAnswer: 'ohne Antwort nicht da',
  saidNothing: 'ohne Angabe für den Tag',
};

const WEEKDAYS: Record<Weekday, string> = {
  mon: 'Montag',
  tue: 'Dienstag',
  wed: 'Mittwoch',
  thu: 'Donnerstag',
  fri: 'Freitag',
  sat: 'Samstag',
  sun: 'Sonntag',
};

const number = (value: number): string => value.toFixed(1).replace('.', ',');

/** „2 in der Ruhezeit, 1 abgesprungen“; what nobody is, or is not told, is left out. */
function causes(shortfall: Shortfall, of: readonly ShortfallCause[] = SHORTFALL_CAUSES): string | null {
  const parts = of.filter((cause) => (shortfall[cause] ?? 0) > 0);
  return parts.length > 0 ? parts.map((cause) => `${shortfall[cause]} ${CAUSE[cause]}`).join(', ') : null;
}

const steppedIn = ({ called, came }: SteppedIn): string =>
  `${came} von ${called} als Ersatz Eingeladenen ${came === 1 ? 'sprang' : 'sprangen'} ein`;

export const insights: InsightsTexts = {
  whyTitle: 'Warum es nicht voll wurde',
  why: (shortfall) => {
    const line = causes(shortfall);
    return line && `Es fehlten: ${line}`;
  },
  whyTogether: ({ shortfall, evenings, partly }) =>
    `An ${evenings === 1 ? '1 Abend' : `${evenings} Abenden`}: ${causes(shortfall) ?? 'nichts Bekanntes hielt jemanden fern'}.${
      partly ? ' Manche Zahlen sind nicht von jedem Abend bekannt.' : ''
    }`,
  weekdayTitle: 'Der Wochentag, der läuft',
  weekday: ({ weekday, evenings, reached, came }, threshold) =>
    `${WEEKDAYS[weekday]}: ${evenings === 1 ? '1 Abend' : `${evenings} Abende`}, an ${reached} kamen ${threshold} oder mehr, im Schnitt ${number(came / evenings)}`,
  best: (weekday) => `${WEEKDAYS[weekday]} läuft am besten.`,
  restsOn: (evenings, people) =>
    `Ein Wochentag zählt ab ${evenings} Abenden mit mindestens ${people} Eingeladenen.`,
  standbyTitle: 'Ersatz',
  steppedIn: (of) => `${steppedIn(of)}.`,
  page: {
    turnout: 'Wer kam, Abend für Abend',
    atFollowUp: 'beim Nachfassen da',
    joinedLater: 'kam in den 15 Minuten danach',
    missing: 'kam nicht',
    notKnown: 'gestrichelt: nicht bekannt',
    evening: (day, expected, joined) =>
      joined === null
        ? `${day}: ${expected} eingeladen, nicht bekannt, wer kam`
        : `${day}: ${joined} von ${expected} kamen`,
    eachEvening: 'Abend für Abend',
    weekday: 'Wochentag',
    evenings: 'Abende',
    reached: (threshold) => `${threshold} oder mehr`,
    average: 'Im Schnitt',
    number,
    nothing: (weeks) => `In den letzten ${weeks} Wochen ist nicht festgehalten, wer kam.`,
  },
  summary: (why, standbys) => {
    const notCalled = why && causes(why, NOT_CALLED);
    const parts = [notCalled && `Nicht eingeladen: ${notCalled}`, standbys && steppedIn(standbys)];
    const line = parts.filter((part) => part !== null).join('; ');
    return line === '' ? null : `${line}.`;
  },
};
