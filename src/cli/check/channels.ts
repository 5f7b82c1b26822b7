import {
  type APIChannel,
  type APIGuild,
  type APIGuildMember,
  type APIOverwrite,
  type APIThreadChannel,
  ChannelType,
  PermissionFlagsBits,
} from 'discord.js';
import type { Config } from '../../config/config.js';
import { permissionsIn } from '../../discord/channel-permissions.js';
import { notAsked, orNotAsked } from './discord.js';
import { type DiscordFacts, Refused } from './discord-facts.js';
import { type Check, fault, type Finding, ok } from './finding.js';

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

/** A channel a setting names, and what the bot needs there. */
export interface ChannelUse {
  readonly variable: string;
  readonly id: string;
  readonly needs: readonly ChannelPermission[];
  /** It has to be one people talk in. */
  readonly isVoice?: true;
}

/** Every channel the configuration names. */
export function channelsIn(config: Config): readonly ChannelUse[] {
  const uses: readonly (Omit<ChannelUse, 'id'> & { readonly id: string | undefined })[] = [
    { variable: 'ALERT_CHANNEL_ID', id: config.alertChannelId, needs: ['View Channel', 'Send Messages'] },
    {
      variable: 'AVAILABILITY_PROMOTION_FOLLOWUP_CHANNEL_ID',
      id: config.promotion.followUp.channelId,
      needs: ['View Channel', 'Send Messages', 'Attach Files'],
    },
    ...Array.from(config.voiceChannelIds, (id) => ({
      variable: 'VOICE_CHANNEL_IDS',
      id,
      needs: ['View Channel'] as const,
      isVoice: true as const,
    })),
  ];
  return uses.flatMap(({ id, ...use }) => (id === undefined ? [] : [{ ...use, id }]));
}

/** Whether the bot can do in a channel what it is there for. */
export function channelCheck(facts: DiscordFacts, use: ChannelUse): Check {
  return {
    what: use.variable,
    look: () =>
      orNotAsked(use.variable, async () => {
        const channel = await facts.channel(use.id).catch((error: unknown) => {
          if (error instanceof Refused) return error;
          throw error;
        });
        const [guild, bot] = await Promise.all([facts.guild(), facts.bot()]);
        const member = await facts.member(bot.id);
        if (!member) return notAsked(use.variable);
        if (channel instanceof Refused) return unseen(use, channel);
        // A thread has no overwrites of its own: its channel's count.
        const parent =
          isThread(channel) && channel.parent_id ? await facts.channel(channel.parent_id) : channel;
        return judged(use, channel, overwritesOf(parent), guild, member);
      }),
  };
}

function unseen({ variable }: ChannelUse, { status }: Refused): Finding {
  return status === 404
    ? fault(variable, 'there is no such channel: correct the id')
    : fault(variable, 'the bot can’t see it: give it “View Channel” there');
}

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

function judged(
  { variable, needs, isVoice }: ChannelUse,
  channel: APIChannel,
  overwrites: readonly APIOverwrite[],
  guild: APIGuild,
  member: APIGuildMember,
): Finding {
  if (!('guild_id' in channel) || channel.guild_id !== guild.id) {
    return fault(variable, 'is a channel of another server, or none of a server: correct the id');
  }
  if (needs.includes('Send Messages') && !TEXT.has(channel.type)) {
    return fault(variable, 'is no channel one writes in: name a text channel');
  }
  if (isVoice && channel.type !== ChannelType.GuildVoice && channel.type !== ChannelType.GuildStageVoice) {
    return fault(variable, 'is no voice channel, so nobody is ever seen there: correct the id');
  }
  const may = permissionsIn(
    {
      id: guild.id,
      ownerId: guild.owner_id,
      roles: new Map(guild.roles.map(({ id, permissions }) => [id, permissions])),
    },
    { userId: member.user.id, roleIds: member.roles },
    overwrites,
  );
  const bits = isThread(channel) ? { ...PERMISSIONS, ...IN_THREADS } : PERMISSIONS;
  const missing = needs.filter((need) => (may & bits[need]) === 0n);
  return missing.length === 0
    ? ok(variable, `the bot has ${needs.join(', ')} there`)
    : fault(
        variable,
        `the bot lacks there: ${missing.join(', ')}; give its role these in the channel’s settings`,
      );
}

function isThread(channel: APIChannel): channel is APIThreadChannel {
  return THREADS.has(channel.type);
}

function overwritesOf(channel: APIChannel): readonly APIOverwrite[] {
  return 'permission_overwrites' in channel ? (channel.permission_overwrites ?? []) : [];
}
