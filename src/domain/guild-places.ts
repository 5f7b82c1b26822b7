import type { Lookup } from './guild-directory.js';

/** The guild's channels, as settings name them. */
export interface GuildPlaces {
  /**
   * Whether the bot can use a channel of the guild for what it is named for: to write in (`post`), or to see who talks
   * there (`voice`). Asked of Discord each time.
   */
  canUse(channelId: string, use: 'post' | 'voice'): Promise<Lookup<boolean>>;
}
