import type { Clock } from '../../src/domain/clock.js';
import type { GuildDirectory, GuildMember, Lookup } from '../../src/domain/guild-directory.js';

/** A guild under the test's control. */
export class FakeDirectory implements GuildDirectory {
  readonly members = new Map<string, GuildMember>();
  /** What the guild is called. */
  name: string | null = 'Friday Nights';
  /** Whether Discord answers. */
  available = true;
  /** With a clock, answers are kept like the real directory's, and given even while Discord is silent. */
  keepsFor: Clock | null = null;
  readonly #kept = new Map<string, { isMember: boolean; at: number }>();
  /** The questions so far. */
  readonly asked: { userIds: readonly string[]; since: number | undefined; maxAgeMs: number | undefined }[] =
    [];

  guildName(): string | null {
    return this.name;
  }

  join(userId: string, member: Partial<Omit<GuildMember, 'userId'>> = {}): void {
    this.members.set(userId, { displayName: userId, isAdmin: false, ...member, userId });
  }

  leave(userId: string): void {
    this.members.delete(userId);
  }

  async member(userId: string, options: { since?: number } = {}): Promise<Lookup<GuildMember | null>> {
    this.asked.push({ userIds: [userId], since: options.since, maxAgeMs: undefined });
    return this.available ? { known: true, value: this.members.get(userId) ?? null } : { known: false };
  }

  async membersAmong(
    userIds: readonly string[],
    options: { maxAgeMs?: number } = {},
  ): Promise<Lookup<ReadonlySet<string>>> {
    this.asked.push({ userIds, since: undefined, maxAgeMs: options.maxAgeMs });
    if (this.keepsFor) return this.#among(this.keepsFor.monotonic(), userIds, options.maxAgeMs ?? 60_000);
    if (!this.available) return { known: false };
    return { known: true, value: new Set(userIds.filter((userId) => this.members.has(userId))) };
  }

  knownMember(userId: string): boolean | null {
    const kept = this.#kept.get(userId);
    const isFresh = this.keepsFor && kept && this.keepsFor.monotonic() - kept.at < 60_000;
    if (this.keepsFor) return isFresh ? kept.isMember : null;
    return this.available ? this.members.has(userId) : null;
  }

  #among(now: number, userIds: readonly string[], maxAgeMs: number): Lookup<ReadonlySet<string>> {
    const stale = userIds.filter((id) => !(now - (this.#kept.get(id)?.at ?? -Infinity) < maxAgeMs));
    if (stale.length > 0 && !this.available) return { known: false };
    for (const id of stale) this.#kept.set(id, { isMember: this.members.has(id), at: now });
    return { known: true, value: new Set(userIds.filter((id) => this.#kept.get(id)?.isMember)) };
  }
}
