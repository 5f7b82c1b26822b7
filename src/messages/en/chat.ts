import { AVAILABILITY_STATUSES } from '../../domain/availability.js';
import type { LinkableChannel } from '../../domain/channel-choice.js';
import { displayName } from '../../domain/display-name.js';
import { addDays } from '../../domain/local-time.js';
import type { ChatTexts } from '../texts/chat.js';
import { board } from './board.js';
import { capital, day, dayFrom, markedStatus } from './phrases.js';
import { ownPings } from './own-pings.js';
import { refusal } from './refusals.js';
import { standing } from './standing.js';

/** How a command is written in a chat. */
function typed(channel: LinkableChannel, command: string): string {
  return channel === 'telegram' ? `/${command}` : command.toUpperCase();
}

function today(channel: LinkableChannel): string {
  return `${typed(channel, 'today')} looking, available, maybe or no`;
}

const PINGS_OFF = 'Session pings are off: turn them on with /preferences on Discord.';

/** How to begin an answer for a day. */
function forDay(channel: LinkableChannel, date: string, now: string): string {
  if (date === now) return typed(channel, 'today');
  if (date === addDays(now, 1)) return typed(channel, 'tomorrow');
  return `${typed(channel, 'on')} ${date}`;
}

/** What ends one kind of message alone. */
function ends(channel: LinkableChannel, what: 'questions' | 'ready'): string {
  return `${typed(channel, 'stop')} ${channel === 'telegram' ? what : what.toUpperCase()}`;
}

export const chat: ChatTexts = {
  linked: (channel, accountName, allowPromotions) =>
    [
      `Linked: this chat now belongs to the Discord account ${displayName(accountName)}.`,
      allowPromotions ? 'Session pings reach you here, as your preferences say.' : PINGS_OFF,
      `If this is not your account, or to undo it, send ${typed(channel, 'unlink')} here, or use /unlink ${channel} on Discord.`,
    ].join(' '),
  unlinked: (channel) =>
    `Unlinked: nothing more will be sent to this chat. Use /link ${channel} on Discord to link it again.`,
  help: (channel) =>
    [
      'I message you on evenings you signed up for. You can send me:',
      `${typed(channel, 'status')}: see your status`,
      `${today(channel)}: set whether you’re playing tonight`,
      `${typed(channel, 'today')} maybe if 6: you’re in as soon as 6 are, you included`,
      `${typed(channel, 'coming')}, ${typed(channel, 'late')} 10: say you’re coming tonight, or how many minutes later`,
      `${typed(channel, 'tomorrow')} maybe, ${typed(channel, 'on')} friday looking: the same for other days`,
      `${typed(channel, 'clear')} friday: take your answer back`,
      `${typed(channel, 'weekly')}: see or set what you answer every week`,
      `${typed(channel, 'away')} friday: you’re away until friday; ${typed(channel, 'back')} when you’re back early`,
      `${typed(channel, 'limit')} 3: at most 3 pings in any 7 days; ${typed(channel, 'limit')} off for no limit`,
      `${typed(channel, 'keep')}: keep getting pings, or bring them back where they rest`,
      `${typed(channel, 'stop')}: stop these messages, on every channel`,
      `${ends(channel, 'questions')}: don’t ask me whether I’m playing`,
      `${ends(channel, 'ready')}: don’t tell me when it’s on`,
      `${typed(channel, 'unlink')}: unlink this chat`,
      `To link this chat to your Discord account, use /link ${channel} on Discord and follow the steps.`,
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
      `This chat belongs to the Discord account ${displayName(accountName)}.`,
      allowPromotions
        ? `Session pings: on. Send ${typed(channel, 'stop')} to stop them.`
        : 'Session pings: off. Turn them on with /preferences on Discord.',
      ...(allowPromotions && callsRest ? [ownPings.restHow(channel)] : []),
      ...(allowPromotions && callsPerWeek !== null ? [`${ownPings.limit(callsPerWeek)}.`] : []),
      ...(allowQuestions === null
        ? []
        : [
            allowQuestions
              ? `Evening question: on. Send ${ends(channel, 'questions')} to stop it.`
              : 'Evening question: off. Turn it on with /preferences on Discord.',
          ]),
      allowReadyNotices
        ? `Notice when it’s on: on. Send ${ends(channel, 'ready')} to stop it.`
        : 'Notice when it’s on: off. Turn it on with /preferences on Discord.',
      status === null
        ? `You haven’t answered for tonight, ${day(date)}.`
        : `Tonight, ${day(date)}: ${weekly ? standing.marked(markedStatus[status]) : markedStatus[status]}.`,
    ].join('\n'),
  day: ({ date, today: now, own, ownIsWeekly, ownAtLeast = null, counts }) =>
    [
      AVAILABILITY_STATUSES.every((status) => counts[status] === 0)
        ? `Nobody has answered for ${dayFrom(date, now)} yet.`
        : `${capital(dayFrom(date, now))}: ${AVAILABILITY_STATUSES.flatMap((status) =>
            counts[status] === 0 ? [] : [`${markedStatus[status]} ${counts[status]}`],
          ).join(', ')}.`,
      own === null ? 'You haven’t answered.' : `${standing.own(own, ownIsWeekly)}.`,
      ...(ownAtLeast === null ? [] : [`${board.ifAtLeast(ownAtLeast)}.`]),
    ].join(' '),
  pingsOff: PINGS_OFF,
  answerHow: (channel, date, now) =>
    [
      `To answer, send ${forDay(channel, date, now)} with one of these words:`,
      `looking: ${board.meanings.LOOKING}`,
      `available: ${board.meanings.AVAILABLE}`,
      `maybe: ${board.meanings.MAYBE}`,
      `no: ${board.meanings.NOT_PLAYING}`,
    ].join('\n'),
  onHow: (channel) =>
    `Send the day, then looking, available, maybe or no. For example: ${typed(channel, 'on')} friday looking.`,
  clearHow: (channel) => `Send the day too. For example: ${typed(channel, 'clear')} friday.`,
  notAnswered: (date, now) => `You haven’t answered for ${dayFrom(date, now)}, so there is nothing to clear.`,
  lateHow: (channel) => `Send the minutes too. For example: ${typed(channel, 'late')} 10.`,
  changedYourMind: (channel) => `Changed your mind? Send ${typed(channel, 'today')} looking.`,
  stopEverything: (channel) => `Send ${typed(channel, 'stop')} to stop everything.`,
  internalError: 'Something went wrong on our side; nothing was changed. Please try again later.',
  commands: {
    link: 'Link this chat with a token from Discord',
    stop: 'Stop these messages, on every channel',
    status: 'See your status',
    coming: 'Say you’re coming tonight',
    late: 'Say how many minutes later you come tonight, such as: 10',
    today: 'Set whether you’re playing tonight: looking, available, maybe or no',
    tomorrow: 'Set whether you’re playing tomorrow: looking, available, maybe or no',
    on: 'Set whether you’re playing on another day, such as: friday looking',
    clear: 'Clear your answer for a day, such as: friday',
    weekly: 'See or set what you answer every week, such as: friday maybe',
    away: 'Say until when you’re away, such as: friday',
    back: 'Say that you’re back',
    keep: 'Keep getting pings, or bring them back where they rest',
    limit: 'Say how many pings you want a week at most, such as: 3, or off',
    unlink: 'Unlink this chat',
    help: 'See what you can send me',
  },
  refusal: (value, timezone) => refusal(value, { timezone }).replaceAll('`', ''),
};
