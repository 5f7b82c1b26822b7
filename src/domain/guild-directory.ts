/** What Discord says about a member of the guild. */
export interface GuildMember {
  readonly userId: string;
  readonly displayName: string;
  /** Owner, Administrator or Manage Server. */
  readonly isAdmin: boolean;
  /** Without @everyone. */
  readonly roleIds: readonly string[];
}

/** Discord's answer, or that it can't be had now. Never an old yes. */
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
  /** Whether a person is a member, by an answer that is kept; `null` when there is none that holds. Asks nobody. */
  knownMember(userId: string): boolean | null;
}

/** Who is a member of our guild, with which permissions. Discord is the truth; answers are kept at most 60 s. */
export interface GuildDirectory extends MemberLookup {
  /**
   * The member, or `null` when they are not in the guild. With `since` (by `Clock.monotonic`) only what Discord was
   * asked after that moment counts, or is being asked now with no change told of meanwhile.
   */
  member(userId: string, options?: { since?: number }): Promise<Lookup<GuildMember | null>>;
}
