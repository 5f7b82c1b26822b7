import { type APIGuildMember, type APIUser, type Client, DiscordAPIError, Routes, Status } from 'discord.js';
import type { Clock } from '../domain/clock.js';
import type { LimitRule } from '../domain/limits.js';
import { MemoryLimits } from '../pace/memory-limits.js';
import type { KeptAnswers } from './kept-answers.js';
import { LaneBusy, type RequestLane } from './request-lane.js';

/** What Discord says about somebody in our guild. */
export interface MemberFacts {
  readonly displayName: string;
  readonly roleIds: readonly string[];
}

/** What of a member we read, wherever Discord tells it. */
export type ToldMember = Pick<APIGuildMember, 'nick' | 'roles'> & {
  readonly user: Pick<APIUser, 'id' | 'global_name' | 'username'>;
};

/** The answers about people; `null`: not a member. */
type Answers = Map<string, MemberFacts | null>;

/** People who are asked about with one question, and its answers. */
interface Together {
  readonly ids: Set<string>;
  readonly answers: Promise<Answers>;
}

/** The most people one gateway request may ask about. Source: Discord, "Request Guild Members", `user_ids`. */
const GATEWAY_CHUNK = 100;
/** From this many people on, one gateway request is cheaper than a REST request each. */
const WORTH_A_CHUNK = 3;
/** The most members one page of the list holds. Source: Discord, "List Guild Members", `limit`. */
const LIST_PAGE = 1_000;
/** REST look-ups under way at once. */
const REST_CONCURRENCY = 5;
/** Who would wait longer than this for a request of their own is asked about with others. */
const WORTH_WAITING_MS = 400;
/** Questions of single people are put together this often at most. */
const TOGETHER_EVERY_MS = 1_000;

/** Discord's codes for "no such member" and "no such user". */
const NOT_A_MEMBER = new Set([10007, 10013]);

/** How one kind of asker asks. */
export interface AskerOptions {
  readonly lane: RequestLane;
  /** The most gateway requests a minute; Discord takes 120 a minute of a connection, whoever asks. */
  readonly gatewayPerMinute: number;
  /** How long the gateway may take for a chunk before each is asked about over REST, in milliseconds. */
  readonly gatewayTimeoutMs: number;
}

/**
 * Asks Discord who is in the guild, for one kind of asker: single people over REST, many over the gateway while it is
 * up, else by the list of members. Single people who would wait for each other are asked about together.
 */
export class MemberQuestions {
  readonly #lane: RequestLane;
  /** A connection has its limit to itself: nobody else's requests count. */
  readonly #gatewayAsks: MemoryLimits;
  readonly #gatewayLimit: LimitRule;
  readonly #gatewayTimeoutMs: number;
  #together: Together | null = null;
  #togetherAt = Number.NEGATIVE_INFINITY;

  constructor(
    { lane, gatewayPerMinute, gatewayTimeoutMs }: AskerOptions,
    private readonly guildId: string,
    private readonly kept: KeptAnswers<MemberFacts | null>,
    private readonly gateway: () => Client<true> | null,
    private readonly clock: Clock,
  ) {
    this.#lane = lane;
    this.#gatewayTimeoutMs = gatewayTimeoutMs;
    this.#gatewayAsks = new MemoryLimits(clock);
    this.#gatewayLimit = { name: 'gateway', most: gatewayPerMinute, perMs: 60_000 };
  }

