import type { LinkableChannel } from '../../domain/channel-choice.js';
import type { Weekday } from '../../domain/session-plan.js';
import type { StandingInput, StandingTexts } from '../texts/standing.js';
import { board } from './board.js';
import { count, markedStatus, untilDayAndYear, untilFrom } from './phrases.js';
import { form, words } from './words.js';

const WEEKDAY: Readonly<Record<Weekday, string>> = {
  mon: 'Ponedeljek',
  tue: 'Torek',
  wed: 'Sreda',
  thu: 'Četrtek',
  fri: 'Petek',
  sat: 'Sobota',
  sun: 'Nedelja',
};

/** Telegram's menu has the English ones. */
const TYPED = {
  telegram: { weekly: '/weekly', away: '/away', back: '/back' },
  signal: { weekly: 'TEDENSKO', away: 'ODSOTNOST', back: 'NAZAJ' },
} as const satisfies Record<LinkableChannel, object>;

const marked = (text: string): string => `${text} (${words.weekly})`;

function summary({ week, weeklyUntil, awayUntil }: StandingInput): string {
  const lines = week.flatMap(({ day, status }) =>
    status === null ? [] : [`${WEEKDAY[day]}: ${markedStatus[status]}`],
  );
  return [
    ...(lines.length === 0 ? ['Tedenskih odgovorov nimaš.'] : lines),
    ...(weeklyUntil === null
      ? []
      : [`Veljajo do ${untilDayAndYear(weeklyUntil)}, nato prenehajo, če jih ne obdržiš.`]),
    ...(awayUntil === null ? [] : [`Ni te do vključno ${untilDayAndYear(awayUntil)}.`]),
  ].join('\n');
}

export const standing: StandingTexts = {
  title: 'Tvoji tedenski odgovori',
  about: 'Osem tednov veljajo za dni brez tvojega odgovora. Drugi jih vidijo z oznako „tedensko“.',
  weekday: (day) => WEEKDAY[day],
  summary,
  choose: (status) => `${words.status[status]} vsak teden na dan …`,
  keep: 'Obdrži še 8 tednov',
  back: 'Spet sem tu',
  open: 'Tedenski odgovori',
  kept: (until) =>
    until === null
      ? 'Tedenskih odgovorov, ki bi veljali naprej, nimaš.'
      : `Velja: tvoji tedenski odgovori veljajo do ${untilDayAndYear(until)}.`,
  wentAway: (until, today, declined) =>
    [
      until === today ? 'Nocoj te ni.' : `Ni te do vključno ${untilFrom(until, today)}.`,
      'Do takrat tvoji tedenski odgovori ne veljajo in ne sprašujem, ali igraš.',
      ...(declined === 0
        ? []
        : [
            `${form(declined, 'Tvoj odgovor', 'Tvoja odgovora', 'Tvoji odgovori', 'Tvoji odgovori')} za ${count(declined, 'dan', 'dneva', 'dni', 'dni')} v tem času ${form(declined, 'je', 'sta', 'so', 'so')} zdaj „ne“.`,
          ]),
    ].join(' '),
  cameBack:
    'Lepo, da si spet tu: tvoji tedenski odgovori spet veljajo. Kjer je bil tvoj odgovor „ne“, tako ostane.',
  countsThen: (status) => `Takrat velja tvoj tedenski odgovor: ${markedStatus[status]}.`,
  endSoon: (until, asWords) =>
    asWords
      ? `Tvoji tedenski odgovori veljajo do ${untilDayAndYear(until)}. Odgovori TEDENSKO obdrži, da jih obdržiš še 8 tednov.`
      : `Tvoji tedenski odgovori veljajo do ${untilDayAndYear(until)}. Pritisni „Obdrži še 8 tednov“, da jih obdržiš.`,
  marked,
  own: (status, weekly) => (weekly ? marked(board.own(status)) : board.own(status)),
  weeklyHow: (channel) => {
    const { weekly } = TYPED[channel];
    return `Spremeniš jih tako, da pošlješ na primer: ${weekly} petek morda, ${weekly} petek brez, ali ${weekly} obdrži.`;
  },
  awayHow: (channel) =>
    `Pošlji zadnji dan odsotnosti, na primer: ${TYPED[channel].away} do petka. Se vrneš prej? ${TYPED[channel].back}.`,
};
