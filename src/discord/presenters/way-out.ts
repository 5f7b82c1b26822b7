import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  type APIMessageTopLevelComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import { END_ACTIONS } from '../../domain/consent.js';
import {
  EVENING_PRESSES,
  type EveningButton,
  eveningButtonsAfter,
  type EveningPress,
  isEveningPress,
} from '../../domain/evening-buttons.js';
import { ANSWER_ACTIONS, type AnswerAction } from '../../domain/question.js';
import { pressLabels } from '../../messages/press-labels.js';
import type { Messages } from '../../messages/messages.js';
import { type ComponentAction, customId, idOf } from '../custom-id.js';
import { button, row } from './components.js';
import type { ReplyPayload } from './reply-payload.js';

/** What is under a message we sent, and may be pressed. */
export const UNDER_MESSAGES = [
  ...EVENING_PRESSES,
  'stop',
  ...END_ACTIONS,
  ...ANSWER_ACTIONS,
  'keep-weekly',
  'keep-pings',
] as const satisfies readonly ComponentAction[];
export type UnderMessage = (typeof UNDER_MESSAGES)[number];

/** The most buttons Discord takes in a row. */
const MOST_IN_A_ROW = 5;

/** Another button in the place of one, or what is done to it: switched off, marked as what was chosen, or marked no more. */
type Becomes = 'stop' | 'off' | 'chosen' | 'plain';

/** What becomes of a button once another was pressed that is not for an evening. */
const BECOMES: Readonly<Record<Exclude<UnderMessage, EveningPress>, Partial<Record<UnderMessage, Becomes>>>> =
  {
    // After Stop there is nothing left to answer.
    stop: { ...offOf(EVENING_PRESSES), stop: 'off' },
    // Who wants none of one kind may want nothing else either.
    'dont-ask': { 'dont-ask': 'stop' },
    'stop-ready': { 'stop-ready': 'stop' },
    looking: answered('looking'),
    available: answered('available'),
    maybe: answered('maybe'),
    'not-playing': answered('not-playing'),
    'keep-weekly': { 'keep-weekly': 'off' },
    'keep-pings': { 'keep-pings': 'off' },
  };

function offOf(actions: readonly UnderMessage[]): Partial<Record<UnderMessage, Becomes>> {
  return Object.fromEntries(actions.map((action) => [action, 'off']));
}

/** What was said can be seen, and another answer given. */
function answered(chosen: AnswerAction): Partial<Record<UnderMessage, Becomes>> {
  return Object.fromEntries(ANSWER_ACTIONS.map((action) => [action, action === chosen ? 'chosen' : 'plain']));
}

/** The message's components after a press; their text stays, and so does what the press has nothing to do with. */
export function presentPressed(
  messages: Messages,
  components: readonly APIMessageTopLevelComponent[],
  pressed: UnderMessage,
): ReplyPayload {
  const rows = components.filter((each) => each.type === ComponentType.ActionRow);
  return {
    components: isEveningPress(pressed)
      ? answeredRows(messages, rows, pressed)
      : rowsAfter(messages, rows, pressed),
  };
}

type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** The buttons for an evening, and the way to stop, where the first of them stood; what stood beside them stays there. */
function answeredRows({ buttons }: Messages, rows: readonly Row[], pressed: EveningPress): Row[] {
  const all = rows.flatMap(({ components }) => components);
  const present = all.map((component) => eveningButtonIn(component));
  const campaignId = present.find((each) => each !== null)?.id ?? '';
  const labels = pressLabels(buttons);
  const after = eveningButtonsAfter(
    pressed,
    present.flatMap((each) => (each ? [each.action] : [])),
  ).map(({ action, chosen }) => {
    const asItIs = action === 'stop' ? all[present.findIndex((each) => each?.action === action)] : undefined;
    const style = chosen ? ButtonStyle.Success : ButtonStyle.Secondary;
    return asItIs ?? button(customId(action, campaignId), labels[action], style);
  });
  const first = present.findIndex((each) => each !== null);
  const shown = all.flatMap((component, at): APIComponentInMessageActionRow[] => {
    if (at === first) return after;
    return present[at] ? [] : [component];
  });
  const starts = shown.flatMap((_, at) => (at % MOST_IN_A_ROW === 0 ? [at] : []));
  return starts.map((from) => row(...shown.slice(from, from + MOST_IN_A_ROW)));
}

function eveningButtonIn(
  component: APIComponentInMessageActionRow,
): { readonly action: EveningButton['action']; readonly id: string } | null {
  if (!('custom_id' in component)) return null;
  for (const action of [...EVENING_PRESSES, 'stop'] as const) {
    const id = idOf(action, component.custom_id);
    if (id !== null) return { action, id };
  }
  return null;
}

function rowsAfter(
  { buttons }: Messages,
  rows: readonly Row[],
  pressed: Exclude<UnderMessage, EveningPress>,
): Row[] {
  const after = (component: APIComponentInMessageActionRow): APIComponentInMessageActionRow => {
    for (const action of UNDER_MESSAGES) {
      const id = 'custom_id' in component ? idOf(action, component.custom_id) : null;
      const becomes = id === null ? undefined : BECOMES[pressed][action];
      if (id === null || becomes === undefined) continue;
      if (becomes === 'off') return { ...component, disabled: true };
      if (becomes === 'stop') return button(customId(becomes, id), buttons.stopEverything);
      const style = becomes === 'chosen' ? ButtonStyle.Success : ButtonStyle.Secondary;
      return 'label' in component ? button(customId(action, id), component.label ?? '', style) : component;
    }
    return component;
  };
  return rows.map((each) => ({ ...each, components: each.components.map(after) }));
}
