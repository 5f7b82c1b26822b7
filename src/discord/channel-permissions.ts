import { type APIOverwrite, OverwriteType, PermissionFlagsBits } from 'discord.js';
import type { GuildPermissions } from './permissions.js';

/** Every permission there is: what owners and administrators have. */
const ALL = ~0n;

/**
 * What a member may do in a channel: what their roles add up to, then the channel's overwrites for everyone, for their
 * roles together and for themselves. Who can't see a channel can do nothing there.
 * Source: Discord, "Permissions", "Permission Overwrites".
 */
export function permissionsIn(
  guild: GuildPermissions,
  member: { readonly userId: string; readonly roleIds: readonly string[] },
  overwrites: readonly APIOverwrite[],
): bigint {
  if (guild.ownerId === member.userId) return ALL;
  const bits = (id: string): bigint => BigInt(guild.roles.get(id) ?? 0);
  let permissions = [guild.id, ...member.roleIds].reduce((all, id) => all | bits(id), 0n);
  if ((permissions & PermissionFlagsBits.Administrator) !== 0n) return ALL;
  const ofRoles = (ids: readonly string[]): readonly APIOverwrite[] =>
    overwrites.filter(({ type, id }) => type === OverwriteType.Role && ids.includes(id));
  const ofMember = overwrites.filter(({ type, id }) => type === OverwriteType.Member && id === member.userId);
  const roleIds = member.roleIds.filter((id) => id !== guild.id);
  for (const applied of [ofRoles([guild.id]), ofRoles(roleIds), ofMember]) {
    for (const { deny } of applied) permissions &= ~BigInt(deny);
    for (const { allow } of applied) permissions |= BigInt(allow);
  }
  return (permissions & PermissionFlagsBits.ViewChannel) === 0n ? 0n : permissions;
}
