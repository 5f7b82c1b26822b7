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
import { count, errorCode, markedStatus } from './phrases.js';
import { ownPings } from './own-pings.js';
import { promote } from './promote.js';
import { buttons } from './replies.js';
import { standing } from './standing.js';
import { words } from './words.js';

export const test: TestTexts = {
  message: (channel) =>
    `This is the test you asked for: session pings reach you here, on ${words.channel[channel]}. You’re all set.`,
  sent: (channel) => `Sent. Check ${words.channel[channel]}.`,
  failed: (channel, code) =>
    `Not sent on ${words.channel[channel]}: ${errorCode(code)}. Please try again later; real session pings are retried automatically.`,
  maybe: (channel, code) =>
    `It may or may not have arrived on ${words.channel[channel]}: ${errorCode(code)}. Check there, and try again later if it didn’t.`,
  closed: (channel, code) =>
    channel === 'discord'
      ? `It can't be delivered on Discord: ${errorCode(code)}. Allow direct messages in this server's Privacy Settings, and make sure you haven’t blocked me.`
      : `It can't be delivered on ${words.channel[channel]}: ${errorCode(code)}. Use \`/link ${channel}\` to link it again.`,
};

function campaignMessage(input: CampaignMessageInput): OutgoingMessage {
  const { note } = input;
  const carried = note && kindOf(input.jobType).carriesNote ? [noteLine(note)] : [];
  const address = joinAddressOf(input);
  const joining = address === null ? [] : [`Join the game: ${address}`];
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
      return 'Reply TODAY looking, TODAY available, TODAY maybe or TODAY no; or STOP QUESTIONS if you don’t want to be asked.';
    case 'ready':
      return 'Reply STOP READY if you don’t want this notice anymore, or TODAY no if you’re not playing tonight.';
    case 'call_off':
      return 'Reply STOP to stop these messages.';
    case 'follow_up':
      return 'Reply TODAY no if you’re not playing tonight, or STOP to stop these messages.';
    default:
      return 'Reply COMING if you’re coming, LATE 10 if you’re 10 minutes late, TODAY no if you’re not playing tonight, or STOP to stop these messages.';
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
          'You left the last four of these unanswered. If this one stays unanswered too, I won’t ask again until you answer for any day or change something in /preferences.',
        ]
      : []),
    'You get this because you asked to be asked on session days, and haven’t answered yet.',
  ];
}

function invitation(input: CampaignMessageInput): string {
  const session = communityOf(input) ?? "Tonight's session";
  const what = `${session} ${startMoment(input)}`;
  switch (input.jobType) {
    case 'reminder':
      return `${what}${soFar(input)}. See you in voice!`;
    case 'start':
      return `${what}${soFar(input)}. Come to voice!`;
    case 'follow_up':
      if (input.saidYes && !input.onGameServer)
        return input.othersThere
          ? `${what}. You said you would come, and others are already there: hop into voice when you can.`
          : `${what}. You said you would come, and you're not in voice yet.`;
      return input.onGameServer
        ? `${what}. You're on the server, but not in voice yet: hop in when you can.`
        : `${what}, and you're not in voice yet. There's still time to join.`;
    case 'call_off':
      return `${session}, at ${startTime(input)}, is off.`;
    case 'one_more':
      return `${what}${soFar(input)}. Players are missing: can you step in?`;
    case 'question':
      return `${session} starts at ${startTime(input)}${soFar(input)}. Are you playing?`;
    case 'ready':
      return `It’s on: ${input.players === 1 ? '1 player is' : `${input.players} are`} looking tonight. ${session} starts at ${startTime(input)}.`;
  }
}

/**
 * "starts in 15 minutes, at …", "is starting now, at …", "started 5 minutes ago, at …". The minutes are in words for the
 * notification, which shows no live timestamp; the time is for whoever reads it later.
 */
function startMoment({ channel, startAt, now, timezone }: CampaignMessageInput): string {
  const minutes = minutesUntil(startAt, now);
  const time = startTime({ channel, startAt, timezone });
  if (minutes > 0) return `starts in ${count(minutes, 'minute')}, at ${time}`;
  if (minutes < 0) return `started ${count(-minutes, 'minute')} ago, at ${time}`;
  return `is starting now, at ${time}`;
}

/** A number of one would tell the reader that nobody else comes. */
function soFar({ players }: CampaignMessageInput): string {
  return players > 1 ? `, with ${count(players, 'player')} so far` : '';
}

function startTime({
  channel,
  startAt,
  timezone,
}: Pick<CampaignMessageInput, 'channel' | 'startAt' | 'timezone'>): string {
  return timeOfDay(startAt, channel === 'discord' ? 'discord' : { timezone });
}

/** To promoters, where no button does it. */
const PROMOTE = 'To ping tonight’s players, use /promote create on Discord.';
const TURNED = `You said you’re in if enough are, and they are: you’re down as ${markedStatus.LOOKING}.`;
const WHY_TOLD = 'You get this because you asked to be told when it’s on.';
const WHY_CALLED_OFF = 'You get this because you were pinged for it.';
const WHY_ME = 'You get this because you signed up for tonight and turned on session pings.';
const WHY_STANDBY = 'You get this because you said you might play tonight, and turned on session pings.';

function dryRunReport({ jobType, campaignId, note, channels, skipped }: DryRunReportInput): string {
  const called = CHANNEL_TYPES.map((channel) => ({
    name: `on ${words.channel[channel]}`,
    number: channels[channel] ?? 0,
  }));
  const leftOut = mostFirst(skipped).map(([reason, number]) => ({ name: promote.reason(reason), number }));
  return [
    `**Dry run: ${words.job[jobType]}** (campaign ${campaignId})`,
    'Only you got this: nobody else was messaged.',
    breakdown('Would have been pinged', called),
    breakdown('Left out', leftOut),
    ...(note && kindOf(jobType).carriesNote ? [noteLine(note)] : []),
  ].join('\n');
}

function breakdown(title: string, parts: readonly { name: string; number: number }[]): string {
  const total = parts.reduce((sum, { number }) => sum + number, 0);
  if (total === 0) return `${title}: nobody`;
  const named = parts.filter(({ number }) => number > 0).map(({ name, number }) => `${number} ${name}`);
  return `${title}: ${total} (${named.join(', ')})`;
}

/** What a promoter adds, as a quote. */
function noteLine({ text, by }: Note): string {
  const name = cleanName(by);
  return `“${text}”${name === '' ? '' : ` – ${name}`}`;
}

export const calls: CallTexts = { campaignMessage, dryRunReport, noteLine };
