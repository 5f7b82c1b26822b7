import { beforeEach, describe, expect, it } from 'vitest';
import type { GuildDirectory } from '../../src/domain/guild-directory.js';

/** How old a kept answer may be at most. */
const MAX_AGE_MS = 60_000;

/** A directory, and the guild it knows in the test's hands. */
export interface DirectoryWorld {
  readonly directory: GuildDirectory;
  /** Somebody joins. */
  join(member: { displayName: string; isAdmin?: boolean }): string;
  leave(userId: string): void;
  setAdmin(userId: string, isAdmin: boolean): void;
  /** Somebody who is not in the guild. */
  stranger(): string;
  /** From here on Discord does not answer. */
  fallSilent(): Promise<void>;
  /** The moment it is, by the directory's clock (monotonic). */
  now(): number;
  /** Time passes, as the directory counts it. */
  pass(ms: number): Promise<void>;
}

/** What {@link GuildDirectory} promises, asked of one implementation. `open` makes a fresh world for each test. */
export function directoryContract(title: string, open: () => Promise<DirectoryWorld>): void {
  describe(`${title}, as a guild directory`, () => {
    let world: DirectoryWorld;
    let directory: GuildDirectory;

    beforeEach(async () => {
      world = await open();
      directory = world.directory;
    });

    const members = (count: number): string[] =>
      Array.from({ length: count }, (_, n) => world.join({ displayName: `Player ${String(n)}` }));
    const known = <T>(value: T) => ({ known: true, value });

    it('knows a member: the name the guild shows, and whether they are an admin', async () => {
      const ana = world.join({ displayName: 'Ana' });
      const eva = world.join({ displayName: 'Eva', isAdmin: true });
      expect(await directory.member(ana)).toEqual(
        known({ userId: ana, displayName: 'Ana', isAdmin: false, roleIds: expect.any(Array) as string[] }),
      );
      expect(await directory.member(eva)).toEqual(
        known({ userId: eva, displayName: 'Eva', isAdmin: true, roleIds: expect.any(Array) as string[] }),
      );
    });

    it('knows that somebody is no member', async () => {
      expect(await directory.member(world.stranger())).toEqual(known(null));
      expect(await directory.member(world.stranger(), { since: world.now() })).toEqual(known(null));
    });

    it.each([1, 2, 3, 101, 250])('knows which of %i and two strangers are members', async (count) => {
      const there = members(count);
      const asked = [world.stranger(), ...there, world.stranger()];
      expect(await directory.membersAmong(asked)).toEqual(known(new Set(there)));
    });

    it('tells of those it is asked about and of nobody else, however often it is', async () => {
      const [ana, bor] = members(5) as [string, string];
      expect(await directory.membersAmong([ana, ana, bor])).toEqual(known(new Set([ana, bor])));
      expect(await directory.membersAmong([bor])).toEqual(known(new Set([bor])));
      expect(await directory.membersAmong([])).toEqual(known(new Set()));
    });

    it('has fresh answers at once', async () => {
      const ana = world.join({ displayName: 'Ana' });
      await directory.member(ana);
      world.setAdmin(ana, true);
      expect(await directory.member(ana, { since: world.now() })).toMatchObject({ value: { isAdmin: true } });
      world.setAdmin(ana, false);
      expect(await directory.member(ana, { since: world.now() })).toMatchObject({
        value: { isAdmin: false },
      });
      world.leave(ana);
      expect(await directory.member(ana, { since: world.now() })).toEqual(known(null));
    });

    it.each([1, 5])('keeps no answer about %i longer than a minute', async (count) => {
      const [ana, ...others] = members(count) as [string, ...string[]];
      const asked = [ana, ...others];
      await directory.membersAmong(asked);
      await directory.member(ana);
      world.leave(ana);
      await world.pass(MAX_AGE_MS);
      expect(await directory.membersAmong(asked)).toEqual(known(new Set(others)));
      expect(await directory.member(ana)).toEqual(known(null));
    });

    it.each([1, 5])('tells without asking what it was told of %i, no longer than a minute', async (count) => {
      const [ana, ...others] = members(count) as [string, ...string[]];
      const stranger = world.stranger();
      await directory.membersAmong([ana, ...others, stranger]);
      expect(directory.knownMember(ana)).toBe(true);
      expect(directory.knownMember(stranger)).toBe(false);
      world.leave(ana);
      await world.pass(MAX_AGE_MS);
      expect(directory.knownMember(ana)).not.toBe(true);
      await world.fallSilent();
      expect(directory.knownMember(ana)).toBeNull();
    });

    it.each([1, 5])('keeps no answer about %i longer than it is told', async (count) => {
      const [ana, ...others] = members(count) as [string, ...string[]];
      const asked = [ana, ...others];
      await directory.membersAmong(asked);
      world.leave(ana);
      await world.pass(5_000);
      expect(await directory.membersAmong(asked, { maxAgeMs: 5_000 })).toEqual(known(new Set(others)));
    });

    it.each([1, 5])('knows nothing about %i when Discord is silent, and does not throw', async (count) => {
      const asked = members(count);
      await world.fallSilent();
      expect(await directory.member(asked[0]!)).toEqual({ known: false });
      expect(await directory.membersAmong(asked)).toEqual({ known: false });
    });

    it.each([1, 5])('never has an old yes for %i when Discord is silent', async (count) => {
      const asked = members(count);
      await directory.membersAmong(asked);
      await directory.member(asked[0]!);
      await world.fallSilent();
      expect(await directory.member(asked[0]!, { since: world.now() })).toEqual({ known: false });
      await world.pass(MAX_AGE_MS);
      expect(await directory.member(asked[0]!)).toEqual({ known: false });
      expect(await directory.membersAmong(asked)).toEqual({ known: false });
    });
  });
}
