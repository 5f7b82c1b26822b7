import type { Weekday } from '../../domain/session-plan.js';
import {
  NOT_CALLED,
  type Shortfall,
  SHORTFALL_CAUSES,
  type ShortfallCause,
  type SteppedIn,
} from '../../domain/shortfall.js';
import type { InsightsTexts } from '../texts/insights.js';
import { form } from './words.js';

const CAUSE: Record<ShortfallCause, string> = {
  quietHours: 'v tihih urah',
  pingsOff: 'z izklopljenimi vabili',
  ownLimit: 'na svoji meji ali v mirovanju',
  unreachable: 'brez dosegljivega kanala',
  saidNo: 'kasneje ne',
  droppedOut: 'po premisleku ne',
  noAnswer: 'brez odgovora in ni tu',
  saidNothing: 'brez odgovora za ta dan',
};

const WEEKDAYS: Record<Weekday, string> = {
  mon: 'Ponedeljek',
  tue: 'Torek',
  wed: 'Sreda',
  thu: 'Četrtek',
  fri: 'Petek',
  sat: 'Sobota',
  sun: 'Nedelja',
};

const oneDecimal = (value: number): string => value.toFixed(1).replace('.', ',');

/** Behind „v“: „v 1 večeru“, „v 5 večerih“. */
const evenings = (count: number): string =>
  `${count} ${form(count, 'večeru', 'večerih', 'večerih', 'večerih')}`;

/** „2 v tihih urah, 1 po premisleku ne“; what nobody is, or is not told, is left out. */
function causes(shortfall: Shortfall, of: readonly ShortfallCause[] = SHORTFALL_CAUSES): string | null {
  const parts = of.filter((cause) => (shortfall[cause] ?? 0) > 0);
  return parts.length > 0 ? parts.map((cause) => `${shortfall[cause]} ${CAUSE[cause]}`).join(', ') : null;
}

const steppedIn = ({ called, came }: SteppedIn): string =>
  `Iz rezerve ${form(came, 'je vskočil', 'sta vskočila', 'so vskočili', 'je vskočilo')} ${came} od ${called} povabljenih`;

export const insights: InsightsTexts = {
  whyTitle: 'Zakaj se ni napolnilo',
  why: (shortfall) => {
    const line = causes(shortfall);
    return line && `Manjkali so: ${line}`;
  },
  whyTogether: ({ shortfall, evenings: count, partly }) =>
    `V ${evenings(count)}: ${causes(shortfall) ?? 'nič znanega ni nikogar zadržalo'}.${
      partly ? ' Nekatere številke niso znane za vsak večer.' : ''
    }`,
  weekdayTitle: 'Dan, ki deluje',
  weekday: ({ weekday, evenings: count, reached, came }, threshold) =>
    `${WEEKDAYS[weekday]}: ${count} ${form(count, 'večer', 'večera', 'večeri', 'večerov')}, vsaj ${threshold} jih je prišlo ${reached}-krat, povprečno ${oneDecimal(came / count)}`,
  best: (weekday) => `Najbolje deluje: ${WEEKDAYS[weekday].toLowerCase()}.`,
  restsOn: (count, people) =>
    `Dan v tednu šteje, ko so zabeleženi vsaj ${count} ${form(count, 'večer', 'večera', 'večeri', 'večerov')} z vsaj ${people} povabljenimi.`,
  standbyTitle: 'Rezerve',
  steppedIn: (of) => `${steppedIn(of)}.`,
  page: {
    turnout: 'Kdo je prišel, večer za večerom',
    atFollowUp: 'tu ob pozivu',
    joinedLater: 'prišlo v 15 minutah',
    missing: 'ni prišlo',
    notKnown: 'črtkano: ni znano',
    evening: (day, expected, joined) =>
      joined === null
        ? `${day}: povabljenih ${expected}, ni znano, kdo je prišel`
        : `${day}: prišlo ${joined} od ${expected}`,
    eachEvening: 'Večer za večerom',
    weekday: 'Dan',
    evenings: 'Večeri',
    reached: (threshold) => `Vsaj ${threshold}`,
    average: 'Povprečje',
    number: oneDecimal,
    nothing: (weeks) => `V zadnjih ${weeks} tednih prisotnost ni zabeležena.`,
  },
  summary: (why, standbys) => {
    const notCalled = why && causes(why, NOT_CALLED);
    const parts = [notCalled && `Brez vabila: ${notCalled}`, standbys && steppedIn(standbys)];
    const line = parts.filter((part) => part !== null).join('; ');
    return line === '' ? null : `${line}.`;
  },
};
