import { PermissionFlagsBits } from 'discord.js';
import { DiscordGuildDirectory } from '../../src/discord/guild-directory.js';
import { aBot, aStandIn } from '../demo/discord/support.js';
import { FakeClock } from '../support/fake-clock.js';
import { FakeDirectory } from '../support/fake-directory.js';
import { lanesTo } from '../support/lanes.js';
import { directoryContract, type DirectoryWorld } from './directory-contract.js';

const permissionsOf = (isAdmin: boolean): bigint => (isAdmin ? PermissionFlagsBits.ManageGuild : 0n);

async function discordWorld(withGateway: boolean): Promise<DirectoryWorld> {
  const discord = await aStandIn({ globalPerSecond: 1_000 });
  discord.limits.set('GET /guilds/:id/members/:uid', { limit: 1_000, perSeconds: 1 });
  const clock = new FakeClock('2026-11-20T20:00:00Z');
  const directory = new DiscordGuildDirectory(lanesTo(discord), discord.guildId, clock);
  const bot = withGateway ? await aBot(discord) : null;
  if (bot) directory.useGateway(bot);
  return {
    directory,
    join: ({ displayName, isAdmin = false }) =>
      discord.addMember({ name: displayName, permissions: permissionsOf(isAdmin) }).id,
    leave: (userId) => discord.removeMember(userId),
    setAdmin: (userId, isAdmin) => discord.setPermissions(userId, permissionsOf(isAdmin)),
    stranger: () => discord.addStranger({ name: 'Stranger' }).id,
    async fallSilent() {
      await discord.pauseHttp();
      if (!bot) return;
      const lost = new Promise((resolve) => bot.once('shardReconnecting', resolve));
      discord.gateway.refuse(true);
      discord.gateway.drop();
      await lost;
    },
    now: () => clock.monotonic(),
    pass: (ms) => clock.advance(ms),
  };
}

function fakeWorld(): Promise<DirectoryWorld> {
  const directory = new FakeDirectory();
  let people = 0;
  const set = (userId: string, isAdmin: boolean): void =>
    directory.join(userId, { ...directory.members.get(userId), isAdmin });
  return Promise.resolve({
    directory,
    join({ displayName, isAdmin = false }) {
      const userId = `person-${++people}`;
      directory.join(userId, { displayName, isAdmin });
      return userId;
    },
    leave: (userId) => directory.leave(userId),
    setAdmin: set,
    stranger: () => `stranger-${++people}`,
    fallSilent: () => Promise.resolve(void (directory.available = false)),
    now: () => 0,
    pass: () => Promise.resolve(),
  });
}

directoryContract('DiscordGuildDirectory over REST alone', () => discordWorld(false));
directoryContract('DiscordGuildDirectory with a gateway', () => discordWorld(true));
directoryContract('FakeDirectory', fakeWorld);
