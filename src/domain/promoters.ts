import type { GuildMember } from './guild-directory.js';

/** Who may promote beside the server's admins. */
export interface Promoters {
  readonly promoterIds: ReadonlySet<string>;
  /** Of Discord's roles: whoever has one of them. */
  readonly promoterRoleIds: ReadonlySet<string>;
}

/** An admin, somebody the environment names, or a member with a role that promotes: by what Discord says of them now. */
export function mayPromote(
  { promoterIds, promoterRoleIds }: Promoters,
  { userId, isAdmin, roleIds }: GuildMember,
): boolean {
  return isAdmin || promoterIds.has(userId) || roleIds.some((id) => promoterRoleIds.has(id));
}
