/** Where somebody is, as Discord tells it; `channelId` is `null` for somebody who left. */
export interface VoiceMove {
  readonly userId: string;
  readonly channelId: string | null;
}

/** Which channels count; asked whenever that matters, for it may change. */
export interface VoiceScope {
  /** Only these; empty: every channel people can be in. */
  readonly only: ReadonlySet<string>;
}

/**
 * Who is in which voice channel, told together from what the gateway says, in the order it says it. Pure: it knows
 * nothing of connections but what it is told.
 *
 * Unknown is not empty. Nothing is known before the guild's state has arrived, nor while the connection is lost. A
 * resumed session repeats what was missed, so what was known is kept over a loss and brought up to date; a new session
 * repeats nothing, so everything starts over with the guild's state.
 */
export class VoiceView {
  #connected = false;
  #afkChannelId: string | null = null;
  /** The channel of everybody in voice; `null` until the guild's state has arrived in this session. */
  #channels: Map<string, string> | null = null;

  constructor(private readonly scope: VoiceScope) {}

  /** A new session began (READY): what an older one told may be out of date in any way. */
  sessionStarted(): void {
    this.#connected = true;
    this.#channels = null;
  }

  /** The connection is gone, for a while or for good. */
  connectionLost(): void {
    this.#connected = false;
  }

  /** The session goes on (RESUMED): everything that was missed has been told by now. */
  sessionResumed(): void {
    this.#connected = true;
  }

  /** The guild's whole state arrived (GUILD_CREATE). */
  guildArrived(afkChannelId: string | null, everybody: readonly VoiceMove[]): void {
    this.#afkChannelId = afkChannelId;
    this.#channels = new Map();
    for (const move of everybody) this.moved(move);
  }

  /** The guild is out of reach on Discord's side, or we are out of the guild (GUILD_DELETE). */
  guildGone(): void {
    this.#channels = null;
  }

  /** The guild's settings changed (GUILD_UPDATE). */
  afkChannelIs(channelId: string | null): void {
    this.#afkChannelId = channelId;
  }

  /** Somebody came, went or changed channels. Before the guild's state it tells nothing that the state does not. */
  moved({ userId, channelId }: VoiceMove): void {
    if (channelId === null) this.#channels?.delete(userId);
    else this.#channels?.set(userId, channelId);
  }

  /** A channel is no more (CHANNEL_DELETE), and nobody is in it. */
  channelGone(channelId: string): void {
    for (const [userId, channel] of this.#channels ?? []) {
      if (channel === channelId) this.#channels?.delete(userId);
    }
  }

  /** Everybody in a channel that counts; `null` while that is not known. */
  inVoice(): ReadonlySet<string> | null {
    if (!this.#connected || !this.#channels) return null;
    const there = [...this.#channels].filter(([, channelId]) => this.#counts(channelId));
    return new Set(there.map(([userId]) => userId));
  }

  #counts(channelId: string): boolean {
    if (channelId === this.#afkChannelId) return false;
    return this.scope.only.size === 0 || this.scope.only.has(channelId);
  }
}
