/** The ways Muster can reach a person. */
export const CHANNEL_TYPES = ['telegram', 'signal', 'discord'] as const;
export type ChannelType = (typeof CHANNEL_TYPES)[number];

/** The channels that reach nobody who did not link them from there. */
export const LINKABLE_CHANNELS = ['telegram', 'signal'] as const satisfies readonly ChannelType[];
export type LinkableChannel = (typeof LINKABLE_CHANNELS)[number];

/** Whether the ways out are buttons under a message on this channel; else they are worded into its text. */
export const HAS_BUTTONS: Readonly<Record<ChannelType, boolean>> = {
  telegram: true,
  signal: false,
  discord: true,
};

/** What a person may ask for; `any` leaves the choice to Muster. */
export const PREFERRED_CHANNELS = ['telegram', 'signal', 'discord', 'any'] as const;
export type PreferredChannel = (typeof PREFERRED_CHANNELS)[number];

/** Where a person can be written to: a channel they confirmed (Discord: DMs not turned off). */
export type ChannelTargets = Readonly<Record<ChannelType, boolean>>;

const ORDER: Record<PreferredChannel, readonly ChannelType[]> = {
  telegram: ['telegram', 'signal', 'discord'],
  signal: ['signal', 'telegram', 'discord'],
  discord: ['discord', 'telegram', 'signal'],
  any: ['telegram', 'signal', 'discord'],
};

/**
 * The channels that reach a person, best first: those that are configured and where they have a target,
 * in the order their preference asks for. Empty when nothing reaches them.
 */
export function channelOrder(
  preferred: PreferredChannel,
  targets: ChannelTargets,
  configured: ReadonlySet<ChannelType>,
): ChannelType[] {
  return ORDER[preferred].filter((channel) => configured.has(channel) && targets[channel]);
}
