import type { KnownAnswer } from '../known-answer.js';

/** The code of the Bot API's own server, with the words of its answers. */
const BOT_API = 'https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/Client.cpp';
/** Errors of Telegram itself, which the Bot API passes on by name. */
const TELEGRAM = 'https://core.telegram.org/api/errors';

/** Telegram's codes name only kinds of errors; within a kind, its words tell the cases apart. */
export interface TelegramWords {
  readonly status: number;
  readonly words: RegExp;
}

type Meaning = 'closed' | 'refused' | 'trouble' | 'not_delivered';
type Row = KnownAnswer<TelegramWords, Meaning>;

const row = (
  [status, words]: readonly [number, RegExp],
  says: string,
  means: Meaning,
  code: string,
  source = BOT_API,
): Row => ({ answer: { status, words }, says, means, code, source });

/** What Telegram may answer to `sendMessage`; the first match counts. Without a match the code decides. */
export const TELEGRAM_ANSWERS: readonly Row[] = [
  // Us, in every message.
  row([403, /frozen/i], 'Forbidden: bot is frozen', 'trouble', 'bot_restricted', 'reported by bots'),
  row([400, /FROZEN_\w+/], 'Bad Request: FROZEN_METHOD_INVALID', 'trouble', 'bot_restricted'),
  row([406, /FROZEN_\w+/], 'Not Acceptable: FROZEN_METHOD_INVALID', 'trouble', 'bot_restricted', TELEGRAM),
  row([420, /FROZEN_\w+/], 'FROZEN_METHOD_INVALID', 'trouble', 'bot_restricted', TELEGRAM),
  row(
    [400, /USER_(RESTRICTED|DEACTIVATED_BAN)/],
    'Bad Request: USER_RESTRICTED',
    'trouble',
    'bot_restricted',
    TELEGRAM,
  ),
  row([400, /PEER_FLOOD/], 'Bad Request: PEER_FLOOD', 'trouble', 'bot_restricted', TELEGRAM),
  row([400, /logged out/i], 'Logged out', 'trouble', 'unauthorized'),
  row(
    [400, /already been closed/i],
    'Bad Request: the bot has already been closed',
    'trouble',
    'unavailable',
  ),
  row([401, /^/], 'Unauthorized', 'trouble', 'unauthorized'),
  row([404, /method not found/i], 'Not Found: method not found', 'trouble', 'not_found'),
  // For Telegram a token of the wrong shape is an unknown path.
  row([404, /^/], 'Not Found', 'trouble', 'unauthorized'),
  row([421, /^/], 'Misdirected Request: unallowed token specified', 'trouble', 'unauthorized'),
  row([409, /^/], 'Conflict: terminated by other getUpdates request', 'trouble', 'unavailable'),
  // The person.
  row([403, /bot was blocked by the user/i], 'Forbidden: bot was blocked by the user', 'closed', 'blocked'),
  row([403, /user is deactivated/i], 'Forbidden: user is deactivated', 'closed', 'chat_not_found'),
  row(
    [403, /can't initiate conversation/i],
    "Forbidden: bot can't initiate conversation with a user",
    'closed',
    'not_started',
  ),
  row([400, /chat not found/i], 'Bad Request: chat not found', 'closed', 'chat_not_found'),
  row([400, /user not found/i], 'Bad Request: user not found', 'closed', 'chat_not_found'),
  row([400, /(PEER|USER)_ID_INVALID/], 'Bad Request: PEER_ID_INVALID', 'closed', 'chat_not_found'),
  row(
    [400, /INPUT_USER_DEACTIVATED/],
    'Bad Request: INPUT_USER_DEACTIVATED',
    'closed',
    'chat_not_found',
    TELEGRAM,
  ),
  row([400, /USER_IS_BLOCKED/], 'Bad Request: USER_IS_BLOCKED', 'closed', 'blocked', TELEGRAM),
  row(
    [403, /USER_PRIVACY_RESTRICTED|PRIVACY_PREMIUM_REQUIRED/],
    'Forbidden: PRIVACY_PREMIUM_REQUIRED',
    'closed',
    'forbidden',
    TELEGRAM,
  ),
  row(
    [400, /USER_PRIVACY_RESTRICTED|PRIVACY_PREMIUM_REQUIRED/],
    'Bad Request: PRIVACY_PREMIUM_REQUIRED',
    'closed',
    'forbidden',
    TELEGRAM,
  ),
  row([403, /ALLOW_PAYMENT_REQUIRED/], 'Forbidden: ALLOW_PAYMENT_REQUIRED', 'closed', 'forbidden', TELEGRAM),
  row(
    [400, /ALLOW_PAYMENT_REQUIRED/],
    'Bad Request: ALLOW_PAYMENT_REQUIRED',
    'closed',
    'forbidden',
    TELEGRAM,
  ),
  // The chat belongs to no person. No link leads to such a chat, so it says nothing about anybody.
  row([403, /bot was kicked from/i], 'Forbidden: bot was kicked from the group chat', 'closed', 'forbidden'),
  row(
    [403, /bot is not a member of/i],
    'Forbidden: bot is not a member of the channel chat',
    'closed',
    'forbidden',
  ),
  row([403, /group chat was deleted/i], 'Forbidden: the group chat was deleted', 'closed', 'forbidden'),
  row([403, /can't send messages to/i], "Forbidden: bot can't send messages to bots", 'closed', 'forbidden'),
  row(
    [400, /upgraded to a supergroup/i],
    'Bad Request: group chat was upgraded to a supergroup chat',
    'closed',
    'forbidden',
  ),
  row(
    [400, /rights to send|CHAT_WRITE_FORBIDDEN/i],
    'Bad Request: not enough rights to send text messages to the chat',
    'closed',
    'forbidden',
  ),
  row(
    [400, /CHAT_(SEND_\w+_FORBIDDEN|RESTRICTED)|TOPIC_CLOSED/],
    'Bad Request: CHAT_SEND_PLAIN_FORBIDDEN',
    'closed',
    'forbidden',
    TELEGRAM,
  ),
  // The moment.
  row([429, /^/], 'Too Many Requests: retry after 5', 'not_delivered', 'rate_limited'),
  row([420, /^/], 'FLOOD_WAIT_5', 'not_delivered', 'rate_limited', TELEGRAM),
  // The message.
  row([400, /too long/i], 'Bad Request: message is too long', 'refused', 'bad_request'),
  row([400, /^/], 'Bad Request: any other', 'refused', 'bad_request'),
  row([413, /^/], 'Request Entity Too Large', 'refused', 'bad_request'),
];
