import { channelView, guildCreateView, guildView, roleView, voiceStateView } from './guild-views.js';
import type { Dispatch } from './entities.js';
import { memberView, userView } from './user-views.js';
import type { Json } from './wire.js';
import type { World } from './world.js';

/** A person in the stand-in. */
export interface StandInUser {
  readonly id: string;
  readonly name: string;
}

/** A member to add. */
export interface MemberSeed {
  readonly id?: string;
  readonly name: string;
  readonly nick?: string;
  /** Makes the member the guild's owner; the guild's first host then leaves. */
  readonly owner?: boolean;
  /** Gives the member a role of their own with these permissions. */
  readonly permissions?: bigint;
  readonly dmsClosed?: boolean;
  readonly locale?: string;
}

/** What a channel can be. */
export type ChannelKind = 'text' | 'voice' | 'afk' | 'stage';

const CHANNEL_TYPE = { text: 0, voice: 2, afk: 2, stage: 13 } as const;

/** Changes the guild, and tells the bot. */
export class GuildLife {
  readonly #hostId: string;

  constructor(
    private readonly world: World,
    private readonly dispatch: Dispatch,
  ) {
    this.#hostId = world.ownerId;
  }

  /** A person joins the guild. */
  addMember(seed: MemberSeed): StandInUser {
    const { user } = this.world.join(seed);
    if (seed.permissions !== undefined) {
      const { role } = this.world.setPersonalRole(user.id, seed.permissions);
      this.#tell('GUILD_ROLE_CREATE', { role: roleView(role) });
    }
    this.#tell('GUILD_MEMBER_ADD', memberView(this.world.member(user.id)));
    if (seed.owner) {
      const former = this.world.ownerId;
      this.world.ownerId = user.id;
      this.#guildChanged();
      if (former === this.#hostId) this.removeMember(former);
    }
    return { id: user.id, name: user.name };
  }

  /** A person leaves the guild, and voice with it. */
  removeMember(userId: string): void {
    const { user } = this.world.member(userId);
    if (this.world.voice.has(userId)) this.setVoice(userId, null);
    this.world.members.delete(userId);
    this.#tell('GUILD_MEMBER_REMOVE', { user: userView(user) });
  }

  /** Changes a member's permissions, by a role of their own. */
  setPermissions(userId: string, permissions: bigint): void {
    const { role, created } = this.world.setPersonalRole(userId, permissions);
    this.#tell(created ? 'GUILD_ROLE_CREATE' : 'GUILD_ROLE_UPDATE', { role: roleView(role) });
    if (created) this.#tell('GUILD_MEMBER_UPDATE', memberView(this.world.member(userId)));
  }

  /** Adds a channel. */
  addChannel(seed: { name: string; type?: ChannelKind }): { id: string } {
    const kind = seed.type ?? 'text';
    const channel = this.world.addChannel(seed.name, CHANNEL_TYPE[kind]);
    this.#tell('CHANNEL_CREATE', channelView(this.world, channel));
    if (kind === 'afk') this.setAfkChannel(channel.id);
    return { id: channel.id };
  }

  /** Removes a channel, and everybody in it from voice. */
  removeChannel(channelId: string): void {
    const channel = this.world.channels.get(channelId);
    if (!channel) throw new Error(`There is no channel ${channelId}.`);
    for (const state of [...this.world.voice.values()]) {
      if (state.channelId === channelId) this.setVoice(state.userId, null);
    }
    this.world.channels.delete(channelId);
    this.#tell('CHANNEL_DELETE', channelView(this.world, channel));
  }

  /** Sets the channel Discord moves idle people to; `null`: none. */
  setAfkChannel(channelId: string | null): void {
    this.world.afkChannelId = channelId;
    this.#guildChanged();
  }

  /** Takes the guild out of reach or back. In between the bot hears nothing; then it gets the guild anew. */
  setOutage(on: boolean): void {
    if (on === this.world.outage) return;
    this.world.outage = on;
    if (!this.world.botIsIn) return;
    if (on) this.dispatch('GUILD_DELETE', { id: this.world.seed.guildId, unavailable: true });
    else this.dispatch('GUILD_CREATE', guildCreateView(this.world));
  }

  /** The bot is thrown out of the guild: it is told so, and its commands there are gone. */
  throwBotOut(): void {
    this.world.members.delete(this.world.seed.botUserId);
    this.dispatch('GUILD_DELETE', { id: this.world.seed.guildId });
  }

  /** Somebody invites the bot to the guild. */
  inviteBot(): void {
    this.world.letBotIn();
    if (!this.world.outage) this.dispatch('GUILD_CREATE', guildCreateView(this.world));
  }

  /** Somebody joins, changes or leaves voice. */
  setVoice(userId: string, channelId: string | null): void {
    const state = this.world.setVoice(userId, channelId);
    this.#tell('VOICE_STATE_UPDATE', {
      ...voiceStateView(state),
      member: memberView(this.world.member(userId)),
    });
  }

  #guildChanged(): void {
    if (!this.world.outage && this.world.botIsIn) this.dispatch('GUILD_UPDATE', guildView(this.world));
  }

  #tell(event: string, data: Json): void {
    if (this.world.outage || !this.world.botIsIn) return;
    this.dispatch(event, { guild_id: this.world.seed.guildId, ...data });
  }
}
