import { describe, expect, it } from 'vitest';
import { presentTest } from '../../../src/discord/presenters/test-message.js';
import { CHANNEL_TYPES } from '../../../src/domain/channel-choice.js';
import type { DeliveryOutcome } from '../../../src/domain/channel.js';
import { en } from '../../../src/messages/en/messages.js';

const OUTCOMES: readonly (readonly [DeliveryOutcome, RegExp])[] = [
  [{ kind: 'sent', messageId: '1' }, /^Sent/],
  [{ kind: 'not_delivered', code: 'connection_refused' }, /was not sent.*refused the connection/],
  [{ kind: 'maybe_delivered', code: 'timeout' }, /may have arrived.*did not answer/],
  [{ kind: 'trouble', code: 'captcha' }, /was not sent.*captcha/],
  [{ kind: 'refused', code: 'bad_request' }, /was not sent.*refused the message/],
  [{ kind: 'closed', code: 'blocked' }, /can't be delivered.*blocked/],
];

describe('what became of a test message', () => {
  it.each(OUTCOMES)('%j', (outcome, words) => {
    for (const channel of CHANNEL_TYPES) {
      const { content } = presentTest(en, { channel, outcome });
      expect(content).toMatch(words);
      expect(content).toContain(en.channelName(channel));
    }
  });
});
