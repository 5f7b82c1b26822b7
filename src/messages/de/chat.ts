import { AVAILABILITY_STATUSES } from '../../domain/availability.js';
import type { LinkableChannel } from '../../domain/channel-choice.js';
import { addDays } from '../../domain/local-time.js';
import type { ChatTexts } from '../texts/chat.js';
import { board } from './board.js';
import { capital, day, dayFrom, markedStatus, nameOf } from './phrases.js';
import { ownPings } from './own-pings.js';
import { refusal } from './refusals.js';
import { standing } from './standing.js';

/** How a command is written in a chat. Telegram's menu has the English ones. */
const TYPED = {
  telegram: {
    coming: '/coming',
    late: '/late',
    today: '/today',
    tomorrow: '/tomorrow',
    on: '/on',
    clear: '/clear',
    weekly: '/weekly',
    away: '/away',
    back: '/back',
    keep: '/keep',
    limit: '/limit',
    stop: '/stop',
    status: '/status',
    unlink: '/unlink',
  },
  signal: {
    coming: 'KOMME',
    late: 'SPÄTER',
    today: 'HEUTE',
    tomorrow: 'MORGEN',
    on: 'AM',
    clear: 'LÖSCHEN',
    weekly: 'WOCHE',
    away: 'ABWESEND',
    back: 'ZURÜCK',
    keep: 'WEITER',
    limit: 'GRENZE',
    stop: 'STOPP',
    status: 'STATUS',
    unlink: 'TRENNEN',
  },
} as const satisfies Record<LinkableChannel, object>;

function today(channel: LinkableChannel): string {
  return `${TYPED[channel].today} suche, verfügbar, vielleicht oder nein`;
}

const PINGS_OFF = 'Einladungen sind noch aus: Schalte sie auf Discord mit /preferences ein.';

/** How to begin an answer for a day. */
function forDay(channel: LinkableChannel, date: string, now: string): string {
  if (date === now) return TYPED[channel].today;
  if (date === addDays(now, 1)) return TYPED[channel].tomorrow;
  return `${TYPED[channel].on} ${date}`;
}

/** What ends one kind of message alone. */
function ends(channel: LinkableChannel, what: 'fragen' | 'bescheid'): string {
  return `${TYPED[channel].stop} ${channel === 'telegram' ? what : what.toUpperCase()}`;
}

