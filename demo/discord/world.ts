import { randomBytes } from 'node:crypto';
import type { Channel, Member, Role, User, VoiceState, WorldSeed } from './entities.js';
import { MessageStore } from './messages.js';
import { ALL_PERMISSIONS, EVERYONE_PERMISSIONS, Permission } from './permissions.js';
import type { Snowflakes } from './snowflake.js';

/** One guild with its people, roles, channels and messages, and the bot's DMs. It only stores facts. */
export class World {
  readonly users = new Map<string, User>();
  readonly members = new Map<string, Member>();
  readonly roles = new Map<string, Role>();
  readonly channels = new Map<string, Channel>();
  readonly voice = new Map<string, VoiceState>();
  readonly messages: MessageStore;
  /** Made at the start; commands are used there by default. */
  readonly generalChannelId: string;
  readonly #managedRoleId: string;
  ownerId: string;
  afkChannelId: string | null = null;
  /** Whether the guild is out of reach on Discord's side. */
  outage = false;

  constructor(
    readonly seed: WorldSeed,
    readonly snowflakes: Snowflakes,
    readonly now: () => number,
  ) {
    this.messages = new MessageStore(snowflakes, now, this.channels);
    this.#keepRole({
      id: seed.guildId,
      name: '@everyone',
      managed: false,
      permissions: EVERYONE_PERMISSIONS,
    });
    const managed = { id: snowflakes.next(), name: 'Bot', managed: true, permissions: EVERYONE_PERMISSIONS };
    this.#managedRoleId = this.#keepRole(managed).id;
    this.letBotIn();
    this.ownerId = this.join({ name: 'Host' }).user.id;
    this.generalChannelId = this.addChannel('general', 0).id;
  }

  /** The bot's own user. */
  get bot(): User {
    return this.users.get(this.seed.botUserId) as User;
  }

  /** Makes a person a member, and adds the person if new. */
  join(seed: {
    id?: string;
    name: string;
    nick?: string;
    bot?: boolean;
    dmsClosed?: boolean;
    locale?: string;
  }): Member {
    const id = seed.id ?? this.snowflakes.next();
    if (this.members.has(id)) throw new Error(`${id} is a member of the guild already.`);
    const user: User = {
      id,
      name: seed.name,
      bot: seed.bot ?? false,
      locale: seed.locale ?? 'en-US',
      dmsClosed: seed.dmsClosed ?? false,
    };
    const member: Member = { user, joinedAt: this.now(), nick: seed.nick ?? null, roleIds: [] };
    this.users.set(id, user);
    this.members.set(id, member);
    return member;
  }

  /** Adds a person who is no member. */
  addStranger(seed: { id?: string; name: string }): User {
    const user: User = {
      id: seed.id ?? this.snowflakes.next(),
      name: seed.name,
      bot: false,
      locale: 'en-US',
      dmsClosed: false,
    };
    this.users.set(user.id, user);
    return user;
  }

  /** The member with this id; throws a plain sentence when there is none. */
  member(userId: string): Member {
    const member = this.members.get(userId);
    if (!member) throw new Error(`${userId} is no member of the guild.`);
    return member;
  }

  /** The bot becomes a member, with the role its invitation gave it. */
  letBotIn(): void {
    this.join({ id: this.seed.botUserId, name: 'Muster', bot: true }).roleIds.push(this.#managedRoleId);
  }

  /** Whether the bot was invited, and not thrown out since. */
  get botIsIn(): boolean {
    return this.members.has(this.seed.botUserId);
  }

  /** What a member may do: the owner and administrators everything, others what their roles add up to. */
  permissionsOf(userId: string): bigint {
    if (userId === this.ownerId) return ALL_PERMISSIONS;
    const roleIds = [this.seed.guildId, ...(this.members.get(userId)?.roleIds ?? [])];
    const sum = roleIds.reduce((all, id) => all | (this.roles.get(id)?.permissions ?? 0n), 0n);
    return (sum & Permission.administrator) !== 0n ? ALL_PERMISSIONS : sum;
  }

  /** Gives a member a role of their own with these permissions, or changes it. */
  setPersonalRole(userId: string, permissions: bigint): { role: Role; created: boolean } {
    const member = this.member(userId);
    const own = member.roleIds.map((id) => this.roles.get(id)).find((role) => role && !role.managed);
    if (own) {
      own.permissions = permissions;
      return { role: own, created: false };
    }
    const id = this.snowflakes.next();
    const role = this.#keepRole({ id, name: `Role of ${member.user.name}`, managed: false, permissions });
    member.roleIds.push(role.id);
    return { role, created: true };
  }

  /** Adds a channel to the guild. */
  addChannel(name: string, type: 0 | 2 | 13): Channel {
    const id = this.snowflakes.next();
    const channel: Channel = { id, type, name, position: this.channels.size, lastMessageId: null };
    this.channels.set(id, channel);
    return channel;
  }

  /** The bot's DM with a person: always the same one. */
  dmWith(userId: string): Channel {
    const known = [...this.channels.values()].find(
      ({ recipientId, isOthers }) => recipientId === userId && !isOthers,
    );
    return known ?? this.#openDm(userId, false);
  }

  /** A person's direct message with another bot. */
  dmWithAnotherBot(userId: string): Channel {
    return this.#openDm(userId, true);
  }

  #openDm(userId: string, isOthers: boolean): Channel {
    const id = this.snowflakes.next();
    const channel: Channel = {
      id,
      type: 1,
      name: '',
      position: 0,
      recipientId: userId,
      isOthers,
      lastMessageId: null,
    };
    this.channels.set(id, channel);
    return channel;
  }

  /** The guild's own channels. */
  guildChannels(): Channel[] {
    return [...this.channels.values()].filter((channel) => channel.type !== 1);
  }

  /** Moves a person to a voice channel, or out of voice. Returns the state; the map drops it when out. */
  setVoice(
    userId: string,
    channelId: string | null,
  ): Omit<VoiceState, 'channelId'> & { channelId: string | null } {
    this.member(userId);
    const before = this.voice.get(userId);
    const sessionId = before?.sessionId ?? randomBytes(16).toString('hex');
    if (channelId === null) this.voice.delete(userId);
    else {
      const type = this.channels.get(channelId)?.type;
      if (type !== 2 && type !== 13) throw new Error(`${channelId} is no voice channel.`);
      this.voice.set(userId, { userId, sessionId, channelId });
    }
    return { userId, sessionId, channelId };
  }

  #keepRole(role: Omit<Role, 'position'>): Role {
    const kept: Role = { ...role, position: this.roles.size };
    this.roles.set(kept.id, kept);
    return kept;
  }
}
