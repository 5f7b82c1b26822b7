import {
  type APIGuild,
  type APIGuildMember,
  type Client,
  DiscordAPIError,
  type REST,
  Routes,
  Status,
} from 'discord.js';
import type { Clock } from '../domain/clock.js';
import type { GuildDirectory, GuildMember, Lookup } from '../domain/guild-directory.js';
import { type GuildPermissions, isGuildAdmin } from './permissions.js';

/** How long Discord's answers are kept: whoever left is noticed within a minute even if no event came. */
const MAX_AGE_MS = 60_000;
/** The most people one gateway request may ask about. Source: Discord, "Request Guild Members", `user_ids`. */
const GATEWAY_CHUNK = 100;
/** From this many people on, one gateway request is cheaper than a REST request each. */
const WORTH_A_CHUNK = 3;
/** How long the gateway may take for a chunk before each is asked about over REST. */
const GATEWAY_TIMEOUT_MS = 4_000;
/** The most members one page of the list holds. Source: Discord, "List Guild Members", `limit`. */
const LIST_PAGE = 1_000;
/** REST look-ups under way at once. */
const REST_CONCURRENCY = 5;

/** Discord's codes for "no such member" and "no such user". */
const NOT_A_MEMBER = new Set([10007, 10013]);

interface Kept<T> {
  readonly at: number;
  readonly value: T;
}

interface MemberFacts {
  readonly displayName: string;
  readonly roleIds: readonly string[];
}

/**
 * The guild directory, asked of Discord with the bot's token: single people over REST, many over the gateway while it
 * is up, else by the list of members. What is kept is dropped after a minute, or at once when Discord says that something changed.
 */
export class DiscordGuildDirectory implements GuildDirectory {
  readonly #members = new Map<string, Kept<MemberFacts | null>>();
  #guild: Kept<GuildPermissions> | null = null;
  #client: Client<true> | null = null;
  /** How often Discord has said that something changed. */
  #changes = 0;

  constructor(
    private readonly rest: REST,
    private readonly guildId: string,
    private readonly clock: Clock,
  ) {}

  /** From here on many people can be asked about over the gateway. */
  useGateway(client: Client<true>): void {
    this.#client = client;
  }

  /** Something about one member changed. */
  forgetMember(userId: string): void {
    this.#changes += 1;
    this.#members.delete(userId);
  }

  /** Roles or the guild itself changed. */
  forgetAll(): void {
    this.#changes += 1;
    this.#members.clear();
    this.#guild = null;
  }

