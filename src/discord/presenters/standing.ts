import { type APIStringSelectComponent, ButtonStyle, ComponentType } from 'discord.js';
import { WEEKLY_STATUSES, weeklyUntil, type WeeklyStatus } from '../../domain/standing-answers.js';
import type { Messages } from '../../messages/messages.js';
import type { StandingView } from '../../services/standing-answers.js';
import { customId } from '../custom-id.js';
import { button, row } from './components.js';
import type { ReplyPayload } from './reply-payload.js';

/** The ids of the panel's buttons. */
export const OPEN_STANDING = 'open';
export const KEEP_WEEKLY = 'keep';
export const BE_BACK = 'back';

/** What somebody says about weekdays and when they are away, with what changes it. */
export function presentStanding(messages: Messages, view: StandingView): ReplyPayload {
  const { standing } = messages;
  const canBeKept = view.weeklyUntil !== null && view.weeklyUntil < weeklyUntil(view.today);
  const buttons = [
    ...(canBeKept ? [button(customId('standing', KEEP_WEEKLY), standing.keep, ButtonStyle.Success)] : []),
    ...(view.awayUntil === null ? [] : [button(customId('standing', BE_BACK), standing.back)]),
  ];
  return {
    embeds: [{ title: standing.title, description: `${standing.about}\n\n${standing.summary(view)}` }],
    components: [
      ...WEEKLY_STATUSES.map((status) => row(weekdaySelect(messages, view, status))),
      ...(buttons.length > 0 ? [row(...buttons)] : []),
    ],
  };
}

function weekdaySelect(
  messages: Messages,
  { week }: StandingView,
  status: WeeklyStatus,
): APIStringSelectComponent {
  const { standing } = messages;
  return {
    type: ComponentType.StringSelect,
    custom_id: customId('standing', status),
    placeholder: standing.choose(status),
    min_values: 0,
    max_values: week.length,
    options: week.map(({ day, status: said }) => ({
      // What is chosen stands in the place of the words that say what is chosen here.
      label: `${standing.weekday(day)}: ${messages.availabilityStatus(status)}`,
      value: day,
      default: said === status,
    })),
  };
}
