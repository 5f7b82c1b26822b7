import type { GuildDirectory, GuildMember, Lookup } from '../../src/domain/guild-directory.js';

/** A guild under the test's control. */
export class FakeDirectory implements GuildDirectory {
  readonly members = new Map<string, GuildMember>();
  /** Whether Discord answers. */
  available = true;
  /** How often it was asked, and how. */
  readonly asked: { userIds: readonly string[]; since: number | undefined; maxAgeMs: number | undefined }[] =
    [];

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
    if (!this.available) return { known: false };
    return { known: true, value: new Set(userIds.filter((userId) => this.members.has(userId))) };
  }
}
