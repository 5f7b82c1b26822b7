import { AVAILABILITY_STATUSES } from '../../domain/availability.js';
import type { LinkableChannel } from '../../domain/channel-choice.js';
import { addDays } from '../../domain/local-time.js';
import type { ChatTexts } from '../texts/chat.js';
import { board } from './board.js';
import { capital, day, dayFrom, dayNamed, markedStatus, nameOf } from './phrases.js';
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
    coming: 'PRIDEM',
    late: 'KASNEJE',
    today: 'DANES',
    tomorrow: 'JUTRI',
    on: 'DAN',
    clear: 'POBRIŠI',
    weekly: 'TEDENSKO',
    away: 'ODSOTNOST',
    back: 'NAZAJ',
    keep: 'NAPREJ',
    limit: 'MEJA',
    stop: 'STOP',
    status: 'STANJE',
    unlink: 'PREKINI',
  },
} as const satisfies Record<LinkableChannel, object>;

function today(channel: LinkableChannel): string {
  return `${TYPED[channel].today} iščem, na voljo, morda ali ne`;
}

const PINGS_OFF = 'Vabila so izklopljena: vklopi jih z /preferences na Discordu.';

/** How to begin an answer for a day. */
function forDay(channel: LinkableChannel, date: string, now: string): string {
  if (date === now) return TYPED[channel].today;
  if (date === addDays(now, 1)) return TYPED[channel].tomorrow;
  return `${TYPED[channel].on} ${date}`;
}

/** What ends one kind of message alone. */
function ends(channel: LinkableChannel, what: 'vprašanja' | 'obvestilo'): string {
  return `${TYPED[channel].stop} ${channel === 'telegram' ? what : what.toUpperCase()}`;
}

