/** Where a person is, as Discord tells it; `channelId` is `null` for a person who left. */
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
 * Who is in which voice channel, from what the gateway says, in that order. Pure: it knows of connections
 * only what its caller says.
 *
 * Unknown is not empty. It knows nothing before the guild's state has arrived, nor while the connection is
 * lost. A resumed session repeats what was missed, so the view survives a loss and catches up; a new session
 * repeats nothing, so everything starts over with the guild's state.
 */
export class VoiceView {
  #connected = false;
  #afkChannelId: string | null = null;
  /** The channel of everybody in voice; `null` until the guild's state has arrived in this session. */
  #channels: Map<string, string> | null = null;

  constructor(private readonly scope: VoiceScope) {}

  /** A new session began (READY): anything an older one said may be out of date. */
  sessionStarted(): void {
    this.#connected = true;
    this.#channels = null;
  }

  /** The connection is gone, for a while or for good. */
  connectionLost(): void {
    this.#connected = false;
  }

  /** The session goes on (RESUMED): Discord has repeated everything we missed. */
  sessionResumed(): void {
    this.#connected = true;
  }

  /** The guild's whole state arrived (GUILD_CREATE). */
  guildArrived(afkChannelId: string | null, everybody: readonly VoiceMove[]): void {
    this.#afkChannelId = afkChannelId;
    this.#channels = new Map();
    for (const move of everybody) this.moved(move);
  }

  /** The guild is out of reach on Discord's side, or we have left it (GUILD_DELETE). */
  guildGone(): void {
    this.#channels = null;
  }

  /** The guild's settings changed (GUILD_UPDATE). */
  afkChannelIs(channelId: string | null): void {
    this.#afkChannelId = channelId;
  }

  /**
   * Somebody came, went or changed channels. The guild's state, when it arrives, includes earlier moves.
   * @returns whether they are in a channel that counts, and were not before.
   */
  moved({ userId, channelId }: VoiceMove): boolean {
    const before = this.#channels?.get(userId);
    if (channelId === null) this.#channels?.delete(userId);
    else this.#channels?.set(userId, channelId);
    return this.#channels !== null && this.#isThere(channelId) && !this.#isThere(before ?? null);
  }

  /** A channel is gone (CHANNEL_DELETE), and nobody is in it. */
  channelGone(channelId: string): void {
    for (const [userId, channel] of this.#channels ?? []) {
      if (channel === channelId) this.#channels?.delete(userId);
    }
  }

  /** The AFK channel, as it was told last; `null`: there is none, or it has not been told. */
  get afkChannelId(): string | null {
    return this.#afkChannelId;
  }

  /** How many were in a channel when that was told last; nobody while nothing has been told. */
  peopleIn(channelId: string): number {
    return [...(this.#channels?.values() ?? [])].filter((each) => each === channelId).length;
  }

  /** Whether it knows who is in voice. */
  get isKnown(): boolean {
    return this.#connected && this.#channels !== null;
  }

  /** Everybody in a channel that counts; `null` while unknown. */
  inVoice(): ReadonlySet<string> | null {
    if (!this.#connected || !this.#channels) return null;
    const there = [...this.#channels].filter(([, channelId]) => this.#counts(channelId));
    return new Set(there.map(([userId]) => userId));
  }

  #isThere(channelId: string | null): boolean {
    return channelId !== null && this.#counts(channelId);
  }

  #counts(channelId: string): boolean {
    if (channelId === this.#afkChannelId) return false;
    return this.scope.only.size === 0 || this.scope.only.has(channelId);
  }
}
