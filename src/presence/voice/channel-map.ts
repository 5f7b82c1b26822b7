import { type APIChannel, ChannelType } from 'discord.js';

/** A channel of a guild, as far as its place in the list of channels goes. */
export type PlacedChannel = Pick<APIChannel, 'id' | 'type'> & {
  readonly position?: number;
  readonly parent_id?: string | null;
};

/** Where people can talk. */
const VOICE: ReadonlySet<ChannelType> = new Set([ChannelType.GuildVoice, ChannelType.GuildStageVoice]);

/**
 * The voice channels of a guild, and the categories they are in. A channel that was deleted and made anew has another
 * id: everybody may be in it, and we would see nobody.
 */
export class ChannelMap {
  /** `null` until the guild's state has arrived. */
  #there: Map<string, PlacedChannel> | null = null;

  /** The guild's whole state arrived (GUILD_CREATE). */
  guildArrived(channels: readonly PlacedChannel[]): void {
    this.#there = new Map();
    for (const channel of channels) this.channelIs(channel);
  }

  /** Nothing is told of the guild any more. */
  guildGone(): void {
    this.#there = null;
  }

  /** A channel was made or changed (CHANNEL_CREATE, CHANNEL_UPDATE). */
  channelIs(channel: PlacedChannel): void {
    if (VOICE.has(channel.type) || channel.type === ChannelType.GuildCategory) {
      this.#there?.set(channel.id, channel);
    } else this.channelGone(channel.id);
  }

  /** A channel is gone (CHANNEL_DELETE). */
  channelGone(channelId: string): void {
    this.#there?.delete(channelId);
  }

  /** Those of the channels that are no voice channels of the guild; none while that is unknown. */
  missing(named: ReadonlySet<string>): string[] {
    const there = this.#there;
    return there ? [...named].filter((id) => !isVoice(there.get(id))) : [];
  }

  /**
   * The voice channels in the order people see them: those of no category, then category by category. `null` while that
   * is unknown.
   */
  fromTop(): string[] | null {
    const there = this.#there;
    if (!there) return null;
    const place = ({ parent_id: parent, position = 0 }: PlacedChannel): readonly [number, number] => [
      there.get(parent ?? '')?.position ?? -1,
      position,
    ];
    return [...there.values()]
      .filter(isVoice)
      .sort((a, b) => {
        const [category, position] = place(a);
        const [otherCategory, otherPosition] = place(b);
        // Of two in one position the older one is above.
        return category - otherCategory || position - otherPosition || (BigInt(a.id) < BigInt(b.id) ? -1 : 1);
      })
      .map(({ id }) => id);
  }
}

function isVoice(channel: PlacedChannel | undefined): boolean {
  return channel !== undefined && VOICE.has(channel.type);
}
