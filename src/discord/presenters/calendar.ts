import { ButtonStyle } from 'discord.js';
import { discordDate } from '../../messages/moment.js';
import type { Messages } from '../../messages/messages.js';
import type { MadeCalendar } from '../../services/calendar.js';
import { customId } from '../custom-id.js';
import { button, row } from './components.js';
import type { ReplyPayload } from './reply-payload.js';

/** The ids of the buttons. */
export const MAKE_CALENDAR = 'make';
export const END_CALENDAR = 'end';

/** Whether somebody has a calendar address (`since`, ms, when it was made; `null`: none), with what makes and ends one. */
export function presentCalendar({ calendar }: Messages, since: number | null): ReplyPayload {
  if (since === null) {
    const make = button(customId('calendar', MAKE_CALENDAR), calendar.make, ButtonStyle.Primary);
    return { content: `${calendar.about}\n\n${calendar.none}`, components: [row(make)] };
  }
  return {
    content: `${calendar.about}\n\n${calendar.since(discordDate(since))} ${calendar.renewHint}`,
    components: [changes(calendar)],
  };
}

/** A new address, the one time that it is shown. */
export function presentMadeCalendar({ calendar }: Messages, { address }: MadeCalendar): ReplyPayload {
  return {
    // As code it can be copied, and is no link to press: a browser would only download the file.
    content: `${calendar.about}\n\n${calendar.shown}\n\`\`\`\n${address}\n\`\`\``,
    components: [changes(calendar)],
  };
}

/** There is none any more. */
export function presentEndedCalendar({ calendar }: Messages): ReplyPayload {
  return { content: calendar.ended, components: [] };
}

function changes(calendar: Messages['calendar']) {
  return row(
    button(customId('calendar', MAKE_CALENDAR), calendar.renew),
    button(customId('calendar', END_CALENDAR), calendar.end, ButtonStyle.Danger),
  );
}
