import { CHANNEL_TYPES } from '../../domain/channel-choice.js';
import { addDays, daysBetween, isLocalDate } from '../../domain/local-time.js';
import { type SendError, wordFor } from '../codes.js';
import { marked } from '../names.js';
import type { Phrases } from '../texts/phrases.js';
import { words } from './words.js';

const ERROR_CODE: Record<SendError, string> = {
  dm_closed: 'their DMs are closed',
  no_mutual_guild: 'no Discord server in common with the bot',
  connection_refused: 'the service refused the connection',
  rate_limited: 'the service asked us to slow down',
  timeout: 'the service did not answer in time',
  connection_reset: 'the connection was lost',
  server_error: 'the service had an internal error',
  dms_paused: 'Discord paused new DMs: too many, too fast',
  dms_queued: 'too many new DMs at once',
  held_up: 'Muster was held up before sending',
  unauthorized: 'the service refused our credentials',
  expired: 'no attempt succeeded in time',
  bad_request: 'the service refused the message',
  forbidden: 'not allowed: a permission may be missing',
  unknown_channel: 'the channel no longer exists',
  unknown_answer: 'the service gave an answer we don’t understand',
  restart: 'Muster was restarted while sending',
  blocked: 'they blocked the bot there',
  chat_not_found: 'the chat no longer exists',
  not_registered: 'their number is no longer registered there',
  no_address: 'no address on file',
  channel_paused: 'sending there is paused',
  captcha: 'Signal asks for a captcha',
  number_not_registered: 'Muster’s Signal number is not registered',
  not_found: 'nothing answers at the address in the settings',
  bot_restricted: 'the service has restricted our account',
  unavailable: 'the service isn’t taking messages right now',
  edge_blocked: 'the service is blocking our network address for now',
  foreign_answer: 'a proxy or login page answered instead',
  unknown_refusal: 'the service refused it for an unknown reason',
  unknown_user: 'their account no longer exists',
  not_started: 'they haven’t started the bot there',
  untrusted_keys: 'their safety number changed and isn’t confirmed',
};

/** With its emoji. */
export const markedStatus = marked(words.status);

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

export function errorCode(code: string): string {
  return wordFor(ERROR_CODE, code) ?? 'an unexpected problem';
}

export function day(date: string): string {
  if (!isLocalDate(date)) return date;
  const at = new Date(`${date}T00:00:00.000Z`);
  return `${WEEKDAYS[at.getUTCDay()]} ${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]}`;
}

export function dayAndYear(date: string): string {
  return isLocalDate(date) ? `${day(date)} ${date.slice(0, 4)}` : date;
}

export function dayFrom(date: string, today: string): string {
  if (date === today) return 'tonight';
  if (isLocalDate(today) && date === addDays(today, 1)) return 'tomorrow';
  return date.slice(0, 4) === today.slice(0, 4) ? day(date) : dayAndYear(date);
}

function dateChoice(date: string, today: string): string {
  switch (daysBetween(today, date)) {
    case 0:
      return `Today, ${day(date)}`;
    case 1:
      return `Tomorrow, ${day(date)}`;
    case -1:
      return `Yesterday, ${day(date)}`;
    default:
      return day(date);
  }
}

export function channelNamed(channel: string): string {
  const known = CHANNEL_TYPES.find((name) => name === channel);
  return known ? words.channel[known] : 'This channel';
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

export const phrases: Phrases = {
  errorCode,
  day,
  dayAndYear,
  dayFrom,
  dateChoice,
  andMore: (number) => `and ${number} more`,
};