export const chat: ChatTexts = {
  linked: (channel, accountName, allowPromotions) =>
    [
      `Verknüpft: Dieser Chat gehört jetzt zum Discord-Konto ${nameOf(accountName)}.`,
      allowPromotions ? 'Einladungen erreichen dich hier, so wie du es eingestellt hast.' : PINGS_OFF,
      `Wenn das nicht dein Konto ist oder du es rückgängig machen willst, sende hier ${TYPED[channel].unlink}, oder nimm /unlink ${channel} auf Discord.`,
    ].join(' '),
  unlinked: (channel) =>
    `Getrennt: In diesen Chat wird nichts mehr gesendet. /link ${channel} auf Discord verknüpft ihn wieder.`,
  help: (channel) =>
    [
      'Ich lade dich ein, wenn eine Runde ansteht, für die du dich gemeldet hast. Das kannst du mir senden:',
      `${TYPED[channel].status}: wie du gemeldet bist`,
      `${today(channel)}: sag, ob du heute Abend spielst`,
      `${TYPED[channel].today} vielleicht wenn 6: du bist dabei, sobald es mit dir 6 sind`,
      `${TYPED[channel].coming}, ${TYPED[channel].late} 10: sag, dass du heute Abend kommst, oder wie viele Minuten später`,
      `${TYPED[channel].tomorrow} vielleicht, ${TYPED[channel].on} Freitag suche: dasselbe für andere Tage`,
      `${TYPED[channel].clear} Freitag: nimm deine Antwort zurück`,
      `${TYPED[channel].weekly}: sieh oder sag, was du jede Woche antwortest`,
      `${TYPED[channel].away} Freitag: du bist bis Freitag abwesend; ${TYPED[channel].back}, wenn du früher wieder da bist`,
      `${TYPED[channel].limit} 3: höchstens 3 Einladungen in 7 Tagen; ${TYPED[channel].limit} aus für keine Grenze`,
      `${TYPED[channel].keep}: weiter eingeladen werden, auch wenn die Einladungen ruhen`,
      `${TYPED[channel].stop}: keine dieser Nachrichten mehr, auf allen Kanälen`,
      `${ends(channel, 'fragen')}: frag mich nicht mehr, ob ich spiele`,
      `${ends(channel, 'bescheid')}: sag mir nicht mehr, wenn es losgeht`,
      `${TYPED[channel].unlink}: diesen Chat trennen`,
      `Um diesen Chat mit deinem Discord-Konto zu verknüpfen, nimm /link ${channel} auf Discord und folge den Schritten.`,
    ].join('\n'),
  status: ({
    channel,
    accountName,
    allowPromotions,
    callsRest,
    callsPerWeek,
    allowQuestions,
    allowReadyNotices,
    date,
    status,
    weekly,
  }) =>
    [
      `Dieser Chat gehört zum Discord-Konto ${nameOf(accountName)}.`,
      allowPromotions
        ? `Einladungen: an. ${TYPED[channel].stop} schaltet sie aus.`
        : 'Einladungen: aus. Auf Discord schaltest du sie mit /preferences ein.',
      ...(allowPromotions && callsRest ? [ownPings.restHow(channel)] : []),
      ...(allowPromotions && callsPerWeek !== null ? [`${ownPings.limit(callsPerWeek)}.`] : []),
      ...(allowQuestions === null
        ? []
        : [
            allowQuestions
              ? `Frage nach dem Abend: an. ${ends(channel, 'fragen')} schaltet sie aus.`
              : 'Frage nach dem Abend: aus. Auf Discord schaltest du sie mit /preferences ein.',
          ]),
      allowReadyNotices
        ? `Bescheid, wenn es losgeht: an. ${ends(channel, 'bescheid')} schaltet ihn aus.`
        : 'Bescheid, wenn es losgeht: aus. Auf Discord schaltest du ihn mit /preferences ein.',
      status === null
        ? `Für heute Abend, ${day(date)}, hast du noch nicht geantwortet.`
        : `Heute Abend, ${day(date)}: ${weekly ? standing.marked(markedStatus[status]) : markedStatus[status]}.`,
    ].join('\n'),
  day: ({ date, today: now, own, ownIsWeekly, ownAtLeast = null, counts }) =>
    [
      AVAILABILITY_STATUSES.every((status) => counts[status] === 0)
        ? `Für ${dayFrom(date, now)} hat noch niemand geantwortet.`
        : `${capital(dayFrom(date, now))}: ${AVAILABILITY_STATUSES.flatMap((status) =>
            counts[status] === 0 ? [] : [`${markedStatus[status]} ${counts[status]}`],
          ).join(', ')}.`,
      own === null ? 'Du hast noch nicht geantwortet.' : `${standing.own(own, ownIsWeekly)}.`,
      ...(ownAtLeast === null ? [] : [`${board.ifAtLeast(ownAtLeast)}.`]),
    ].join(' '),
  pingsOff: PINGS_OFF,
  answerHow: (channel, date, now) =>
    [
      `Zum Antworten sende ${forDay(channel, date, now)} mit einem dieser Wörter:`,
      `suche: ${board.meanings.LOOKING}`,
      `verfügbar: ${board.meanings.AVAILABLE}`,
      `vielleicht: ${board.meanings.MAYBE}`,
      `nein: ${board.meanings.NOT_PLAYING}`,
    ].join('\n'),
  onHow: (channel) =>
    `Sende den Tag, dann suche, verfügbar, vielleicht oder nein. Zum Beispiel: ${TYPED[channel].on} Freitag suche.`,
  clearHow: (channel) => `Sende auch den Tag. Zum Beispiel: ${TYPED[channel].clear} Freitag.`,
  notAnswered: (date, now) =>
    `Für ${dayFrom(date, now)} hast du nicht geantwortet, es gibt also nichts zurückzunehmen.`,
  lateHow: (channel) => `Sende auch die Minuten. Zum Beispiel: ${TYPED[channel].late} 10.`,
  changedYourMind: (channel) => `Doch dabei? Sende ${TYPED[channel].today} suche.`,
  stopEverything: (channel) => `${TYPED[channel].stop} beendet alles.`,
  internalError:
    'Bei uns ist etwas schiefgegangen; geändert wurde nichts. Bitte versuch es später noch einmal.',
  commands: {
    link: 'Diesen Chat mit einem Token von Discord verknüpfen',
    stop: 'Keine dieser Nachrichten mehr, auf allen Kanälen',
    status: 'Wie du gemeldet bist',
    coming: 'Sag, dass du heute Abend kommst',
    late: 'Sag, wie viele Minuten später du heute Abend kommst, zum Beispiel: 10',
    today: 'Sag, ob du heute Abend spielst: suche, verfügbar, vielleicht oder nein',
    tomorrow: 'Sag, ob du morgen spielst: suche, verfügbar, vielleicht oder nein',
    on: 'Sag, ob du an einem anderen Tag spielst, zum Beispiel: Freitag suche',
    clear: 'Deine Antwort für einen Tag zurücknehmen, zum Beispiel: Freitag',
    weekly: 'Sieh oder sag, was du jede Woche antwortest, zum Beispiel: Freitag vielleicht',
    away: 'Sag, bis wann du abwesend bist, zum Beispiel: Freitag',
    back: 'Sag, dass du wieder da bist',
    keep: 'Weiter eingeladen werden, auch wenn die Einladungen ruhen',
    limit: 'Sag, wie viele Einladungen pro Woche du höchstens willst, zum Beispiel: 3, oder aus',
    unlink: 'Diesen Chat trennen',
    help: 'Was du mir senden kannst',
  },
  refusal: (value, timezone) => refusal(value, { timezone }).replaceAll('`', ''),
};
