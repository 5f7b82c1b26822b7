import { channelView, guildView, roleView, voiceStateView } from './guild-views.js';
import type { Dispatch } from './entities.js';
import { memberView, userView } from './user-views.js';
import type { Json } from './wire.js';
import type { World } from './world.js';

/** Somebody in the stand-in. */
export interface StandInUser {
  readonly id: string;
  readonly name: string;
}

/** A member to add. */
export interface MemberSeed {
  readonly id?: string;
  readonly name: string;
  readonly nick?: string;
  /** Makes the member the guild's owner. The host a guild starts with leaves then. */
  readonly owner?: boolean;
  /** Gives the member a role of their own with these permissions. */
  readonly permissions?: bigint;
  readonly dmsClosed?: boolean;
  readonly locale?: string;
}

/** What changes in the guild, told to the bot as it happens. */
export class GuildLife {
  readonly #hostId: string;

  constructor(
    private readonly world: World,
    private readonly dispatch: Dispatch,
  ) {
    this.#hostId = world.ownerId;
  }

  /** Somebody joins the guild. */
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
      this.dispatch('GUILD_UPDATE', guildView(this.world));
      if (former === this.#hostId) this.removeMember(former);
    }
    return { id: user.id, name: user.name };
  }

  /** Somebody leaves the guild, and voice with it. */
  removeMember(userId: string): void {
    const { user } = this.world.member(userId);
    if (this.world.voice.has(userId)) this.setVoice(userId, null);
    this.world.members.delete(userId);
    this.#tell('GUILD_MEMBER_REMOVE', { user: userView(user) });
  }

  /** Changes what a member may do, by a role of their own. */
  setPermissions(userId: string, permissions: bigint): void {
    const { role, created } = this.world.setPersonalRole(userId, permissions);
    this.#tell(created ? 'GUILD_ROLE_CREATE' : 'GUILD_ROLE_UPDATE', { role: roleView(role) });
    if (created) this.#tell('GUILD_MEMBER_UPDATE', memberView(this.world.member(userId)));
  }

  /** Adds a channel. */
  addChannel(seed: { name: string; type?: 'text' | 'voice' | 'afk' }): { id: string } {
    const channel = this.world.addChannel(seed.name, (seed.type ?? 'text') === 'text' ? 0 : 2);
    this.dispatch('CHANNEL_CREATE', channelView(this.world, channel));
    if (seed.type === 'afk') {
      this.world.afkChannelId = channel.id;
      this.dispatch('GUILD_UPDATE', guildView(this.world));
    }
    return { id: channel.id };
  }

  /** Somebody joins, changes or leaves voice. */
  setVoice(userId: string, channelId: string | null): void {
    const state = this.world.setVoice(userId, channelId);
    this.#tell('VOICE_STATE_UPDATE', {
      ...voiceStateView(state),
      member: memberView(this.world.member(userId)),
    });
  }

  #tell(event: string, data: Json): void {
    this.dispatch(event, { guild_id: this.world.seed.guildId, ...data });
  }
}
