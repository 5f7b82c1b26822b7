import { PermissionFlagsBits, REST } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DiscordStandIn } from '../../demo/discord/stand-in.js';
import { DiscordGuildDirectory } from '../../src/discord/guild-directory.js';
import { isGuildAdmin } from '../../src/discord/permissions.js';
import { aBot, aStandIn } from '../demo/discord/support.js';
import { FakeClock } from '../support/fake-clock.js';

const MEMBER = 'GET /guilds/:id/members/:uid';
const LIST = 'GET /guilds/:id/members';

let discord: DiscordStandIn;
let clock: FakeClock;
let directory: DiscordGuildDirectory;

beforeEach(async () => {
  discord = await aStandIn();
  clock = new FakeClock('2026-11-20T12:00:00Z');
  const rest = new REST({ api: discord.url, retries: 0 }).setToken(discord.token);
  directory = new DiscordGuildDirectory(rest, discord.guildId, clock);
});

afterEach(() => {
  discord.faults.clear();
});

describe('one person', () => {
  it('is a member, by the name the server shows, with no rights by default', async () => {
    const ana = discord.addMember({ name: 'ana', nick: 'Ana' });
    expect(await directory.member(ana.id)).toEqual({
      known: true,
      value: { userId: ana.id, displayName: 'Ana', isAdmin: false },
    });
  });

  it('is nobody of ours when Discord does not list them', async () => {
    const stranger = discord.addStranger({ name: 'Stranger' });
    expect(await directory.member(stranger.id)).toEqual({ known: true, value: null });
  });

  it.each([
    ['Administrator', PermissionFlagsBits.Administrator],
    ['Manage Server', PermissionFlagsBits.ManageGuild],
  ])('is an admin by %s', async (_, permissions) => {
    const mia = discord.addMember({ name: 'Mia', permissions });
    expect(await directory.member(mia.id)).toMatchObject({ value: { isAdmin: true } });
  });

  it('is no admin by lesser rights', async () => {
    const mod = discord.addMember({ name: 'Mod', permissions: PermissionFlagsBits.ManageMessages });
    expect(await directory.member(mod.id)).toMatchObject({ value: { isAdmin: false } });
  });

  it('is kept for a minute and no longer', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    await directory.member(ana.id);
    await clock.advance(59_000);
    await directory.member(ana.id);
    expect(discord.traffic.count({ route: MEMBER })).toBe(1);
    await clock.advance(1_000);
    await directory.member(ana.id);
    expect(discord.traffic.count({ route: MEMBER })).toBe(2);
  });

  it('is asked about anew when it must be fresh, so that a right taken away a second ago is gone', async () => {
    const mia = discord.addMember({ name: 'Mia', permissions: PermissionFlagsBits.ManageGuild });
    expect(await directory.member(mia.id)).toMatchObject({ value: { isAdmin: true } });
    discord.setPermissions(mia.id, 0n);
    expect(await directory.member(mia.id, { fresh: true })).toMatchObject({ value: { isAdmin: false } });
  });

  it('is not known, rather than still a member, when Discord does not answer', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    await directory.member(ana.id);
    await discord.pauseHttp();
    expect(await directory.member(ana.id, { fresh: true })).toEqual({ known: false });
  });
});

