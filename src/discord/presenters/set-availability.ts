import type { Messages } from '../../messages/messages.js';
import type { SetAvailability } from '../../services/set-availability.js';
import type { ReplyPayload } from './reply-payload.js';

/** What was saved, and what else there is to know about it. */
export function presentSetAvailability(
  { replies }: Messages,
  set: SetAvailability,
  today: string,
): ReplyPayload {
  const { status, date, calledWithoutAt: at } = set;
  const lines = [
    replies.availabilitySet(status, date, today),
    ...(at === null ? [] : [replies.calledWithout(at)]),
  ];
  return { content: lines.join(' ') };
}
