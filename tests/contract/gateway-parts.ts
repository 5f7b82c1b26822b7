import type { GatewayEvent } from '../../demo/discord/gateway-session.js';

type Json = Readonly<Record<string, unknown>>;

/** A part of a gateway event, and the schema of the HTTP API that says how it looks. */
export interface GatewayPart {
  readonly schema: string;
  readonly value: unknown;
}

const PARTS: Readonly<Record<string, (data: Json) => GatewayPart[]>> = {
  READY: ({ user }) => [{ schema: 'UserPIIResponse', value: { locale: 'en-US', ...(user as Json) } }],
  GUILD_CREATE: guildParts,
  GUILD_UPDATE: (guild) => [{ schema: 'GuildResponse', value: guild }],
  GUILD_MEMBER_ADD: memberPart,
  GUILD_MEMBER_UPDATE: memberPart,
  GUILD_MEMBER_REMOVE: ({ user }) => [{ schema: 'UserResponse', value: user }],
  GUILD_MEMBERS_CHUNK: ({ members }) => each('GuildMemberResponse', members),
  GUILD_ROLE_CREATE: ({ role }) => [{ schema: 'GuildRoleResponse', value: role }],
  GUILD_ROLE_UPDATE: ({ role }) => [{ schema: 'GuildRoleResponse', value: role }],
  CHANNEL_CREATE: (channel) => [{ schema: 'GuildChannelResponse', value: channel }],
  VOICE_STATE_UPDATE: (state) => [{ schema: 'VoiceStateResponse', value: state }],
  MESSAGE_CREATE: messagePart,
  MESSAGE_UPDATE: messagePart,
  // The interaction itself is not part of the HTTP API; the message a component stands under is.
  INTERACTION_CREATE: ({ message, user }) => [
    ...(message ? [{ schema: 'MessageResponse', value: message }] : []),
    ...(user ? [{ schema: 'UserResponse', value: user }] : []),
  ],
};

/**
 * The parts of an event that the HTTP API has schemas for. Fields that only the gateway adds to them (Discord's
 * documentation, "Gateway Events") are left out, those it leaves out are filled in.
 */
export function describedParts({ t: event, d: data }: GatewayEvent): GatewayPart[] {
  return PARTS[event]?.(data) ?? [];
}

function memberPart({ guild_id: _added, ...member }: Json): GatewayPart[] {
  return [{ schema: 'GuildMemberResponse', value: member }];
}

function messagePart({ guild_id: _added, ...message }: Json): GatewayPart[] {
  return [{ schema: 'MessageResponse', value: message }];
}

function guildParts(data: Json): GatewayPart[] {
  const { members, channels, voice_states: states, ...rest } = data;
  const {
    joined_at: _1,
    large: _2,
    unavailable: _3,
    member_count: _4,
    threads: _5,
    presences: _6,
    ...guild
  } = rest;
  const { stage_instances: _7, guild_scheduled_events: _8, soundboard_sounds: _9, ...described } = guild;
  const here = { guild_id: data['id'] };
  return [
    { schema: 'GuildResponse', value: described },
    ...each('GuildMemberResponse', members),
    ...each('GuildChannelResponse', channels, here),
    ...each('VoiceStateResponse', states, here),
  ];
}

function each(schema: string, values: unknown, implied: Json = {}): GatewayPart[] {
  return (values as Json[]).map((value) => ({ schema, value: { ...implied, ...value } }));
}
