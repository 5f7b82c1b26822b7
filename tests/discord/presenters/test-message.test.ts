import { describe, expect, it } from 'vitest';
import { presentTest } from '../../../src/discord/presenters/test-message.js';
import { CHANNEL_TYPES } from '../../../src/domain/channel-choice.js';
import type { DeliveryOutcome } from '../../../src/domain/channel.js';
import { en } from '../../../src/messages/en/messages.js';

const OUTCOMES: readonly (readonly [DeliveryOutcome, RegExp])[] = [
  [{ kind: 'sent', messageId: '1' }, /^Sent/],
  [{ kind: 'not_delivered', code: 'connection_refused' }, /Not sent.*refused the connection/],
  [{ kind: 'maybe_delivered', code: 'timeout' }, /may or may not have arrived.*did not answer/],
  [{ kind: 'trouble', code: 'captcha' }, /Not sent.*captcha/],
  [{ kind: 'refused', code: 'bad_request' }, /Not sent.*refused the message/],
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