describe('many people', () => {
  it('are asked about with one request over the gateway', async () => {
    directory.useGateway(await aBot(discord));
    const players = Array.from({ length: 150 }, (_, n) => discord.addMember({ name: `Player ${String(n)}` }));
    const stranger = discord.addStranger({ name: 'Stranger' });
    const answer = await directory.membersAmong([...players.map(({ id }) => id), stranger.id]);
    expect(answer).toEqual({ known: true, value: new Set(players.map(({ id }) => id)) });
    expect(discord.traffic.count({ route: MEMBER })).toBe(0);
  });

  it('are looked up in the list of members when there is no gateway', async () => {
    const players = Array.from({ length: 8 }, (_, n) => discord.addMember({ name: `Player ${String(n)}` }));
    const stranger = discord.addStranger({ name: 'Stranger' });
    const answer = await directory.membersAmong([...players.map(({ id }) => id), stranger.id]);
    expect(answer).toEqual({ known: true, value: new Set(players.map(({ id }) => id)) });
    expect(discord.traffic.count({ route: LIST })).toBe(1);
    expect(discord.traffic.count({ route: MEMBER })).toBe(0);
  });

  it('are found on a later page of it, too', async () => {
    Array.from({ length: 1_200 }, (_, n) => discord.addMember({ name: `Somebody ${String(n)}` }));
    const late = Array.from({ length: 8 }, (_, n) => discord.addMember({ name: `Late ${String(n)}` }));
    const answer = await directory.membersAmong(late.map(({ id }) => id));
    expect(answer).toEqual({ known: true, value: new Set(late.map(({ id }) => id)) });
    expect(discord.traffic.count({ route: LIST })).toBe(2);
    expect(discord.traffic.count({ route: MEMBER })).toBe(0);
  });

  it('are asked about one by one when the list is refused', async () => {
    discord.faults.always(
      { route: LIST },
      { kind: 'code', status: 403, code: 50001, message: 'Missing Access' },
    );
    const players = Array.from({ length: 8 }, (_, n) => discord.addMember({ name: `Player ${String(n)}` }));
    const stranger = discord.addStranger({ name: 'Stranger' });
    const answer = await directory.membersAmong([...players.map(({ id }) => id), stranger.id]);
    expect(answer).toEqual({ known: true, value: new Set(players.map(({ id }) => id)) });
    expect(discord.traffic.count({ route: MEMBER })).toBe(9);
  });

  it('are looked up in the list when the gateway was lost', async () => {
    const bot = await aBot(discord);
    directory.useGateway(bot);
    const players = Array.from({ length: 4 }, (_, n) => discord.addMember({ name: `Player ${String(n)}` }));
    const lost = new Promise((resolve) => bot.once('shardReconnecting', resolve));
    discord.gateway.refuse(true);
    discord.gateway.drop();
    await lost;
    expect(await directory.membersAmong(players.map(({ id }) => id))).toMatchObject({ known: true });
    expect(discord.traffic.count({ route: LIST })).toBe(1);
    discord.gateway.refuse(false);
  });

  it('lose somebody at once when Discord says that they left', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    await directory.membersAmong([ana.id]);
    discord.removeMember(ana.id);
    directory.forgetMember(ana.id);
    expect(await directory.membersAmong([ana.id])).toEqual({ known: true, value: new Set() });
  });

  it('are asked about again when something changed while Discord was asked', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    for (const change of [() => directory.forgetMember(ana.id), () => directory.forgetAll()]) {
      const asked = directory.member(ana.id, { fresh: true });
      change();
      await asked;
      const before = discord.traffic.count({ route: MEMBER });
      expect(await directory.member(ana.id)).toMatchObject({ known: true, value: { displayName: 'Ana' } });
      expect(discord.traffic.count({ route: MEMBER })).toBe(before + 1);
    }
  });

  it('are not known when Discord does not answer', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    await discord.pauseHttp();
    expect(await directory.membersAmong([ana.id])).toEqual({ known: false });
  });

  it('are nobody when nobody is asked about', async () => {
    expect(await directory.membersAmong([])).toEqual({ known: true, value: new Set() });
  });
});

describe('permissions', () => {
  const guild = {
    id: '1',
    ownerId: '9',
    roles: new Map([
      ['1', '0'],
      ['2', PermissionFlagsBits.ManageGuild.toString()],
    ]),
  };

  it('make the owner an admin without any role', () => {
    expect(isGuildAdmin(guild, { userId: '9', roleIds: [] })).toBe(true);
  });

  it('add up over the roles, and a role that is gone gives nothing', () => {
    expect(isGuildAdmin(guild, { userId: '5', roleIds: ['3', '2'] })).toBe(true);
    expect(isGuildAdmin(guild, { userId: '5', roleIds: ['3'] })).toBe(false);
  });

  it('count for everybody when @everyone has them', () => {
    const open = { ...guild, roles: new Map([['1', PermissionFlagsBits.Administrator.toString()]]) };
    expect(isGuildAdmin(open, { userId: '5', roleIds: [] })).toBe(true);
  });
});
