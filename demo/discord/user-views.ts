import type { Member, User } from './entities.js';
import type { Json } from './wire.js';

/** A time in Discord's format. */
export function timestamp(ms: number): string {
  return new Date(ms).toISOString().replace(/\.(\d{3})Z$/, '.$1000+00:00');
}

/** The API's user object. */
export function userView(user: User): Json {
  return {
    id: user.id,
    username: user.name.toLowerCase().replace(/[^a-z0-9_.]/g, '_'),
    discriminator: user.bot ? '0001' : '0',
    global_name: user.bot ? null : user.name,
    avatar: null,
    avatar_decoration_data: null,
    banner: null,
    accent_color: null,
    collectibles: null,
    primary_guild: null,
    public_flags: 0,
    flags: 0,
    bot: user.bot,
    system: false,
  };
}

/** The API's member object, with its user. */
export function memberView(member: Member): Json {
  return {
    user: userView(member.user),
    nick: member.nick,
    avatar: null,
    avatar_decoration_data: null,
    banner: null,
    collectibles: null,
    roles: [...member.roleIds],
    joined_at: timestamp(member.joinedAt),
    premium_since: null,
    communication_disabled_until: null,
    deaf: false,
    mute: false,
    flags: 0,
    pending: false,
  };
}