  async member(userId: string, options: { fresh?: boolean } = {}): Promise<Lookup<GuildMember | null>> {
    try {
      const maxAgeMs = options.fresh ? 0 : MAX_AGE_MS;
      const [guild, facts] = await Promise.all([this.#permissions(maxAgeMs), this.#facts(userId, maxAgeMs)]);
      if (!facts) return { known: true, value: null };
      const isAdmin = isGuildAdmin(guild, { userId, roleIds: facts.roleIds });
      return { known: true, value: { userId, displayName: facts.displayName, isAdmin } };
    } catch {
      return { known: false };
    }
  }

  async membersAmong(
    userIds: readonly string[],
    options: { maxAgeMs?: number } = {},
  ): Promise<Lookup<ReadonlySet<string>>> {
    const maxAgeMs = Math.min(options.maxAgeMs ?? MAX_AGE_MS, MAX_AGE_MS);
    try {
      const stale = [...new Set(userIds)].filter((id) => !this.#kept(this.#members.get(id), maxAgeMs));
      const unknown = (): string[] => stale.filter((id) => !this.#kept(this.#members.get(id), maxAgeMs));
      if (stale.length >= WORTH_A_CHUNK) await this.#askGateway(stale);
      if (unknown().length >= WORTH_A_CHUNK) await this.#askList(unknown());
      const left = unknown();
      const queue = left.values();
      const askOne = async (): Promise<void> => {
        for (const id of queue) await this.#facts(id, maxAgeMs);
      };
      await Promise.all(Array.from({ length: REST_CONCURRENCY }, askOne));
      return { known: true, value: new Set(userIds.filter((id) => this.#members.get(id)?.value)) };
    } catch {
      return { known: false };
    }
  }

  #kept<T>(kept: Kept<T> | null | undefined, maxAgeMs: number): Kept<T> | null {
    return kept && this.clock.monotonic() - kept.at < maxAgeMs ? kept : null;
  }

  async #facts(userId: string, maxAgeMs: number): Promise<MemberFacts | null> {
    const kept = this.#kept(this.#members.get(userId), maxAgeMs);
    if (kept) return kept.value;
    const at = this.#asking();
    const value = await this.#askRest(userId);
    this.#members.set(userId, { at: at(), value });
    return value;
  }

  /**
   * To be called before a question: what it returns tells, after the answer, from when on that is kept. An answer may
   * be older than a change Discord told of meanwhile; it is given to who asked, and to nobody after.
   */
  #asking(): () => number {
    const before = this.#changes;
    return () => (before === this.#changes ? this.clock.monotonic() : Number.NEGATIVE_INFINITY);
  }

  async #askRest(userId: string): Promise<MemberFacts | null> {
    try {
      const member = (await this.rest.get(Routes.guildMember(this.guildId, userId))) as APIGuildMember;
      const { nick, user, roles } = member;
      return { displayName: nick ?? user.global_name ?? user.username, roleIds: roles };
    } catch (error) {
      if (error instanceof DiscordAPIError && NOT_A_MEMBER.has(Number(error.code))) return null;
      throw error;
    }
  }

  /** Asks about many at once. A gateway that is down or silent leaves them to REST. */
  async #askGateway(userIds: readonly string[]): Promise<void> {
    const guild = this.#client?.guilds.cache.get(this.guildId);
    if (!guild) return;
    for (let from = 0; from < userIds.length; from += GATEWAY_CHUNK) {
      // `status` of the manager can still read ready after the gateway is lost; the shard's own doesn't.
      if (guild.shard.status !== Status.Ready) return;
      const chunk = userIds.slice(from, from + GATEWAY_CHUNK);
      try {
        const found = await guild.members.fetch({ user: chunk, time: GATEWAY_TIMEOUT_MS });
        const at = this.clock.monotonic();
        for (const id of chunk) {
          const member = found.get(id);
          const roleIds = member ? [...member.roles.cache.keys()] : [];
          this.#members.set(id, { at, value: member ? { displayName: member.displayName, roleIds } : null });
        }
      } catch {
        return;
      }
    }
  }

  /**
   * Goes through the guild's list of members, a thousand a request: without the gateway much cheaper than a request for
   * each, unless the guild is huge. Whom it leaves open is asked about alone.
   */
  async #askList(userIds: readonly string[]): Promise<void> {
    const wanted = new Set(userIds);
    let after = '0';
    for (let page = 0; page * WORTH_A_CHUNK < userIds.length && wanted.size > 0; page += 1) {
      const members = await this.#page(after);
      const at = this.clock.monotonic();
      for (const { nick, user, roles } of members) {
        if (!wanted.delete(user.id)) continue;
        const displayName = nick ?? user.global_name ?? user.username;
        this.#members.set(user.id, { at, value: { displayName, roleIds: roles } });
      }
      const last = members.at(-1);
      if (!last || members.length < LIST_PAGE) {
        if (last) for (const id of wanted) this.#members.set(id, { at, value: null });
        return;
      }
      after = last.user.id;
    }
  }

  async #page(after: string): Promise<APIGuildMember[]> {
    try {
      const query = new URLSearchParams({ limit: String(LIST_PAGE), after });
      return (await this.rest.get(Routes.guildMembers(this.guildId), { query })) as APIGuildMember[];
    } catch (error) {
      // A list that is refused says nothing about anybody.
      if (error instanceof DiscordAPIError) return [];
      throw error;
    }
  }

  async #permissions(maxAgeMs: number): Promise<GuildPermissions> {
    const kept = this.#kept(this.#guild, maxAgeMs);
    if (kept) return kept.value;
    const at = this.#asking();
    const guild = (await this.rest.get(Routes.guild(this.guildId))) as APIGuild;
    const value: GuildPermissions = {
      id: guild.id,
      ownerId: guild.owner_id,
      roles: new Map(guild.roles.map((role) => [role.id, role.permissions])),
    };
    this.#guild = { at: at(), value };
    return value;
  }
}
