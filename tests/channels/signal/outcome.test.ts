import { describe, expect, it } from 'vitest';
import { SIGNAL_ANSWERS } from '../../../src/channels/signal/answers.js';
import { outcomeOfAnswer, saysUnregistered } from '../../../src/channels/signal/outcome.js';

const OWN = '+38640000001';

const sort = (status: number, body: unknown) => outcomeOfAnswer({ status, body }, OWN);

describe('the table of Signal’s answers', () => {
  it.each(SIGNAL_ANSWERS)('takes "$says" for $means ($code)', ({ says, means, code }) => {
    expect(sort(400, { error: says })).toEqual({ kind: means, code });
  });

  it.each([
    [
      'what the modes normal and native add',
      `INFO  x\nFailed to send (some) messages:\n+1: Unregistered user "+1"\n`,
      'closed',
      'not_registered',
    ],
    [
      'that in JSON',
      '{"timestamp":1764291344137,"results":[{"type":"UNREGISTERED_FAILURE"}]}\nFailed to send message\n',
      'closed',
      'not_registered',
    ],
    [
      'a failure of the network',
      '{"timestamp":1764291344137,"results":[{"type":"NETWORK_FAILURE"}]}\nFailed to send message\n',
      'maybe_delivered',
      'bad_request',
    ],
    [
      'a captcha with its token',
      '{"results":[{"type":"RATE_LIMIT_FAILURE","token":"t"}]}\nFailed to send message due to rate limiting\n',
      'trouble',
      'captcha',
    ],
    [
      'a limit without one',
      '{"results":[{"type":"RATE_LIMIT_FAILURE"}]}\nFailed to send message due to rate limiting\n',
      'maybe_delivered',
      'rate_limited',
    ],
    [
      'a safety number',
      '{"results":[{"type":"IDENTITY_FAILURE"}]}\nFailed to send message due to untrusted identities\n',
      'closed',
      'untrusted_keys',
    ],
    ['our own number', `The user ${OWN} is not registered.`, 'trouble', 'number_not_registered'],
    ['a time-out', 'Failed to send message: timeout (IOException)', 'maybe_delivered', 'bad_request'],
  ])('sorts %s', (_, error, kind, code) => {
    expect(sort(400, { error })).toEqual({ kind, code });
  });
});

describe('a limit', () => {
  const error = 'Failed to send message due to rate limiting. Use the attached challenge tokens to lift it.';

  it.each([
    ['without tokens', undefined, 'maybe_delivered', 'rate_limited'],
    ['with no token', [], 'maybe_delivered', 'rate_limited'],
    ['with an empty token, which solves nothing', [''], 'maybe_delivered', 'rate_limited'],
    ['with a token', ['', 'b1b0'], 'trouble', 'captcha'],
  ])('%s', (_, challenge_tokens, kind, code) => {
    expect(sort(429, { error, challenge_tokens })).toEqual({ kind, code });
  });
});

describe('an answer', () => {
  it.each<[string, number, unknown, string, string | undefined]>([
    ['a number for a timestamp', 201, { timestamp: 1764291344137 }, 'sent', undefined],
    ['a list of one', 201, [{ timestamp: '1764291344137' }], 'sent', undefined],
    [
      'a list that tells of no errors',
      201,
      [{ timestamp: '1', errors: { recipients: [] } }],
      'sent',
      undefined,
    ],
    [
      'a list of several, for one message',
      201,
      [{ timestamp: '1' }, { timestamp: '2' }],
      'maybe_delivered',
      'foreign_answer',
    ],
    [
      'a list that tells of an error',
      201,
      [{ timestamp: '1', errors: { recipients: [{ number: '+1', reason: 'UNREGISTERED_FAILURE' }] } }],
      'closed',
      'not_registered',
    ],
    [
      'a list that tells of another error',
      201,
      [{ timestamp: '1', errors: { recipients: [{ reason: 'NETWORK_FAILURE' }] } }],
      'maybe_delivered',
      'bad_request',
    ],
    ['a timestamp that is none', 201, { timestamp: '0' }, 'maybe_delivered', 'foreign_answer'],
    ['a wrong address', 404, undefined, 'trouble', 'not_found'],
    ['a refusal of somebody else', 403, { error: 'Forbidden' }, 'trouble', 'foreign_answer'],
    ['an error of its own', 500, undefined, 'maybe_delivered', 'server_error'],
  ])('with %s', (_, status, body, kind, code) => {
    const outcome = sort(status, body);
    expect(outcome.kind).toBe(kind);
    if (code !== undefined) expect(outcome).toHaveProperty('code', code);
  });
});

describe('who is asked about', () => {
  it.each<[string, number, unknown, boolean]>([
    ['is not registered', 200, [{ number: '+1', registered: false }], true],
    ['is registered', 200, [{ number: '+1', registered: true }], false],
    ['is somebody else', 200, [{ number: '+2', registered: false }], false],
    ['could not be looked for', 200, [{ number: '', registered: false }], false],
    ['is not in the answer', 200, [], false],
    ['is not told of', 400, [{ number: '+1', registered: false }], false],
    ['is told of by something else', 200, undefined, false],
  ])('%s', (_, status, body, expected) => {
    expect(saysUnregistered({ status, body }, '+1')).toBe(expected);
  });
});
