import type { Messages } from '../../messages/messages.js';
import type { SentTest } from '../../services/send-test.js';
import type { ReplyPayload } from './reply-payload.js';

/** What became of a test message, in words. */
export function presentTest({ test }: Messages, { channel, outcome }: SentTest): ReplyPayload {
  switch (outcome.kind) {
    case 'sent':
      return { content: test.sent(channel) };
    case 'closed':
      return { content: test.closed(channel, outcome.code) };
    case 'maybe_delivered':
      return { content: test.maybe(channel, outcome.code) };
    case 'not_delivered':
    case 'trouble':
      return { content: test.failed(channel, outcome.code) };
  }
}
