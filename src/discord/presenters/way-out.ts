import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  type APIMessageTopLevelComponent,
  ComponentType,
} from 'discord.js';
import type { Messages } from '../../messages/messages.js';
import { type ComponentAction, customId, idOf } from '../custom-id.js';
import { button } from './components.js';
import type { ReplyPayload } from './reply-payload.js';

/** What is under a message we sent, and may be pressed. */
export const UNDER_MESSAGES = [
  'not-tonight',
  'back-in',
  'stop',
] as const satisfies readonly ComponentAction[];
export type UnderMessage = (typeof UNDER_MESSAGES)[number];

/** What becomes of a button once another was pressed: another one in its place, or it is switched off. */
const BECOMES: Readonly<
  Record<UnderMessage, Partial<Record<UnderMessage, 'not-tonight' | 'back-in' | 'off'>>>
> = {
  'not-tonight': { 'not-tonight': 'back-in' },
  'back-in': { 'back-in': 'not-tonight' },
  // After Stop there is nothing left to say no to.
  stop: { 'not-tonight': 'off', 'back-in': 'off', stop: 'off' },
};

/** The message's components after a press; their text stays, and so does what the press has nothing to do with. */
export function presentPressed(
  { buttons }: Messages,
  components: readonly APIMessageTopLevelComponent[],
  pressed: UnderMessage,
): ReplyPayload {
  const labels = { 'not-tonight': buttons.notTonight, 'back-in': buttons.backIn };
  const after = (component: APIComponentInMessageActionRow): APIComponentInMessageActionRow => {
    for (const action of UNDER_MESSAGES) {
      const id = 'custom_id' in component ? idOf(action, component.custom_id) : null;
      const becomes = id === null ? undefined : BECOMES[pressed][action];
      if (id === null || becomes === undefined) continue;
      if (becomes === 'off') return { ...component, disabled: true };
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
