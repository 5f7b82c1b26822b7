/** What leads a player to the session; each `null` where it is not known or not set. */
export interface WayThere {
  /** The address of a voice channel, which Discord's programs open. */
  readonly voiceUrl: string | null;
  /** How to join the game itself, as the admins wrote it: one line without markup. */
  readonly joinAddress: string | null;
}

/** The address of a guild's channel. */
export function channelUrl(guildId: string, channelId: string): string {
  return `https://discord.com/channels/${guildId}/${channelId}`;
}
