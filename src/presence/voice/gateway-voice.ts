import {
  type APIVoiceState,
  type Client,
  Events,
  GatewayDispatchEvents,
  type GatewayDispatchPayload,
  Status,
} from 'discord.js';
import type { VoiceChannels, VoicePresence } from '../../domain/presence.js';
import { ChannelMap } from './channel-map.js';
import { type VoiceMove, type VoiceScope, VoiceView } from './voice-view.js';

/**
 * Voice as the gateway's packets tell it, in their order. We don't use discord.js's cache: it keeps the
 * states of an older session until the new one's arrive, and may apply early packets after later ones.
 */
export class GatewayVoice implements VoicePresence, VoiceChannels {
  readonly #view: VoiceView;
  readonly #channels = new ChannelMap();
  #told = '';
  #client: Client | null = null;
  #arrived: (userIds: readonly string[]) => void = () => undefined;
  #isKnown = false;
  #known: () => void = () => undefined;

  /** `missing` hears which channels named in the scope are no voice channels, whenever that changes. */
  constructor(
    private readonly guildId: string,
    private readonly scope: VoiceScope,
    private readonly missing: (channelIds: readonly string[]) => void,
    /** Where people meet by what the process with the gateway was told; asked as long as this one was told nothing. */
    private readonly elsewhere: () => string | null = () => null,
  ) {
    this.#view = new VoiceView(scope);
  }

  /** Call it before the client logs in, so that no packet is missed. */
  listenTo(client: Client): void {
    this.#client = client;
    client.on(Events.Raw, (packet) => {
      this.#receive(packet as GatewayDispatchPayload);
      this.#tellMissing();
      this.#tellKnown();
    });
    const lost = (): void => {
      this.#view.connectionLost();
      this.#tellKnown();
    };
    client.on(Events.ShardReconnecting, lost);
    client.on(Events.ShardDisconnect, lost);
    // A shard is ready only after the packet that made it so.
    client.on(Events.ShardReady, () => this.#tellKnown());
    client.on(Events.ShardResume, () => this.#tellKnown());
  }

  /** `listener` hears who is in voice by now: whoever comes, and all who are there when that is first told. */
  onArrival(listener: (userIds: readonly string[]) => void): void {
    this.#arrived = listener;
  }

  /** `listener` hears each time that who is in voice is known from now on, and was not before. */
  onKnown(listener: () => void): void {
    this.#known = listener;
  }

  /** The login has ended: what it told may be out of date, and another process is told now. */
  loggedOut(): void {
    this.#view.guildGone();
    this.#channels.guildGone();
    this.#tellKnown();
  }

  /** Other channels count from here on. */
  scopeChanged(): void {
    this.#tellMissing();
    this.#tellKnown();
  }

  inVoice(): ReadonlySet<string> | null {
    return this.#canTell() ? this.#view.inVoice() : null;
  }

  meetingPlace(named: ReadonlySet<string>): string | null {
    const fromTop = this.#channels.fromTop();
    const meant = [...named].find((id) => !fromTop || fromTop.includes(id));
    if (meant !== undefined) return meant;
    if (!fromTop) return this.elsewhere();
    const { afkChannelId } = this.#view;
    const rest = fromTop.filter((id) => id !== afkChannelId);
    const people = rest.map((id) => this.#view.peopleIn(id));
    return rest[people.indexOf(Math.max(...people))] ?? null;
  }

  #canTell(): boolean {
    // A person outside the remaining channels may be in the missing one, which has another id now.
    if (this.#missing().length > 0) return false;
    const shards = this.#client?.ws.shards;
    // The manager's own status can still read ready after the gateway is lost; a shard's doesn't.
    return shards !== undefined && shards.size > 0 && shards.every(({ status }) => status === Status.Ready);
  }

  #tellKnown(): void {
    const before = this.#isKnown;
    this.#isKnown = this.#view.isKnown && this.#canTell();
    if (this.#isKnown && !before) this.#known();
  }

  #missing(): string[] {
    return this.#channels.missing(this.scope.only);
  }

  #tellMissing(): void {
    const missing = this.#missing();
    if (missing.join() === this.#told) return;
    this.#told = missing.join();
    this.missing(missing);
  }

  #receive(packet: GatewayDispatchPayload): void {
    switch (packet.t) {
      case GatewayDispatchEvents.Ready:
        return this.#view.sessionStarted();
      case GatewayDispatchEvents.Resumed:
        return this.#view.sessionResumed();
      case GatewayDispatchEvents.GuildCreate:
        if (packet.d.id !== this.guildId) return;
        if (packet.d.unavailable) return this.#view.guildGone();
        this.#channels.guildArrived(packet.d.channels);
        this.#view.guildArrived(packet.d.afk_channel_id, packet.d.voice_states.map(moveOf));
        return this.#arrived([...(this.#view.inVoice() ?? [])]);
      case GatewayDispatchEvents.GuildDelete:
        if (packet.d.id === this.guildId) this.#view.guildGone();
        return;
      case GatewayDispatchEvents.GuildUpdate:
        if (packet.d.id === this.guildId) this.#view.afkChannelIs(packet.d.afk_channel_id);
        return;
      case GatewayDispatchEvents.VoiceStateUpdate:
        if (packet.d.guild_id === this.guildId && this.#view.moved(moveOf(packet.d)))
          this.#arrived([packet.d.user_id]);
        return;
      case GatewayDispatchEvents.ChannelCreate:
      case GatewayDispatchEvents.ChannelUpdate:
        if (packet.d.guild_id !== this.guildId) return;
        return this.#channels.channelIs(packet.d);
      case GatewayDispatchEvents.ChannelDelete:
        this.#channels.channelGone(packet.d.id);
        return this.#view.channelGone(packet.d.id);
      case GatewayDispatchEvents.GuildMemberRemove:
        if (packet.d.guild_id !== this.guildId) return;
        this.#view.moved({ userId: packet.d.user.id, channelId: null });
        return;
      default:
        return;
    }
  }
}

function moveOf(state: Pick<APIVoiceState, 'user_id' | 'channel_id'>): VoiceMove {
  return { userId: state.user_id, channelId: state.channel_id };
}
