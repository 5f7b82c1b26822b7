import { type APIChannel, ChannelType } from 'discord.js';
import type { VoiceScope } from './voice-view.js';

type Channel = Pick<APIChannel, 'id' | 'type'>;

/** Where people can talk. */
const VOICE: ReadonlySet<ChannelType> = new Set([ChannelType.GuildVoice, ChannelType.GuildStageVoice]);

/**
 * The voice channels the settings name, and which of them exist. A channel that was deleted and made anew has
 * another id: everybody may be in it, and we would see nobody.
 */
export class NamedChannels {
  /** The voice channels of the guild; `null` until its state has arrived. */
  #there: Set<string> | null = null;

  /** `scope.only`: those that are named, asked each time. */
  constructor(private readonly scope: VoiceScope) {}

  /** The guild's whole state arrived (GUILD_CREATE). */
  guildArrived(channels: readonly Channel[]): void {
    this.#there = new Set();
    for (const channel of channels) this.channelIs(channel);
  }

  /** A channel was made or changed (CHANNEL_CREATE, CHANNEL_UPDATE). */
  channelIs({ id, type }: Channel): void {
    if (VOICE.has(type)) this.#there?.add(id);
    else this.channelGone(id);
  }

  /** A channel is gone (CHANNEL_DELETE). */
  channelGone(channelId: string): void {
    this.#there?.delete(channelId);
  }

  /** Named channels that are no voice channels of the guild; none while that is unknown. */
  missing(): string[] {
    const there = this.#there;
    return there ? [...this.scope.only].filter((id) => !there.has(id)) : [];
  }
}
