import { AVAILABILITY_STATUSES } from '../../domain/availability.js';
import { CHANNEL_TYPES } from '../../domain/channel-choice.js';
import type { OutgoingMessage } from '../../domain/channel.js';
import { CALLS_UNTIL_ASKED } from '../../domain/freshness.js';
import { kindOf } from '../../domain/message-kinds.js';
import { cleanName } from '../../domain/display-name.js';
import { mostFirst } from '../../domain/most-first.js';
import { minutesUntil } from '../../domain/schedule.js';
import type { CallTexts, CampaignMessageInput, DryRunReportInput, Note, TestTexts } from '../texts/calls.js';
import { communityOf } from '../community.js';
import { joinAddressOf, linksOf } from '../way-there.js';
import { actionsOf } from '../ways-out.js';
import { board } from './board.js';
import { clock, count, errorCode, markedStatus } from './phrases.js';
import { ownPings } from './own-pings.js';
import { promote } from './promote.js';
import { buttons } from './replies.js';
import { standing } from './standing.js';
import { words } from './words.js';

export const test: TestTexts = {
  message: (channel) =>
    `Das ist der Test, um den du gebeten hast: Einladungen erreichen dich hier, auf ${words.channel[channel]}. Mehr ist nicht zu tun.`,
  sent: (channel) => `Gesendet: Sieh auf ${words.channel[channel]} nach.`,
  failed: (channel, code) =>
    `Auf ${words.channel[channel]} wurde nichts gesendet: ${errorCode(code)}. Bitte versuch es später noch einmal; echte Einladungen werden von selbst wiederholt.`,
  maybe: (channel, code) =>
    `Auf ${words.channel[channel]} ist es vielleicht angekommen, sicher ist das nicht: ${errorCode(code)}. Sieh dort nach, und versuch es später noch einmal, wenn nicht.`,
  closed: (channel, code) =>
    channel === 'discord'
      ? `Auf Discord ist es nicht zustellbar: ${errorCode(code)}. Erlaube in den Privatsphäreeinstellungen dieses Servers Direktnachrichten von Mitgliedern, und blockier mich nicht.`
      : `Auf ${words.channel[channel]} ist es nicht zustellbar: ${errorCode(code)}. Mit \`/link ${channel}\` verknüpfst du es neu.`,
};

function campaignMessage(input: CampaignMessageInput): OutgoingMessage {
  const { note } = input;
  const carried = note && kindOf(input.jobType).carriesNote ? [noteLine(note)] : [];
  const address = joinAddressOf(input);
  const joining = address === null ? [] : [`Ins Spiel: ${address}`];
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
      return 'Antworte HEUTE suche, HEUTE verfügbar, HEUTE vielleicht oder HEUTE nein; oder STOPP FRAGEN, wenn du nicht gefragt werden willst.';
    case 'ready':
      return 'Antworte STOPP BESCHEID, wenn du das nicht mehr wissen willst, oder HEUTE nein, wenn du heute nicht spielst.';
    case 'call_off':
      return 'Antworte STOPP, wenn du diese Nachrichten nicht mehr willst.';
    case 'follow_up':
      return 'Antworte HEUTE nein, wenn du heute nicht spielst, oder STOPP, wenn du diese Nachrichten nicht mehr willst.';
    default:
      return 'Antworte KOMME, wenn du kommst, SPÄTER 10, wenn du 10 Minuten später kommst, HEUTE nein, wenn du heute nicht spielst, oder STOPP, wenn du diese Nachrichten nicht mehr willst.';
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
          'Die letzten vier dieser Fragen blieben ohne Antwort. Bleibt es auch diese, frage ich erst wieder, wenn du für irgendeinen Tag antwortest oder in /preferences etwas änderst.',
        ]
      : []),
    'Das bekommst du, weil du an Spieltagen gefragt werden willst und noch nicht geantwortet hast.',
  ];
}

