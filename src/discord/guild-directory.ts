import { type APIGuild, type Client, Routes } from 'discord.js';
import type { Clock } from '../domain/clock.js';
import type { GuildDirectory, GuildMember, Lookup } from '../domain/guild-directory.js';
import { KeptAnswers } from './kept-answers.js';
import { factsOf, type MemberFacts, MemberQuestions, type ToldMember } from './member-questions.js';
import { type GuildPermissions, isGuildAdmin } from './permissions.js';
import type { RequestLane } from './request-lane.js';

/** How long Discord's answers are kept: whoever left is noticed within a minute even if no event came. */
const MAX_AGE_MS = 60_000;
/** How long people wait for an answer, in milliseconds; later it is told that Discord can't be asked now. */
const PATIENCE_MS = 3_000;
/** What people may cause of the 120 requests a minute Discord takes of a gateway connection; sends need the rest. */
const GATEWAY_PER_MINUTE = { people: 60, sends: Number.MAX_SAFE_INTEGER };
/** How long the gateway may take: people's patience has to last for having waited for others, and for REST after it. */
const GATEWAY_TIMEOUT_MS = { people: 1_200, sends: 4_000 };

/** What the directory asks by: a lane for what people ask, and one for what sends have to know. */
export interface DirectoryLanes {
  readonly people: RequestLane;
  readonly sends: RequestLane;
}

/**
 * The guild directory, asked of Discord with the bot's token. What is kept is dropped after a minute, or at once when
 * Discord says that something changed. Itself it answers people's questions; `forSends` the dispatcher's, which no
 * number of those can keep waiting.
 */
export class DiscordGuildDirectory implements GuildDirectory {
  readonly #members: KeptAnswers<MemberFacts | null>;
  readonly #guild: KeptAnswers<GuildPermissions>;
  readonly #people: MemberQuestions;
  #client: Client<true> | null = null;
  #askedName: string | null = null;
  /** The same answers, for the dispatcher. */
  readonly forSends: GuildDirectory;

  constructor(
    private readonly lanes: DirectoryLanes,
    private readonly guildId: string,
    private readonly clock: Clock,
    /** The guild's name by what the process with the gateway was told. */
    private readonly nameElsewhere: () => string | null = () => null,
  ) {
    this.#members = new KeptAnswers(clock);
    this.#guild = new KeptAnswers(clock);
    const questionsOf = (asker: keyof DirectoryLanes): MemberQuestions =>
      new MemberQuestions(
        {
          lane: lanes[asker],
          gatewayPerMinute: GATEWAY_PER_MINUTE[asker],
          gatewayTimeoutMs: GATEWAY_TIMEOUT_MS[asker],
        },
        guildId,
        this.#members,
        () => this.#client,
        clock,
      );
    this.#people = questionsOf('people');
    const sends = questionsOf('sends');
    this.forSends = {
      member: (userId, options) => this.#inTime(this.#member(sends, lanes.sends, userId, options)),
      membersAmong: (userIds, options) => this.#among(sends, userIds, options),
      knownMember: (userId) => this.knownMember(userId),
      guildName: () => this.guildName(),
    };
  }

  /** From here on many people can be asked about over the gateway; `null`: not any more. */
  useGateway(client: Client<true> | null): void {
    this.#client = client;
  }

  /** Discord told, beside what somebody did there, who they are in the server: it need not be asked. */
  hearOfMember(member: ToldMember): void {
    this.#members.hear(member.user.id, factsOf(member));
  }

  /** Something about one member changed. */
  forgetMember(userId: string): void {
    this.#members.forget(userId);
  }

  /** Roles or the guild itself changed. */
  forgetAll(): void {
    this.#members.forgetAll();
    this.#guild.forgetAll();
  }

  guildName(): string | null {
    return this.#client?.guilds.cache.get(this.guildId)?.name ?? this.#askedName ?? this.nameElsewhere();
  }

  async member(userId: string, options: { since?: number } = {}): Promise<Lookup<GuildMember | null>> {
    return this.#inTime(this.#member(this.#people, this.lanes.people, userId, options));
  }

  membersAmong(
    userIds: readonly string[],
    options: { maxAgeMs?: number } = {},
  ): Promise<Lookup<ReadonlySet<string>>> {
    return this.#among(this.#people, userIds, options);
  }

  knownMember(userId: string): boolean | null {
    const kept = this.#members.find(userId, { maxAgeMs: MAX_AGE_MS });
    return kept ? Boolean(kept.value) : null;
  }

  /** The answer, or that there is none once it has taken too long. */
  #inTime<T>(asking: Promise<Lookup<T>>): Promise<Lookup<T>> {
    const answered = new AbortController();
    const patience = this.clock.sleep(PATIENCE_MS, answered.signal).then(() => ({ known: false }) as const);
    return Promise.race([asking, patience]).finally(() => answered.abort());
  }

  async #member(
    questions: MemberQuestions,
    lane: RequestLane,
    userId: string,
    options: { since?: number } = {},
  ): Promise<Lookup<GuildMember | null>> {
    const freshness = { maxAgeMs: MAX_AGE_MS, ...options };
    try {
      const kept = this.#members.find(userId, freshness);
      const facts = kept ? kept.value : await this.#members.shared(userId, () => questions.one(userId));
      // The guild is only asked about for its members: a stranger costs one request.
      if (!facts) return { known: true, value: null };
      const guild =
        this.#guild.find(this.guildId, freshness)?.value ??
        (await this.#guild.shared(this.guildId, () => this.#askGuild(lane)));
      const isAdmin = isGuildAdmin(guild, { userId, roleIds: facts.roleIds });
      return { known: true, value: { userId, isAdmin, ...facts } };
    } catch {
      return { known: false };
    }
  }

  async #among(
    questions: MemberQuestions,
    userIds: readonly string[],
    options: { maxAgeMs?: number } = {},
  ): Promise<Lookup<ReadonlySet<string>>> {
    const maxAgeMs = Math.min(options.maxAgeMs ?? MAX_AGE_MS, MAX_AGE_MS);
    try {
      const asked = [...new Set(userIds)];
      const kept = new Map(asked.map((id) => [id, this.#members.find(id, { maxAgeMs })]));
      const answers = await questions.many(asked.filter((id) => !kept.get(id)));
      const isMember = (id: string): boolean => Boolean(kept.get(id)?.value ?? answers.get(id));
      return { known: true, value: new Set(asked.filter(isMember)) };
    } catch {
      return { known: false };
    }
  }

  #askGuild(lane: RequestLane): Promise<GuildPermissions> {
    return this.#guild.ask(async (keep) => {
      const guild = (await lane.get(Routes.guild(this.guildId))) as APIGuild;
      this.#askedName = guild.name;
      const value: GuildPermissions = {
        id: guild.id,
        ownerId: guild.owner_id,
        roles: new Map(guild.roles.map((role) => [role.id, role.permissions])),
      };
      keep(guild.id, value);
      return value;
    });
  }
}
