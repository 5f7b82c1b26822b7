import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  type APIMessageTopLevelComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import { END_ACTIONS } from '../../domain/consent.js';
import { ANSWER_ACTIONS, type AnswerAction } from '../../domain/question.js';
import type { Messages } from '../../messages/messages.js';
import { type ComponentAction, customId, idOf } from '../custom-id.js';
import { button } from './components.js';
import type { ReplyPayload } from './reply-payload.js';

/** What is under a message we sent, and may be pressed. */
export const UNDER_MESSAGES = [
  'not-tonight',
  'back-in',
  'stop',
  ...END_ACTIONS,
  ...ANSWER_ACTIONS,
] as const satisfies readonly ComponentAction[];
export type UnderMessage = (typeof UNDER_MESSAGES)[number];

/** Another button in the place of one, or what is done to it: switched off, marked as what was chosen, or marked no more. */
type Becomes = 'not-tonight' | 'back-in' | 'stop' | 'off' | 'chosen' | 'plain';

/** What becomes of a button once another was pressed. */
const BECOMES: Readonly<Record<UnderMessage, Partial<Record<UnderMessage, Becomes>>>> = {
  'not-tonight': { 'not-tonight': 'back-in' },
  'back-in': { 'back-in': 'not-tonight' },
  // After Stop there is nothing left to say no to.
  stop: { 'not-tonight': 'off', 'back-in': 'off', stop: 'off' },
  // Who wants none of one kind may want nothing else either.
  'dont-ask': { 'dont-ask': 'stop' },
  'stop-ready': { 'stop-ready': 'stop' },
  looking: answered('looking'),
  available: answered('available'),
  maybe: answered('maybe'),
  'not-playing': answered('not-playing'),
};

/** What was said can be seen, and another answer given. */
function answered(chosen: AnswerAction): Partial<Record<UnderMessage, Becomes>> {
  return Object.fromEntries(ANSWER_ACTIONS.map((action) => [action, action === chosen ? 'chosen' : 'plain']));
}

/** The message's components after a press; their text stays, and so does what the press has nothing to do with. */
export function presentPressed(
  { buttons }: Messages,
  components: readonly APIMessageTopLevelComponent[],
  pressed: UnderMessage,
): ReplyPayload {
  const labels = {
    'not-tonight': buttons.notTonight,
    'back-in': buttons.backIn,
    stop: buttons.stopEverything,
  };
  const after = (component: APIComponentInMessageActionRow): APIComponentInMessageActionRow => {
    for (const action of UNDER_MESSAGES) {
      const id = 'custom_id' in component ? idOf(action, component.custom_id) : null;
      const becomes = id === null ? undefined : BECOMES[pressed][action];
      if (id === null || becomes === undefined) continue;
      if (becomes === 'off') return { ...component, disabled: true };
      if (becomes === 'chosen' || becomes === 'plain') {
        const style = becomes === 'chosen' ? ButtonStyle.Success : ButtonStyle.Secondary;
        return 'label' in component ? button(customId(action, id), component.label ?? '', style) : component;
      }
      return button(customId(becomes, id), labels[becomes]);
    }
    return component;
  };
  return {
    components: components
      .filter((each) => each.type === ComponentType.ActionRow)
      .map((row): APIActionRowComponent<APIComponentInMessageActionRow> => ({
        ...row,
        components: row.components.map(after),
      })),
  };
}
