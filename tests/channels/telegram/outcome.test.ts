import { TelegramError } from 'telegraf';
import { describe, expect, it } from 'vitest';
import { TELEGRAM_ANSWERS } from '../../../src/channels/telegram/answers.js';
import { resultOf } from '../../../src/channels/telegram/bot-api-answer.js';
import { CLOSED_CHAT, outcomeOf } from '../../../src/channels/telegram/outcome.js';

const refusal = (error_code: number, description: string): TelegramError =>
  new TelegramError({ error_code, description });

describe('the table of Telegram’s answers', () => {
  it.each(TELEGRAM_ANSWERS)(
    'takes $answer.status "$says" for $means ($code)',
    ({ answer, says, means, code }) => {
      expect(outcomeOf(refusal(answer.status, says))).toMatchObject({ kind: means, code });
    },
  );

  it('deletes a link for no other words than those that name the person', () => {
    const named = TELEGRAM_ANSWERS.filter(({ code }) => CLOSED_CHAT.has(code));
    expect(named.map(({ says }) => says)).toEqual([
      'Forbidden: bot was blocked by the user',
      'Forbidden: user is deactivated',
      'Bad Request: chat not found',
      'Bad Request: user not found',
      'Bad Request: PEER_ID_INVALID',
      'Bad Request: INPUT_USER_DEACTIVATED',
      'Bad Request: USER_IS_BLOCKED',
    ]);
  });

  it.each([
    [400, 'Bad Request: private chat not found', 'closed', 'chat_not_found'],
    [400, 'Bad Request: message text is empty', 'refused', 'bad_request'],
    [400, 'Bad Request: BUTTON_DATA_INVALID', 'refused', 'bad_request'],
    [400, '', 'refused', 'bad_request'],
    [401, '', 'trouble', 'unauthorized'],
    [403, 'Forbidden: bot was kicked from the supergroup chat', 'closed', 'forbidden'],
    [403, 'Forbidden: for a reason nobody thought of', 'not_delivered', 'unknown_refusal'],
    [418, 'I am a teapot', 'not_delivered', 'unknown_refusal'],
    [500, 'Internal Server Error', 'maybe_delivered', 'server_error'],
  ])('sorts %i "%s"', (status, description, kind, code) => {
    expect(outcomeOf(refusal(status, description))).toMatchObject({ kind, code });
  });

  it.each([
    [429, 'Too Many Requests: retry after 9', { retry_after: 9 }, 9_000],
    [420, 'FLOOD_WAIT_31', undefined, 31_000],
    [429, 'Too Many Requests', undefined, 1_000],
  ])('waits as long as it is asked to: %i %s', (error_code, description, parameters, retryAfterMs) => {
    const error = new TelegramError({ error_code, description, ...(parameters && { parameters }) });
    expect(outcomeOf(error)).toEqual({ kind: 'not_delivered', code: 'rate_limited', retryAfterMs });
  });
});

it('an answer that contradicts its own status is none of Telegram’s', () => {
  const text = JSON.stringify({ ok: true, result: { message_id: 1 } });
  expect(resultOf({ status: 200, text })).toEqual({ message_id: 1 });
  expect(() => resultOf({ status: 403, text })).toThrow(/in the provider's place/);
});