  /** One person. @throws when Discord does not say in time. */
  async one(userId: string): Promise<MemberFacts | null> {
    if (this.#lane.backlogMs() <= WORTH_WAITING_MS) return this.#alone(userId);
    const { ids, answers } = (this.#together ??= this.#gather());
    ids.add(userId);
    const answer = (await answers).get(userId);
    return answer === undefined ? this.#alone(userId) : answer;
  }

  /** Each of these people. @throws when Discord does not say who they are in time. */
  async many(userIds: readonly string[]): Promise<Answers> {
    const answers: Answers = new Map();
    const left = (): string[] => userIds.filter((id) => !answers.has(id));
    if (userIds.length >= WORTH_A_CHUNK) await this.#allAtOnce(userIds, answers);
    const queue = left().values();
    const askOne = async (): Promise<void> => {
      for (const id of queue) answers.set(id, await this.#alone(id));
    };
    await Promise.all(Array.from({ length: REST_CONCURRENCY }, askOne));
    return answers;
  }

  /** Waits for others to ask too. */
  #gather(): Together {
    const ids = new Set<string>();
    const wait = this.#togetherAt + TOGETHER_EVERY_MS - this.clock.monotonic();
    const ask = async (): Promise<Answers> => {
      await this.clock.sleep(Math.max(0, wait));
      this.#together = null;
      this.#togetherAt = this.clock.monotonic();
      const answers: Answers = new Map();
      await this.#allAtOnce([...ids], answers);
      return answers;
    };
    return { ids, answers: ask() };
  }

  /** Asks in the cheapest ways for many; whom they leave open is not among the answers. */
  async #allAtOnce(userIds: readonly string[], answers: Answers): Promise<void> {
    await this.#askGateway(userIds, answers);
    const left = userIds.filter((id) => !answers.has(id));
    if (left.length >= WORTH_A_CHUNK) await this.#askList(left, answers);
  }

  #alone(userId: string): Promise<MemberFacts | null> {
    return this.kept.ask(async (keep) => {
      const facts = await this.#askRest(userId);
      keep(userId, facts);
      return facts;
    });
  }

  async #askRest(userId: string): Promise<MemberFacts | null> {
    try {
      return factsOf((await this.#lane.get(Routes.guildMember(this.guildId, userId))) as APIGuildMember);
    } catch (error) {
      if (error instanceof DiscordAPIError && NOT_A_MEMBER.has(Number(error.code))) return null;
      throw error;
    }
  }

  /** A gateway that is down, silent or asked too much leaves them open. */
  async #askGateway(userIds: readonly string[], answers: Answers): Promise<void> {
    const guild = this.gateway()?.guilds.cache.get(this.guildId);
    if (!guild) return;
    for (let from = 0; from < userIds.length; from += GATEWAY_CHUNK) {
      // `status` of the manager can still read ready after the gateway is lost; the shard's own doesn't.
      if (guild.shard.status !== Status.Ready || this.#gatewayAsks.take(this.#gatewayLimit, '') > 0) return;
      const chunk = userIds.slice(from, from + GATEWAY_CHUNK);
      try {
        await this.kept.ask(async (keep) => {
          const found = await guild.members.fetch({ user: chunk, time: this.#gatewayTimeoutMs });
          for (const id of chunk) {
            const member = found.get(id);
            const facts = member
              ? { displayName: member.displayName, roleIds: rolesOf(member.roles.cache.keys(), guild.id) }
              : null;
            if (keep(id, facts)) answers.set(id, facts);
          }
        });
      } catch {
        return;
      }
    }
  }

  /**
   * Goes through the guild's list of members, a thousand a request: without the gateway much cheaper than a request for
   * each, unless the guild is huge.
   */
  async #askList(userIds: readonly string[], answers: Answers): Promise<void> {
    const wanted = new Set(userIds);
    let after = '0';
    // One question from its first page to its last: who is on none of them may have changed during any.
    await this.kept.ask(async (keep) => {
      const note = (id: string, facts: MemberFacts | null): void => {
        if (keep(id, facts)) answers.set(id, facts);
      };
      for (let page = 0; page * WORTH_A_CHUNK < userIds.length && wanted.size > 0; page += 1) {
        const members = await this.#page(after);
        for (const member of members) {
          if (wanted.delete(member.user.id)) note(member.user.id, factsOf(member));
        }
        const last = members.at(-1);
        if (!last || members.length < LIST_PAGE) {
          if (last) for (const id of wanted) note(id, null);
          return;
        }
        after = last.user.id;
      }
    });
  }

  async #page(after: string): Promise<APIGuildMember[]> {
    try {
      const query = new URLSearchParams({ limit: String(LIST_PAGE), after });
      return (await this.#lane.get(Routes.guildMembers(this.guildId), query)) as APIGuildMember[];
    } catch (error) {
      // A list that is refused, or has to wait, says nothing about anybody.
      if (error instanceof DiscordAPIError || error instanceof LaneBusy) return [];
      throw error;
    }
  }
}

/** discord.js counts @everyone, whose id is the guild's, among a member's roles; Discord's own answer does not. */
function rolesOf(ids: Iterable<string>, guildId: string): string[] {
  return [...ids].filter((id) => id !== guildId);
}

/** What Discord says about a member, in our words. */
export function factsOf({ nick, user, roles }: ToldMember): MemberFacts {
  return { displayName: nick ?? user.global_name ?? user.username, roleIds: roles };
}
