import type { DeliveryOutcome } from '../domain/channel.js';
import type { ChannelType } from '../domain/channel-choice.js';
import type { Messages } from './messages.js';

/** What became of a test message, in words. */
export function testOutcome({ test }: Messages, channel: ChannelType, outcome: DeliveryOutcome): string {
  switch (outcome.kind) {
    case 'sent':
      return test.sent(channel);
    case 'closed':
      return test.closed(channel, outcome.code);
    case 'maybe_delivered':
      return test.maybe(channel, outcome.code);
    case 'not_delivered':
    case 'refused':
    case 'trouble':
      return test.failed(channel, outcome.code);
  }
}