export const chat: ChatTexts = {
  linked: (channel, accountName, allowPromotions) =>
    [
      `Povezano: ta klepet zdaj pripada Discord računu ${nameOf(accountName)}.`,
      allowPromotions ? 'Vabila te dosežejo tukaj, kot določajo tvoje nastavitve.' : PINGS_OFF,
      `Če račun ni tvoj ali če želiš povezavo preklicati, tu pošlji ${TYPED[channel].unlink} ali na Discordu uporabi /unlink ${channel}.`,
    ].join(' '),
  unlinked: (channel) =>
    `Povezava je prekinjena: v ta klepet ne pride nič več. Znova ga povežeš z /link ${channel} na Discordu.`,
  help: (channel) =>
    [
      'Pišem ti ob večerih, za katere imaš prijavo. Pošlješ mi lahko:',
      `${TYPED[channel].status}: poglej svoje stanje`,
      `${today(channel)}: povej, ali nocoj igraš`,
      `${TYPED[channel].today} morda če nas bo 6: zraven, takoj ko vas je s tabo vred 6`,
      `${TYPED[channel].coming}, ${TYPED[channel].late} 10: povej, da nocoj prideš, ali koliko minut kasneje`,
      `${TYPED[channel].tomorrow} morda, ${TYPED[channel].on} petek iščem: enako za druge dni`,
      `${TYPED[channel].clear} petek: vzemi svoj odgovor nazaj`,
      `${TYPED[channel].weekly}: poglej ali določi, kaj odgovarjaš vsak teden`,
      `${TYPED[channel].away} do petka: ni te do petka; ${TYPED[channel].back}, če se vrneš prej`,
      `${TYPED[channel].limit} 3: največ 3 vabila v 7 dneh; ${TYPED[channel].limit} brez, če meje ne želiš`,
      `${TYPED[channel].keep}: vabila naj prihajajo naprej, tudi če mirujejo`,
      `${TYPED[channel].stop}: ustavi ta sporočila, na vseh kanalih`,
      `${ends(channel, 'vprašanja')}: ne sprašuj me, ali igram`,
      `${ends(channel, 'obvestilo')}: ne obveščaj me, da igramo`,
      `${TYPED[channel].unlink}: prekini povezavo s tem klepetom`,
      `Če želiš ta klepet povezati s svojim Discord računom, na Discordu uporabi /link ${channel} in sledi korakom.`,
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
      `Ta klepet pripada Discord računu ${nameOf(accountName)}.`,
      allowPromotions
        ? `Vabila: vklopljena. Ustaviš jih tako, da pošlješ ${TYPED[channel].stop}.`
        : 'Vabila: izklopljena. Vklopiš jih z /preferences na Discordu.',
      ...(allowPromotions && callsRest ? [ownPings.restHow(channel)] : []),
      ...(allowPromotions && callsPerWeek !== null ? [`${ownPings.limit(callsPerWeek)}.`] : []),
      ...(allowQuestions === null
        ? []
        : [
            allowQuestions
              ? `Večerno vprašanje: vklopljeno. Ustaviš ga tako, da pošlješ ${ends(channel, 'vprašanja')}.`
              : 'Večerno vprašanje: izklopljeno. Vklopiš ga z /preferences na Discordu.',
          ]),
      allowReadyNotices
        ? `Obvestilo, da igramo: vklopljeno. Ustaviš ga tako, da pošlješ ${ends(channel, 'obvestilo')}.`
        : 'Obvestilo, da igramo: izklopljeno. Vklopiš ga z /preferences na Discordu.',
      status === null
        ? `Za nocoj (${day(date)}) še ni tvojega odgovora.`
        : `Nocoj, ${day(date)}: ${weekly ? standing.marked(markedStatus[status]) : markedStatus[status]}.`,
    ].join('\n'),
  day: ({ date, today: now, own, ownIsWeekly, ownAtLeast = null, counts }) =>
    [
      AVAILABILITY_STATUSES.every((status) => counts[status] === 0)
        ? `Za ${dayFrom(date, now)} še ni nobenega odgovora.`
        : `${capital(dayNamed(date, now))}: ${AVAILABILITY_STATUSES.flatMap((status) =>
            counts[status] === 0 ? [] : [`${markedStatus[status]} ${counts[status]}`],
          ).join(', ')}.`,
      own === null ? 'Tvojega odgovora še ni.' : `${standing.own(own, ownIsWeekly)}.`,
      ...(ownAtLeast === null ? [] : [`${board.ifAtLeast(ownAtLeast)}.`]),
    ].join(' '),
  pingsOff: PINGS_OFF,
  answerHow: (channel, date, now) =>
    [
      `Odgovoriš tako, da pošlješ ${forDay(channel, date, now)} in eno od teh besed:`,
      `iščem: ${board.meanings.LOOKING}`,
      `na voljo: ${board.meanings.AVAILABLE}`,
      `morda: ${board.meanings.MAYBE}`,
      `ne: ${board.meanings.NOT_PLAYING}`,
    ].join('\n'),
  onHow: (channel) =>
    `Pošlji dan, nato pa iščem, na voljo, morda ali ne. Na primer: ${TYPED[channel].on} petek iščem.`,
  clearHow: (channel) => `Pošlji tudi dan. Na primer: ${TYPED[channel].clear} petek.`,
  notAnswered: (date, now) => `Za ${dayFrom(date, now)} ni tvojega odgovora, zato ni kaj pobrisati.`,
  lateHow: (channel) => `Pošlji tudi minute. Na primer: ${TYPED[channel].late} 10.`,
  changedYourMind: (channel) => `Vendarle igraš? Pošlji ${TYPED[channel].today} iščem.`,
  stopEverything: (channel) => `Pošlji ${TYPED[channel].stop}, da ustaviš vse.`,
  internalError: 'Na naši strani je šlo nekaj narobe; nič ni spremenjeno. Poskusi znova kasneje.',
  commands: {
    link: 'Poveži ta klepet z žetonom z Discorda',
    stop: 'Ustavi ta sporočila, na vseh kanalih',
    status: 'Poglej svoje stanje',
    coming: 'Povej, da nocoj prideš',
    late: 'Povej, koliko minut kasneje nocoj prideš, na primer: 10',
    today: 'Povej, ali nocoj igraš: iščem, na voljo, morda ali ne',
    tomorrow: 'Povej, ali jutri igraš: iščem, na voljo, morda ali ne',
    on: 'Povej, ali igraš na drug dan, na primer: petek iščem',
    clear: 'Pobriši svoj odgovor za dan, na primer: petek',
    weekly: 'Poglej ali določi, kaj odgovarjaš vsak teden, na primer: petek morda',
    away: 'Povej, do kdaj te ni, na primer: petek',
    back: 'Povej, da se vračaš',
    keep: 'Vabila naj prihajajo naprej, tudi če mirujejo',
    limit: 'Povej, največ koliko vabil na teden želiš, na primer: 3 ali brez',
    unlink: 'Prekini povezavo s tem klepetom',
    help: 'Poglej, kaj mi lahko pošlješ',
  },
  refusal: (value, timezone) => refusal(value, { timezone }).replaceAll('`', ''),
};
