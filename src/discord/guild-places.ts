import {
  type APIChannel,
  type APIGuild,
  type APIGuildMember,
  type APIUser,
  DiscordAPIError,
  Routes,
} from 'discord.js';
import type { Lookup } from '../domain/guild-directory.js';
import type { GuildPlaces } from '../domain/guild-places.js';
import { type ChannelNeeds, isThread, unfitnessOf } from './channel-fitness.js';
import type { RequestLane } from './request-lane.js';

const NEEDS: Readonly<Record<'post' | 'voice', ChannelNeeds>> = {
  post: { needs: ['View Channel', 'Send Messages'] },
  voice: { needs: ['View Channel'], isVoice: true },
};

/** The guild's channels, asked of Discord with the bot's token. */
export class DiscordGuildPlaces implements GuildPlaces {
  constructor(
    private readonly lane: RequestLane,
    private readonly guildId: string,
  ) {}

  async canUse(channelId: string, use: 'post' | 'voice'): Promise<Lookup<boolean>> {
    try {
      const channel = (await this.lane.get(Routes.channel(channelId))) as APIChannel;
      const parent =
        isThread(channel) && channel.parent_id
          ? ((await this.lane.get(Routes.channel(channel.parent_id))) as APIChannel)
          : channel;
      const guild = (await this.lane.get(Routes.guild(this.guildId))) as APIGuild;
      const { id } = (await this.lane.get(Routes.user())) as APIUser;
      const bot = (await this.lane.get(Routes.guildMember(this.guildId, id))) as APIGuildMember;
      return { known: true, value: unfitnessOf(NEEDS[use], { channel, parent }, guild, bot) === null };
    } catch (error) {
      // There is no such channel, or it is not for us to see.
      if (error instanceof DiscordAPIError && (error.status === 403 || error.status === 404)) {
        return { known: true, value: false };
      }
      return { known: false };
    }
  }
}