function invitation(input: CampaignMessageInput): string {
  const community = communityOf(input);
  const what = community === null ? 'Die Runde heute Abend' : `${community}: Die Runde heute Abend`;
  const when = `${what} ${startMoment(input)}`;
  switch (input.jobType) {
    case 'reminder':
      return `${when}${soFar(input)}. Bis gleich im Sprachkanal!`;
    case 'start':
      return `${when}${soFar(input)}. Komm in den Sprachkanal!`;
    case 'follow_up':
      if (input.saidYes && !input.onGameServer)
        return input.othersThere
          ? `${when}. Du hast gesagt, dass du kommst, und andere sind schon da: Komm in den Sprachkanal, wenn du kannst.`
          : `${when}. Du hast gesagt, dass du kommst, und bist noch nicht im Sprachkanal.`;
      return input.onGameServer
        ? `${when}. Du bist auf dem Spielserver, aber noch nicht im Sprachkanal: Komm dazu, wenn du kannst.`
        : `${when}, und du bist noch nicht im Sprachkanal. Du kannst noch dazukommen.`;
    case 'call_off':
      return `${what} um ${startTime(input)} fällt aus.`;
    case 'one_more':
      return `${when}${soFar(input)}. Es fehlt noch jemand: Springst du ein?`;
    case 'question':
      return `${what} beginnt um ${startTime(input)}${soFar(input)}. Spielst du mit?`;
    case 'ready':
      return `Es geht los: Heute Abend ${input.players === 1 ? 'ist eine Person' : `sind ${input.players}`} dabei. ${what} beginnt um ${startTime(input)}.`;
  }
}

/**
 * „beginnt in 15 Minuten, um …“, „beginnt jetzt, um …“, „hat vor 5 Minuten begonnen, um …“. The minutes are in words
 * for the notification, which shows no live timestamp; the time is for whoever reads it later.
 */
function startMoment({ channel, startAt, now, timezone }: CampaignMessageInput): string {
  const minutes = minutesUntil(startAt, now);
  const time = startTime({ channel, startAt, timezone });
  if (minutes > 0) return `beginnt in ${count(minutes, 'Minute', 'Minuten')}, um ${time}`;
  if (minutes < 0) return `hat vor ${count(-minutes, 'Minute', 'Minuten')} begonnen, um ${time}`;
  return `beginnt jetzt, um ${time}`;
}

/** A number of one would tell the reader that nobody else comes. */
function soFar({ players }: CampaignMessageInput): string {
  return players > 1 ? `, bisher mit ${players} Leuten` : '';
}

function startTime({
  channel,
  startAt,
  timezone,
}: Pick<CampaignMessageInput, 'channel' | 'startAt' | 'timezone'>): string {
  return clock(startAt, channel === 'discord' ? 'discord' : { timezone });
}

/** To promoters, where no button does it. */
const PROMOTE = 'Einladen kannst du mit /promote create auf Discord.';
const TURNED = `Du wolltest dabei sein, wenn genug dabei sind, und das sind sie. Deine Antwort ist jetzt: ${markedStatus.LOOKING}.`;
const WHY_TOLD = 'Das bekommst du, weil du Bescheid haben wolltest, wenn es losgeht.';
const WHY_CALLED_OFF = 'Das bekommst du, weil du dafür eingeladen warst.';
const WHY_ME = 'Das bekommst du, weil du dich für heute Abend gemeldet und Einladungen eingeschaltet hast.';
const WHY_STANDBY =
  'Das bekommst du, weil du gesagt hast, dass du heute Abend vielleicht spielst, und Einladungen eingeschaltet hast.';

function dryRunReport({ jobType, campaignId, note, channels, skipped }: DryRunReportInput): string {
  const called = CHANNEL_TYPES.map((channel) => ({
    name: `über ${words.channel[channel]}`,
    number: channels[channel] ?? 0,
  }));
  const leftOut = mostFirst(skipped).map(([reason, number]) => ({ name: promote.reason(reason), number }));
  return [
    `**Probelauf: ${words.job[jobType]}** (Kampagne ${campaignId})`,
    'Das hast nur du bekommen: Sonst wurde niemandem geschrieben.',
    breakdown('Eingeladen worden wären', called),
    breakdown('Ausgelassen', leftOut),
    ...(note && kindOf(jobType).carriesNote ? [noteLine(note)] : []),
  ].join('\n');
}

function breakdown(title: string, parts: readonly { name: string; number: number }[]): string {
  const total = parts.reduce((sum, { number }) => sum + number, 0);
  if (total === 0) return `${title}: niemand`;
  const named = parts.filter(({ number }) => number > 0).map((part) => `${part.number} ${part.name}`);
  return `${title}: ${total} (${named.join(', ')})`;
}

/** What a promoter adds, as a quote. */
function noteLine({ text, by }: Note): string {
  const name = cleanName(by);
  return `„${text}“${name === '' ? '' : ` – ${name}`}`;
}

export const calls: CallTexts = { campaignMessage, dryRunReport, noteLine };
