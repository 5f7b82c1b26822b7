import type { LinkableChannel } from '../../domain/channel-choice.js';
import type { Weekday } from '../../domain/session-plan.js';
import type { StandingInput, StandingTexts } from '../texts/standing.js';
import { board } from './board.js';
import { dayAndYear, dayFrom, markedStatus } from './phrases.js';
import { words } from './words.js';

const WEEKDAY: Readonly<Record<Weekday, string>> = {
  mon: 'Montag',
  tue: 'Dienstag',
  wed: 'Mittwoch',
  thu: 'Donnerstag',
  fri: 'Freitag',
  sat: 'Samstag',
  sun: 'Sonntag',
};

/** Telegram's menu has the English ones. */
const TYPED = {
  telegram: { weekly: '/weekly', away: '/away', back: '/back' },
  signal: { weekly: 'WOCHE', away: 'ABWESEND', back: 'ZURÜCK' },
} as const satisfies Record<LinkableChannel, object>;

const marked = (text: string): string => `${text} (${words.weekly})`;

function summary({ week, weeklyUntil, awayUntil }: StandingInput): string {
  const lines = week.flatMap(({ day, status }) =>
    status === null ? [] : [`${WEEKDAY[day]}: ${markedStatus[status]}`],
  );
  return [
    ...(lines.length === 0 ? ['Du hast keine wöchentlichen Antworten.'] : lines),
    ...(weeklyUntil === null
      ? []
      : [`Das gilt bis ${dayAndYear(weeklyUntil)} und endet dann, wenn du es nicht behältst.`]),
    ...(awayUntil === null ? [] : [`Du bist abwesend bis einschließlich ${dayAndYear(awayUntil)}.`]),
  ].join('\n');
}

export const standing: StandingTexts = {
  title: 'Deine wöchentlichen Antworten',
  about:
    'Acht Wochen lang gelten sie an Tagen, für die du nicht geantwortet hast. Andere sehen sie mit „wöchentlich“ markiert.',
  weekday: (day) => WEEKDAY[day],
  summary,
  choose: (status) => `Jede Woche „${words.status[status]}“ am …`,
  keep: '8 weitere Wochen behalten',
  back: 'Bin wieder da',
  open: 'Wöchentliche Antworten',
  kept: (until) =>
    until === null
      ? 'Du hast keine wöchentlichen Antworten, die du behalten könntest.'
      : `Behalten: Deine wöchentlichen Antworten gelten bis ${dayAndYear(until)}.`,
  wentAway: (until, today, declined) =>
    [
      until === today
        ? 'Du bist heute Abend abwesend.'
        : `Du bist abwesend bis einschließlich ${dayFrom(until, today)}.`,
      'Bis dahin gelten deine wöchentlichen Antworten nicht, und ich frage nicht, ob du spielst.',
      ...(declined === 0
        ? []
        : [
            declined === 1
              ? 'Deine Antwort für einen Tag in dieser Zeit ist jetzt ein Nein.'
              : `Deine Antworten für ${declined} Tage in dieser Zeit sind jetzt ein Nein.`,
          ]),
    ].join(' '),
  cameBack:
    'Schön, dass du wieder da bist: Deine wöchentlichen Antworten gelten wieder. Wo du nein gesagt hast, bleibt es dabei.',
  countsThen: (status) => `Dann gilt deine wöchentliche Antwort: ${markedStatus[status]}.`,
  endSoon: (until, asWords) =>
    asWords
      ? `Deine wöchentlichen Antworten enden am ${dayAndYear(until)}. Antworte WOCHE behalten, um sie 8 weitere Wochen zu behalten.`
      : `Deine wöchentlichen Antworten enden am ${dayAndYear(until)}. Mit „8 weitere Wochen behalten“ gelten sie weiter.`,
  marked,
  own: (status, weekly) => (weekly ? marked(board.own(status)) : board.own(status)),
  weeklyHow: (channel) => {
    const { weekly } = TYPED[channel];
    return `Zum Ändern sende zum Beispiel: ${weekly} Freitag vielleicht, ${weekly} Freitag aus, oder ${weekly} behalten.`;
  },
  awayHow: (channel) =>
    `Sende den letzten Tag, an dem du abwesend bist, zum Beispiel: ${TYPED[channel].away} Freitag. Früher zurück? ${TYPED[channel].back}.`,
};
