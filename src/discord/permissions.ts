import { PermissionFlagsBits } from 'discord.js';

/** What of a guild decides a member's permissions. */
export interface GuildPermissions {
  readonly id: string;
  readonly ownerId: string;
  /** Each role's permission bits, as Discord writes them, by id; the guild's own id is @everyone. */
  readonly roles: ReadonlyMap<string, string>;
}

/** Owner, Administrator or Manage Server. */
export function isGuildAdmin(
  guild: GuildPermissions,
  member: { userId: string; roleIds: readonly string[] },
): boolean {
  if (guild.ownerId === member.userId) return true;
  return isAdminBy(
    [guild.id, ...member.roleIds].reduce((all, id) => all | BigInt(guild.roles.get(id) ?? 0), 0n),
  );
}

/** Whether these permission bits make an admin. Discord gives an owner all of them. */
export function isAdminBy(bits: bigint): boolean {
  return (bits & (PermissionFlagsBits.Administrator | PermissionFlagsBits.ManageGuild)) !== 0n;
}
