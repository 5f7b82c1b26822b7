/** What Discord says about a member of the guild. */
export interface GuildMember {
  readonly userId: string;
  readonly displayName: string;
  /** Owner, Administrator or Manage Server. */
  readonly isAdmin: boolean;
  /** Without @everyone. */
  readonly roleIds: readonly string[];
}

/** Discord's answer, or that there is none now. Never an old yes. */
export type Lookup<T> = { readonly known: true; readonly value: T } | { readonly known: false };

/** Who is a member of our guild, for many people at a time. Answers are kept at most 60 s. */
export interface MemberLookup {
  /**
   * Which of these people are members now. Cheap for many at a time. `maxAgeMs` (60 s unless told) is how old a
   * kept answer may be.
   */
  membersAmong(
    userIds: readonly string[],
    options?: { maxAgeMs?: number },
  ): Promise<Lookup<ReadonlySet<string>>>;
  /** Whether a person is a member, by a kept answer that still holds; `null` without one. Asks nobody. */
  knownMember(userId: string): boolean | null;
  /** The guild's name as it was last heard of; `null` before anything was. Asks nobody. */
  guildName(): string | null;
}

/** Who is a member of our guild, with which permissions. Discord is the truth; answers are kept at most 60 s. */
export interface GuildDirectory extends MemberLookup {
  /**
   * The member, or `null` when they are not in the guild. With `since` (by `Clock.monotonic`) only a question
   * asked after that moment counts, or one under way if no change was reported meanwhile.
   */
  member(userId: string, options?: { since?: number }): Promise<Lookup<GuildMember | null>>;
}
