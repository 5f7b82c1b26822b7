import { CHANNEL_TYPES } from '../../domain/channel-choice.js';
import { daysBetween } from '../../domain/local-time.js';
import { type SendError, wordFor } from '../codes.js';
import { marked } from '../names.js';
import type { Phrases } from '../texts/phrases.js';
import { words } from './words.js';

const ERROR_CODE: Record<SendError, string> = {
  dm_closed: 'their DMs are closed',
  no_mutual_guild: 'shares no Discord server with the bot',
  connection_refused: 'the service refused the connection',
  rate_limited: 'the service asked us to slow down',
  timeout: 'the service did not answer in time',
  connection_reset: 'the connection broke off',
  server_error: 'the service had an error of its own',
  dms_paused: 'Discord paused our new DMs: too many were opened too fast',
  dms_queued: 'too many new DMs had to be opened at once',
  unauthorized: 'the service refused our credentials',
  expired: 'no attempt succeeded while it was still of use',
  bad_request: 'the service refused the message',
  forbidden: 'the service does not allow it: a permission may be missing',
  unknown_channel: 'the channel is no more',
  unknown_answer: 'the service gave an answer we do not know',
  restart: 'Muster was restarted during the send',
  blocked: 'they blocked the bot there',
  chat_not_found: 'the chat is no more',
  not_registered: 'their number is not registered there any more',
  no_address: 'no address is known there',
  channel_paused: 'it is paused there at the moment',
  captcha: 'Signal asks for a captcha',
  number_not_registered: 'our Signal number is not registered',
  not_found: 'nothing is found at the address in the settings',
  bot_restricted: 'the service has restricted our account',
  unavailable: 'the service takes no messages at the moment',
  edge_blocked: 'the service blocks our network address for a while',
  foreign_answer: 'a proxy, a login page or a block answered in its place',
  unknown_refusal: 'the service refused it for a reason we do not know',
  unknown_user: 'their account is no more',
  not_started: 'they have not started the bot there',
  untrusted_keys: 'their safety number changed, and nobody confirmed it',
};

/** With its emoji. */
export const markedStatus = marked(words.status);

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

export function errorCode(code: string): string {
  return wordFor(ERROR_CODE, code) ?? 'an unexpected problem';
}

export function day(date: string): string {
  const weekday = WEEKDAYS[new Date(`${date}T00:00:00.000Z`).getUTCDay()];
  return weekday ? `${weekday} ${date}` : date;
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

export const phrases: Phrases = { errorCode, day, dateChoice, andMore: (number) => `and ${number} more` };
