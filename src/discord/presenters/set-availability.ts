import { ButtonStyle } from 'discord.js';
import type { Messages } from '../../messages/messages.js';
import type { SetAvailability } from '../../services/set-availability.js';
import type { TurnedOn } from '../../services/turn-pings-on.js';
import { followingWords } from '../../services/what-follows.js';
import { customId } from '../custom-id.js';
import { button, row } from './components.js';
import type { ReplyPayload } from './reply-payload.js';

/** What was saved, and what will come of it. */
export function presentSetAvailability(
  messages: Messages,
  { status, date, atLeast, follows }: SetAvailability,
  today: string,
): ReplyPayload {
  const { replies, buttons } = messages;
  const saved = replies.availabilitySet(status, date, today, atLeast);
  return {
    content: sentences(saved, followingWords(messages, follows, 'discord')),
    ...(follows.kind === 'pings_off' && { components: turnOn(date, buttons.turnOnPings) }),
  };
}

/** Pings are on, and what will come of that on a day; or what stands in the way, and a button to try again. */
export function presentTurnedOn(
  messages: Messages,
  { dmHindrance, follows }: TurnedOn,
  date: string,
): ReplyPayload {
  const { replies, panel } = messages;
  if (dmHindrance !== null) {
    const hindered = dmHindrance === 'closed' ? panel.dmUnreachable : panel.dmLater;
    return {
      content: sentences(replies.pingsTurnedOn, hindered),
      components: turnOn(date, panel.buttons.dmsRetry),
    };
  }
  return {
    content: sentences(replies.pingsTurnedOn, followingWords(messages, follows, 'discord')),
    components: [],
  };
}

function turnOn(date: string, label: string) {
  return [row(button(customId('pings-on', date), label, ButtonStyle.Primary))];
}

function sentences(...all: readonly (string | null)[]): string {
  return all.filter((each) => each !== null).join(' ');
}
