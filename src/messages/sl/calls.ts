import { AVAILABILITY_STATUSES } from '../../domain/availability.js';
import { CHANNEL_TYPES } from '../../domain/channel-choice.js';
import type { OutgoingMessage } from '../../domain/channel.js';
import { CALLS_UNTIL_ASKED } from '../../domain/freshness.js';
import { kindOf } from '../../domain/message-kinds.js';
import { cleanName } from '../../domain/display-name.js';
import { mostFirst } from '../../domain/most-first.js';
import { minutesUntil } from '../../domain/schedule.js';
import { timeOfDay } from '../moment.js';
import type { CallTexts, CampaignMessageInput, DryRunReportInput, Note, TestTexts } from '../texts/calls.js';
import { communityOf } from '../community.js';
import { joinAddressOf, linksOf } from '../way-there.js';
import { actionsOf } from '../ways-out.js';
import { board } from './board.js';
import { by, count, errorCode, markedStatus, minutes, players, playersLooking } from './phrases.js';
import { ownPings } from './own-pings.js';
import { promote } from './promote.js';
import { buttons } from './replies.js';
import { standing } from './standing.js';
import { words } from './words.js';

export const test: TestTexts = {
  message: (channel) =>
    `Tu je tvoj preizkus: vabila te dosežejo tukaj (${words.channel[channel]}). Vse je pripravljeno.`,
  sent: (channel) => `Poslano. Poglej: ${words.channel[channel]}.`,
  failed: (channel, code) =>
    `Ni poslano (${words.channel[channel]}): ${errorCode(code)}. Poskusi znova kasneje; prava vabila poskusim poslati znova brez tebe.`,
  maybe: (channel, code) =>
    `Morda je prispelo, morda ne (${words.channel[channel]}): ${errorCode(code)}. Preveri tam in poskusi kasneje, če ga ni.`,
  closed: (channel, code) =>
    channel === 'discord'
      ? `Na Discordu ga ni mogoče dostaviti: ${errorCode(code)}. V „Privacy Settings“ tega strežnika dovoli zasebna sporočila in preveri, da me ne blokiraš.`
      : `Ni ga mogoče dostaviti (${words.channel[channel]}): ${errorCode(code)}. Z \`/link ${channel}\` ga poveži znova.`,
};

function campaignMessage(input: CampaignMessageInput): OutgoingMessage {
  const { note } = input;
  const carried = note && kindOf(input.jobType).carriesNote ? [noteLine(note)] : [];
  const address = joinAddressOf(input);
  const joining = address === null ? [] : [`V igro: ${address}`];
  const paragraphs = [invitation(input), ...carried, ...joining, ...stillWanted(input), ...about(input)];
  if (input.channel === 'signal') paragraphs.push(answersInWords(input));
  return {
    text: paragraphs.join('\n\n'),
    actions: actionsOf(input, buttons, {
      statuses: markedStatus,
      keep: standing.keep,
      keepPings: ownPings.keep,
    }),
    links: linksOf(input, buttons),
  };
}

/** Whether they are still wanted, where nothing shows it. */
function stillWanted({ asksToStay = false, channel }: CampaignMessageInput): string[] {
  return asksToStay ? [ownPings.stillWanted(CALLS_UNTIL_ASKED - 1, channel === 'signal')] : [];
}

/** What can be replied where there are no buttons. */
function answersInWords({ jobType }: CampaignMessageInput): string {
  switch (jobType) {
    case 'question':
      return 'Odgovori DANES iščem, DANES na voljo, DANES morda ali DANES ne; ali pa STOP VPRAŠANJA, če teh vprašanj ne želiš.';
    case 'ready':
      return 'Odgovori STOP OBVESTILO, če tega obvestila ne želiš več, ali DANES ne, če nocoj ne igraš.';
    case 'call_off':
      return 'Odgovori STOP, če teh sporočil ne želiš več.';
    case 'follow_up':
      return 'Odgovori DANES ne, če nocoj ne igraš, ali STOP, če teh sporočil ne želiš več.';
    default:
      return 'Odgovori PRIDEM, če prideš, KASNEJE 10, če prideš 10 minut kasneje, DANES ne, če nocoj ne igraš, ali STOP, če teh sporočil ne želiš več.';
  }
}

/** What a message means for its reader, and why it came. */
function about(input: CampaignMessageInput): string[] {
  switch (input.jobType) {
    case 'question':
      return aboutQuestion(input);
    case 'ready':
      return [
        ...(input.hasTurned ? [TURNED] : []),
        ...(input.promotes && input.channel !== 'discord' ? [PROMOTE] : []),
        WHY_TOLD,
      ];
    case 'call_off':
      return [WHY_CALLED_OFF];
    case 'one_more':
      return [WHY_STANDBY];
    default:
      return [WHY_ME];
  }
}

/** What the answers to a question bring, when it is the last one, and why it came. */
function aboutQuestion({
  channel,
  isLastQuestion = false,
  weeklyEnds = null,
}: CampaignMessageInput): string[] {
  return [
    AVAILABILITY_STATUSES.map((status) => `${markedStatus[status]}: ${board.meanings[status]}`).join('\n'),
    ...(weeklyEnds === null ? [] : [standing.endSoon(weeklyEnds, channel === 'signal')]),
    ...(isLastQuestion
      ? [
          'Zadnja štiri taka vprašanja so ostala brez odgovora. Če ostane brez njega tudi tole, ne sprašujem več, dokler ne odgovoriš za kateri koli dan ali česa ne spremeniš v /preferences.',
        ]
      : []),
    'To sporočilo dobiš, ker želiš vprašanje ob igralnih dneh in še ni tvojega odgovora.',
  ];
}

