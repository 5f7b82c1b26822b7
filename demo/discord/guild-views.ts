import type { Channel, Role, VoiceState } from './entities.js';
import { memberView, timestamp, userView } from './user-views.js';
import type { Json } from './wire.js';
import type { World } from './world.js';

/** The API's role object. */
export function roleView(role: Role): Json {
  return {
    id: role.id,
    name: role.name,
    permissions: role.permissions.toString(),
    position: role.position,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: role.managed,
    mentionable: false,
    icon: null,
    unicode_emoji: null,
    flags: 0,
  };
}

/** The API's channel object: a guild's, or a DM's with its recipient. */
export function channelView(world: World, channel: Channel): Json {
  if (channel.type === 1) {
    const recipient = world.users.get(channel.recipientId ?? '');
    return {
      id: channel.id,
      type: 1,
      last_message_id: channel.lastMessageId,
      flags: 0,
      recipients: recipient ? [userView(recipient)] : [],
    };
  }
  return {
    id: channel.id,
    type: channel.type,
    guild_id: world.seed.guildId,
    name: channel.name,
    position: channel.position,
    parent_id: null,
    permission_overwrites: [],
    nsfw: false,
    flags: 0,
    last_message_id: channel.lastMessageId,
    rate_limit_per_user: 0,
    ...(channel.type === 2 || channel.type === 13
      ? { bitrate: 64_000, user_limit: 0, rtc_region: null }
      : { topic: null, last_pin_timestamp: null }),
  };
}

/** The API's guild object. */
export function guildView(world: World): Json {
  return {
    id: world.seed.guildId,
    name: world.seed.guildName,
    icon: null,
    description: null,
    home_header: null,
    splash: null,
    discovery_splash: null,
    banner: null,
    features: [],
    owner_id: world.ownerId,
    application_id: null,
    region: 'deprecated',
    afk_channel_id: world.afkChannelId,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 0,
    roles: [...world.roles.values()].map(roleView),
    default_message_notifications: 0,
    mfa_level: 0,
    explicit_content_filter: 0,
    max_presences: null,
    max_members: 500_000,
    max_stage_video_channel_users: 50,
    max_video_channel_users: 25,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: world.seed.guildLocale,
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    public_updates_channel_id: null,
    premium_progress_bar_enabled: false,
    nsfw: false,
    nsfw_level: 0,
    emojis: [],
    stickers: [],
    incidents_data: null,
  };
}

/** A guild in the list of those the bot is in. */
export function partialGuildView(world: World): Json {
  const { guildId: id, guildName: name, botUserId } = world.seed;
  return {
    id,
    name,
    icon: null,
    banner: null,
    owner: false,
    permissions: world.permissionsOf(botUserId).toString(),
    features: [],
  };
}

/** What GUILD_CREATE carries: of the members, only the bot and those in voice. */
export function guildCreateView(world: World): Json {
  const listed = [...world.members.values()].filter(
    ({ user }) => user.id === world.seed.botUserId || world.voice.has(user.id),
  );
  return {
    ...guildView(world),
    joined_at: timestamp(world.member(world.seed.botUserId).joinedAt),
    large: world.members.size > 50,
    unavailable: false,
    member_count: world.members.size,
    members: listed.map(memberView),
    channels: world.guildChannels().map((channel) => {
      const { guild_id: _implied, ...view } = channelView(world, channel);
      return view;
    }),
    voice_states: [...world.voice.values()].map(voiceStateView),
    threads: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

/** The API's voice state object, without guild and member. */
export function voiceStateView(state: Omit<VoiceState, 'channelId'> & { channelId: string | null }): Json {
  return {
    channel_id: state.channelId,
    user_id: state.userId,
    session_id: state.sessionId,
    deaf: false,
    mute: false,
    self_deaf: false,
    self_mute: false,
    self_stream: false,
    self_video: false,
    suppress: false,
    request_to_speak_timestamp: null,
  };
}
