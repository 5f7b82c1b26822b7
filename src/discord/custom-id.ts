import type { PressAction } from '../domain/channel.js';

/** What a component does. With an id it makes a custom id; who pressed, and whether they may, is asked again. */
export type ComponentAction =
  | 'promote-confirm'
  | 'promote-discard'
  | 'promote-cancel'
  | 'promote-more'
  | 'promote-call-off'
  | 'promote-cancel-quietly'
  | 'promote-keep'
  | 'promote-go-on'
  | 'promote-standing'
  | 'promote-include'
  | 'promote-log'
  | 'availability-set'
  | 'pings-on'
  | 'preferences'
  | 'link-check'
  | 'link-form'
  | 'privacy-erase'
  | PressAction
  | 'preview-pings'
  | 'settings'
  | 'standing'
  | 'calendar';

/** The most characters of a custom id, as Discord counts them, or less. */
export const MAX_ID = 100;

/** `action:id`, at most 100 characters as Discord demands. */
export function customId(action: ComponentAction, id: string): string {
  return `${action}:${id}`;
}

/** The id a custom id of this action carries, or `null` when it is another action's. */
export function idOf(action: ComponentAction, id: string): string | null {
  return id.startsWith(`${action}:`) ? id.slice(action.length + 1) : null;
}