function invitation(input: CampaignMessageInput): string {
  const community = communityOf(input);
  const session = community === null ? 'Nocojšnje igranje' : `${community}: nocojšnje igranje`;
  const what = `${session} ${startMoment(input)}`;
  switch (input.jobType) {
    case 'reminder':
      return `${what}${soFar(input)}. Se slišimo v glasovnem kanalu!`;
    case 'start':
      return `${what}${soFar(input)}. Pridi v glasovni kanal!`;
    case 'follow_up':
      if (input.saidYes && !input.onGameServer)
        return input.othersThere
          ? `${what}. Tvoj odgovor je bil, da prideš, in drugi so že tam: skoči v glasovni kanal, ko utegneš.`
          : `${what}. Tvoj odgovor je bil, da prideš, a v glasovnem kanalu te še ni.`;
      return input.onGameServer
        ? `${what}. Na strežniku že igraš, v glasovnem kanalu pa te še ni: skoči vanj, ko utegneš.`
        : `${what}, v glasovnem kanalu pa te še ni. Še vedno se lahko pridružiš.`;
    case 'call_off':
      return `${session} ob ${startTime(input)} odpade.`;
    case 'one_more':
      return `${what}${soFar(input)}. Manjkajo igralci: lahko vskočiš?`;
    case 'question':
      return `${session} se začne ob ${startTime(input)}${soFar(input)}. Igraš?`;
    case 'ready':
      return `Igramo: nocoj ${playersLooking(input.players)}. ${session} se začne ob ${startTime(input)}.`;
  }
}

/**
 * „se začne čez 15 minut, ob …“, „se začenja zdaj, ob …“, „se je začelo pred 5 minutami, ob …“. The minutes are in words
 * for the notification, which shows no live timestamp; the time is for whoever reads it later.
 */
function startMoment({ channel, startAt, now, timezone }: CampaignMessageInput): string {
  const left = minutesUntil(startAt, now);
  const time = startTime({ channel, startAt, timezone });
  if (left > 0) return `se začne čez ${minutes(left)}, ob ${time}`;
  if (left < 0)
    return `se je začelo pred ${count(-left, 'minuto', 'minutama', 'minutami', 'minutami')}, ob ${time}`;
  return `se začenja zdaj, ob ${time}`;
}

/** A number of one would tell the reader that nobody else comes. */
function soFar({ players: number }: CampaignMessageInput): string {
  return number > 1 ? `, za zdaj ${players(number)}` : '';
}

function startTime({
  channel,
  startAt,
  timezone,
}: Pick<CampaignMessageInput, 'channel' | 'startAt' | 'timezone'>): string {
  return timeOfDay(startAt, channel === 'discord' ? 'discord' : { timezone });
}

/** To promoters, where no button does it. */
const PROMOTE = 'Nocojšnje igralce povabiš z /promote create na Discordu.';
const TURNED = `Tvoj odgovor je bil, da prideš, če vas bo dovolj, in zdaj vas je dovolj: ${markedStatus.LOOKING}.`;
const WHY_TOLD = 'To sporočilo dobiš, ker želiš vedeti, kdaj igramo.';
const WHY_CALLED_OFF = 'To sporočilo dobiš, ker ti je bilo poslano vabilo.';
const WHY_ME = 'To sporočilo dobiš, ker imaš za nocoj prijavo in vklopljena vabila.';
const WHY_STANDBY =
  'To sporočilo dobiš, ker je tvoj odgovor, da nocoj morda igraš, in ker imaš vklopljena vabila.';

function dryRunReport({ jobType, campaignId, note, channels, skipped }: DryRunReportInput): string {
  const called = CHANNEL_TYPES.map((channel) => ({
    name: by(channel),
    number: channels[channel] ?? 0,
  }));
  const leftOut = mostFirst(skipped).map(([reason, number]) => ({ name: promote.reason(reason), number }));
  return [
    `**Poskusni zagon: ${words.job[jobType]}** (kampanja ${campaignId})`,
    'To je le zate: nikomur drugemu ni bilo nič poslano.',
    breakdown('Vabilo bi dobili', called),
    breakdown('Izpuščeni', leftOut),
    ...(note && kindOf(jobType).carriesNote ? [noteLine(note)] : []),
  ].join('\n');
}

function breakdown(title: string, parts: readonly { name: string; number: number }[]): string {
  const total = parts.reduce((sum, { number }) => sum + number, 0);
  if (total === 0) return `${title}: nihče`;
  const named = parts.filter(({ number }) => number > 0).map(({ name, number }) => `${number} ${name}`);
  return `${title}: ${total} (${named.join(', ')})`;
}

/** What a promoter adds, as a quote. */
function noteLine({ text, by }: Note): string {
  const name = cleanName(by);
  return `„${text}“${name === '' ? '' : ` – ${name}`}`;
}

export const calls: CallTexts = { campaignMessage, dryRunReport, noteLine };
