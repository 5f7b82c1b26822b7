import { channelView, roleView } from './guild-views.js';
import type { Json, WireComponent } from './wire.js';
import type { World } from './world.js';

/** Puts a channel that was chosen into what an interaction tells; only one that the menu offers can be. */
export function resolveChannel(
  world: World,
  resolved: Json,
  channelId: string,
  { channel_types: types }: WireComponent,
): void {
  const channel = world.channels.get(channelId);
  if (!channel || channel.type === 1) throw new Error(`There is no channel ${channelId}.`);
  const view = channelView(world, channel);
  if (Array.isArray(types) && !types.includes(view['type']))
    throw new Error('The menu offers no such channel.');
  resolved['channels'] = { ...(resolved['channels'] as Json | undefined), [channelId]: view };
}

/** Puts a role that was chosen into what an interaction tells. */
export function resolveRole(world: World, resolved: Json, roleId: string): void {
  const role = world.roles.get(roleId);
  if (!role) throw new Error(`There is no role ${roleId}.`);
  resolved['roles'] = { ...(resolved['roles'] as Json | undefined), [roleId]: roleView(role) };
}
