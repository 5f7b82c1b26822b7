import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  type APIMessageTopLevelComponent,
  ComponentType,
} from 'discord.js';
import { type ComponentAction, idOf } from '../custom-id.js';
import type { ReplyPayload } from './reply-payload.js';

/** What a press settles: after Stop there is nothing left to say no to. */
const SETTLED = {
  'not-tonight': ['not-tonight'],
  stop: ['not-tonight', 'stop'],
} as const satisfies Partial<Record<ComponentAction, readonly ComponentAction[]>>;

/** A way out somebody may press. */
export type WayOut = keyof typeof SETTLED;

/** The message's components, with the buttons that the press has settled switched off; their text stays. */
export function presentPressed(
  components: readonly APIMessageTopLevelComponent[],
  pressed: WayOut,
): ReplyPayload {
  return {
    components: components
      .filter((each) => each.type === ComponentType.ActionRow)
      .map((each) => settle(each, pressed)),
  };
}

function settle(
  row: APIActionRowComponent<APIComponentInMessageActionRow>,
  pressed: WayOut,
): APIActionRowComponent<APIComponentInMessageActionRow> {
  const isSettled = (component: APIComponentInMessageActionRow): boolean =>
    'custom_id' in component && SETTLED[pressed].some((action) => idOf(action, component.custom_id) !== null);
  return {
    ...row,
    components: row.components.map((each) => (isSettled(each) ? { ...each, disabled: true } : each)),
  };
}
