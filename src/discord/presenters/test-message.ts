import type { Messages } from '../../messages/messages.js';
import { testOutcome } from '../../messages/test-outcome.js';
import type { SentTest } from '../../services/send-test.js';
import type { ReplyPayload } from './reply-payload.js';

/** What became of a test message, in words. */
export function presentTest(messages: Messages, { channel, outcome }: SentTest): ReplyPayload {
  return { content: testOutcome(messages, channel, outcome) };
}
