import type { KnownAnswer } from '../known-answer.js';

/** signal-cli-rest-api: src/api/api.go, src/client/client.go and src/client/jsonrpc2.go. */
const REST_API = 'https://github.com/bbernhard/signal-cli-rest-api';
/** signal-cli, whose words signal-cli-rest-api passes on: App, SendCommand and SendMessageResultUtils. */
const SIGNAL_CLI = 'https://github.com/AsamK/signal-cli';

/** `asks`: in json-rpc mode the words don't say enough, so we ask Signal whether the number is registered. */
export type SignalMeaning = 'closed' | 'refused' | 'trouble' | 'not_delivered' | 'maybe_delivered' | 'asks';

type Row = KnownAnswer<RegExp, SignalMeaning>;

const row = (answer: RegExp, says: string, means: SignalMeaning, code: string, source: string): Row => ({
  answer,
  says,
  means,
  code,
  source,
});

/**
 * What signal-cli-rest-api may say when it refuses `/v2/send`; the first match counts. In the modes `normal`
 * and `native` it passes on all that signal-cli printed, in `json-rpc` the message alone. Without a match the
 * message may have arrived.
 */
export const SIGNAL_ANSWERS: readonly Row[] = [
  // Us, in every message. A demand for a captcha comes with a token that solves it.
  row(
    /CAPTCHA proof required/i,
    'CAPTCHA proof required for sending to "…"',
    'trouble',
    'captcha',
    SIGNAL_CLI,
  ),
  row(/"token":"[^"]/, '"type":"RATE_LIMIT_FAILURE","token":"…"', 'trouble', 'captcha', SIGNAL_CLI),
  row(
    /Specified account does not exist/,
    'Specified account does not exist',
    'trouble',
    'number_not_registered',
    SIGNAL_CLI,
  ),
  row(
    /\bUser \S+ is not registered/,
    'User … is not registered.',
    'trouble',
    'number_not_registered',
    SIGNAL_CLI,
  ),
  row(/Authorization failed/i, '[401] Authorization failed!', 'trouble', 'number_not_registered', SIGNAL_CLI),
  row(
    /Number not registered with JSON-RPC|No JsonRpc2Client/,
    'Number not registered with JSON-RPC',
    'trouble',
    'number_not_registered',
    REST_API,
  ),
  // The service behind it: a request that was not handed over whole is not carried out.
  row(/write tcp |dial tcp /, 'write tcp …: broken pipe', 'not_delivered', 'connection_refused', REST_API),
  // The person.
  row(
    /Unregistered user|UNREGISTERED_FAILURE/,
    'Unregistered user "…"',
    'closed',
    'not_registered',
    SIGNAL_CLI,
  ),
  row(
    /The user \S+ is not registered/,
    'The user … is not registered.',
    'closed',
    'not_registered',
    SIGNAL_CLI,
  ),
  row(
    /untrusted recipient keys/,
    'Unable to complete request due to untrusted recipient keys',
    'closed',
    'untrusted_keys',
    REST_API,
  ),
  row(
    /untrusted identities/,
    'Failed to send message due to untrusted identities',
    'closed',
    'untrusted_keys',
    SIGNAL_CLI,
  ),
  row(/Untrusted Identity for/, 'Untrusted Identity for "…"', 'closed', 'untrusted_keys', SIGNAL_CLI),
  // Seen although the message had arrived.
  row(
    /rate.?limit/i,
    'Failed to send message due to rate limiting',
    'maybe_delivered',
    'rate_limited',
    SIGNAL_CLI,
  ),
  row(/\b(413|429)\b/, '[429] Rate Limited', 'maybe_delivered', 'rate_limited', SIGNAL_CLI),
  // The message.
  row(
    /^Couldn't process request/,
    "Couldn't process request - invalid request",
    'refused',
    'bad_request',
    REST_API,
  ),
  row(
    /^Invalid (recipient type|identifier|group id)/i,
    'Invalid recipient type',
    'refused',
    'bad_request',
    REST_API,
  ),
  row(
    /Sending empty message is not allowed/,
    'Sending empty message is not allowed',
    'refused',
    'bad_request',
    SIGNAL_CLI,
  ),
  // Anything may have gone wrong, before or after the message left.
  row(
    /process killed as timeout reached/,
    'process killed as timeout reached',
    'maybe_delivered',
    'timeout',
    REST_API,
  ),
  row(/^Failed to send message\s*$/, 'Failed to send message', 'asks', 'bad_request', SIGNAL_CLI),
  row(/^/, 'any other', 'maybe_delivered', 'bad_request', SIGNAL_CLI),
];
