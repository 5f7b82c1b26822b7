import {
  type APIChannel,
  type APIGuild,
  type APIGuildMember,
  type APIOverwrite,
  type APIThreadChannel,
  ChannelType,
  PermissionFlagsBits,
} from 'discord.js';
import { permissionsIn } from './channel-permissions.js';

/** What the bot may need in a channel, in Discord's own words. */
const PERMISSIONS = {
  'View Channel': PermissionFlagsBits.ViewChannel,
  'Send Messages': PermissionFlagsBits.SendMessages,
  'Attach Files': PermissionFlagsBits.AttachFiles,
} as const;

export type ChannelPermission = keyof typeof PERMISSIONS;

/** In a thread this is what writing is called. */
const IN_THREADS: Readonly<Partial<Record<ChannelPermission, bigint>>> = {
  'Send Messages': PermissionFlagsBits.SendMessagesInThreads,
};

/** What a channel is there for. */
export interface ChannelNeeds {
  readonly needs: readonly ChannelPermission[];
  /** It has to be one people talk in. */
  readonly isVoice?: true;
}

/** What is wrong with a channel: of another server, not one to write in, no voice channel, or what the bot lacks there. */
export type Unfitness = 'foreign' | 'no_text' | 'no_voice' | readonly ChannelPermission[];

const THREADS: ReadonlySet<ChannelType> = new Set([
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
]);

/** Where one can write. */
const TEXT: ReadonlySet<ChannelType> = new Set([
  ...THREADS,
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildVoice,
  ChannelType.GuildStageVoice,
]);

/** What keeps the bot from what a channel is there for; `null`: nothing. `parent`: a thread's channel. */
export function unfitnessOf(
  { needs, isVoice }: ChannelNeeds,
  { channel, parent }: { readonly channel: APIChannel; readonly parent: APIChannel },
  guild: APIGuild,
  bot: APIGuildMember,
): Unfitness | null {
  if (!('guild_id' in channel) || channel.guild_id !== guild.id) return 'foreign';
  if (needs.includes('Send Messages') && !TEXT.has(channel.type)) return 'no_text';
  if (isVoice && channel.type !== ChannelType.GuildVoice && channel.type !== ChannelType.GuildStageVoice) {
    return 'no_voice';
  }
  const roles = new Map(guild.roles.map(({ id, permissions }) => [id, permissions]));
  const may = permissionsIn(
    { id: guild.id, ownerId: guild.owner_id, roles },
    { userId: bot.user.id, roleIds: bot.roles },
    overwritesOf(parent),
  );
  const bits = isThread(channel) ? { ...PERMISSIONS, ...IN_THREADS } : PERMISSIONS;
  const missing = needs.filter((need) => (may & bits[need]) === 0n);
  return missing.length === 0 ? null : missing;
}

export function isThread(channel: APIChannel): channel is APIThreadChannel {
  return THREADS.has(channel.type);
}

function overwritesOf(channel: APIChannel): readonly APIOverwrite[] {
  return 'permission_overwrites' in channel ? (channel.permission_overwrites ?? []) : [];
}
