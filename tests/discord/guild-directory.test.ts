import { PermissionFlagsBits, Routes } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DiscordStandIn } from '../../demo/discord/stand-in.js';
import { DiscordGuildDirectory } from '../../src/discord/guild-directory.js';
import type { ToldMember } from '../../src/discord/member-questions.js';
import { isGuildAdmin } from '../../src/discord/permissions.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import { aBot, aStandIn } from '../demo/discord/support.js';
import { FakeClock } from '../support/fake-clock.js';
import { lanesTo } from '../support/lanes.js';

const MEMBER = 'GET /guilds/:id/members/:uid';
const LIST = 'GET /guilds/:id/members';
const GUILD = 'GET /guilds/:id';

let discord: DiscordStandIn;
let clock: FakeClock;
let directory: DiscordGuildDirectory;

beforeEach(async () => {
  discord = await aStandIn();
  clock = new FakeClock('2026-11-20T12:00:00Z');
  directory = new DiscordGuildDirectory(lanesTo(discord), discord.guildId, clock);
});

afterEach(() => {
  discord.faults.clear();
});

it('is named as another process was told, until Discord is asked here', async () => {
  const elsewhere = (): string => 'Elsewhere';
  directory = new DiscordGuildDirectory(lanesTo(discord), discord.guildId, clock, elsewhere);
  expect(directory.forSends.guildName()).toBe('Elsewhere');
  await directory.member(discord.addMember({ name: 'ana' }).id);
  expect(directory.guildName()).toBe('The Club');
});

/** A member as they come with what they press. */
function told(id: string, roles: string[] = []): ToldMember {
  return { nick: 'Told', roles, user: { id, global_name: null, username: 'ana' } };
}

describe('one person', () => {
  it('is a member, by the name the server shows, with no rights by default', async () => {
    const ana = discord.addMember({ name: 'ana', nick: 'Ana' });
    expect(await directory.member(ana.id)).toEqual({
      known: true,
      value: { userId: ana.id, displayName: 'Ana', isAdmin: false, roleIds: [] },
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
    expect(await directory.member(mia.id, { since: clock.monotonic() })).toMatchObject({
      value: { isAdmin: false },
    });
  });

  it('is not known, rather than still a member, when Discord does not answer', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    await directory.member(ana.id);
    await discord.pauseHttp();
    expect(await directory.member(ana.id, { since: clock.monotonic() })).toEqual({ known: false });
  });
});

describe('a question that is being asked already', () => {
  it('is not asked again for others, not even for those who need it fresh', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    const since = clock.monotonic();
    const asked = Array.from({ length: 20 }, () => directory.member(ana.id, { since }));
    for (const answer of await Promise.all(asked))
      expect(answer).toMatchObject({ value: { userId: ana.id } });
    expect(discord.traffic.count({ route: MEMBER })).toBe(1);
    expect(discord.traffic.count({ route: GUILD })).toBe(1);
  });

  it('is asked again for whoever asks after Discord told of a change', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    const before = directory.member(ana.id);
    directory.forgetMember(ana.id);
    await Promise.all([before, directory.member(ana.id)]);
    expect(discord.traffic.count({ route: MEMBER })).toBe(2);
  });

  it('need not be asked about within a minute of what Discord told of itself', async () => {
    const ana = discord.addMember({ name: 'Ana', permissions: PermissionFlagsBits.ManageGuild });
    directory.hearOfMember(told(ana.id, discord.world.members.get(ana.id)?.roleIds));
    const heard = { known: true, value: { userId: ana.id, displayName: 'Told', isAdmin: true } };
    expect(await directory.member(ana.id)).toMatchObject(heard);
    await clock.advance(59_000);
    expect(await directory.membersAmong([ana.id])).toEqual({ known: true, value: new Set([ana.id]) });
    expect(discord.traffic.count({ route: MEMBER })).toBe(0);
    await clock.advance(1_000);
    expect(await directory.member(ana.id)).toMatchObject({ value: { displayName: 'Ana' } });
  });

  it('is asked about all the same where that must be fresh, or where Discord told of a change since', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    directory.hearOfMember(told(ana.id));
    const asked = { value: { displayName: 'Ana' } };
    expect(await directory.member(ana.id, { since: clock.monotonic() })).toMatchObject(asked);
    directory.hearOfMember(told(ana.id));
    directory.forgetMember(ana.id);
    expect(await directory.member(ana.id)).toMatchObject(asked);
  });

  it('is what Discord told last, not what it was asked before that', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    const before = directory.member(ana.id);
    await clock.advance(1);
    directory.hearOfMember(told(ana.id));
    await before;
    expect(await directory.member(ana.id)).toMatchObject({ value: { displayName: 'Told' } });
  });

  it('is about nobody but the person, where they are a stranger', async () => {
    const stranger = discord.addStranger({ name: 'Stranger' });
    await directory.member(stranger.id);
    expect(discord.traffic.count({ route: MEMBER })).toBe(1);
    expect(discord.traffic.count({ route: GUILD })).toBe(0);
  });
});

describe('when many people ask at once', () => {
  const slow = { perSecond: 5, patienceMs: 3_000 };

  it.each(['the gateway', 'the list'])('those who would wait are asked about together, by %s', async (by) => {
    directory = new DiscordGuildDirectory(lanesTo(discord, slow), discord.guildId, clock);
    if (by === 'the gateway') directory.useGateway(await aBot(discord));
    const players = Array.from({ length: 60 }, (_, n) => discord.addMember({ name: `Player ${String(n)}` }));
    const strangers = Array.from({ length: 5 }, (_, n) => discord.addStranger({ name: `S ${String(n)}` }));
    const answers = await Promise.all([...players, ...strangers].map(({ id }) => directory.member(id)));
    const names = answers.map((answer) => answer.known && (answer.value?.displayName ?? 'a stranger'));
    expect(names).toEqual([...players.map(({ name }) => name), ...strangers.map(() => 'a stranger')]);
    expect(discord.traffic.count({ route: MEMBER })).toBeLessThan(6);
  });

  it('nobody waits longer than three seconds, and what they asked for is not asked any more', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    discord.faults.always({ route: MEMBER }, { kind: 'hang' });
    const asked = directory.member(ana.id);
    await discord.traffic.waitFor({ route: MEMBER });
    await clock.advance(3_000);
    expect(await asked).toEqual({ known: false });
  });

  it('what a send has to know is answered at once', async () => {
    const lanes = { ...lanesTo(discord), people: lanesTo(discord, slow).people };
    directory = new DiscordGuildDirectory(lanes, discord.guildId, clock);
    const ana = discord.addMember({ name: 'Ana' });
    discord.faults.always({ route: LIST }, { kind: 'hang' });
    const strangers = Array.from({ length: 40 }, (_, n) => discord.addStranger({ name: `S ${String(n)}` }));
    let answered = 0;
    for (const { id } of strangers) void directory.member(id).then(() => (answered += 1));
    expect(await directory.forSends.membersAmong([ana.id])).toEqual({
      known: true,
      value: new Set([ana.id]),
    });
    expect(answered).toBeLessThan(strangers.length / 2);
  });
});

describe('while the gateway is connected and says nothing', () => {
  beforeEach(async () => {
    // What discord.js waits for the gateway, and what people wait for us, is the same time then.
    const real = new SystemClock();
    directory = new DiscordGuildDirectory(lanesTo(discord, { perSecond: 5 }), discord.guildId, real);
    directory.useGateway(await aBot(discord));
    discord.gateway.silence(true);
  });

  it('people who ask at once are told in time all the same, by REST', async () => {
    const players = Array.from({ length: 12 }, (_, n) => discord.addMember({ name: `P ${String(n)}` }));
    const answers = await Promise.all(players.map(({ id }) => directory.member(id)));
    const names = answers.map((answer) => answer.known && answer.value?.displayName);
    expect(names).toEqual(players.map(({ name }) => name));
    expect(discord.gateway.counts.memberRequests).toBe(1);
    expect(discord.traffic.count({ route: LIST })).toBe(1);
  });

  it('many are not asked about a hundred at a time, for nothing each time', async () => {
    const players = Array.from({ length: 250 }, (_, n) => discord.addMember({ name: `P ${String(n)}` }));
    const answer = await directory.membersAmong(players.map(({ id }) => id));
    expect(answer).toEqual({ known: true, value: new Set(players.map(({ id }) => id)) });
    expect(discord.gateway.counts.memberRequests).toBe(1);
    expect(discord.traffic.count({ route: LIST })).toBe(1);
    expect(discord.traffic.count({ route: MEMBER })).toBe(0);
  });
});

describe('a lane', () => {
  it('refuses whom it could not answer in time, and drops whom it did not', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    discord.faults.always({ route: MEMBER }, { kind: 'hang' });
    const { people } = lanesTo(discord, { perSecond: 10, patienceMs: 300 });
    const asked = Array.from({ length: 50 }, () => people.get(Routes.guildMember(discord.guildId, ana.id)));
    const answers = await Promise.allSettled(asked);
    expect(answers.map(({ status }) => status)).toEqual(asked.map(() => 'rejected'));
    // Three tenths of a second's worth at most, and discord.js asks one after the other.
    expect(discord.traffic.count({ route: MEMBER })).toBeLessThanOrEqual(3);
    discord.faults.clear();
    expect(await people.get(Routes.guildMember(discord.guildId, ana.id))).toMatchObject({ nick: null });
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
      const asked = directory.member(ana.id, { since: clock.monotonic() });
      change();
      await asked;
      const before = discord.traffic.count({ route: MEMBER });
      expect(await directory.member(ana.id)).toMatchObject({ known: true, value: { displayName: 'Ana' } });
      expect(discord.traffic.count({ route: MEMBER })).toBe(before + 1);
    }
  });

  it.each(['the gateway', 'the list'])(
    'are asked about again, members or not, when one of them changed while %s was asked',
    async (by) => {
      if (by === 'the gateway') directory.useGateway(await aBot(discord));
      const players = Array.from({ length: 4 }, (_, n) => discord.addMember({ name: `P ${String(n)}` }));
      const stranger = discord.addStranger({ name: 'Stranger' });
      const asked = [...players, stranger].map(({ id }) => id);
      const changed = [players[0]!.id, stranger.id];
      const slow = discord.faults.always({ route: LIST }, { kind: 'delay', ms: 50 });
      const answer = directory.membersAmong(asked);
      if (by === 'the list') await discord.waitUntil(() => slow.hits > 0, 'the list to be asked');
      for (const id of changed) directory.forgetMember(id);
      expect(await answer).toEqual({ known: true, value: new Set(players.map(({ id }) => id)) });
      expect(discord.traffic.where({ route: MEMBER }).map(({ userId }) => userId)).toEqual(changed);
    },
  );

  it('are members still, who changed after they were asked about', async () => {
    const players = Array.from({ length: 2 }, (_, n) => discord.addMember({ name: `P ${String(n)}` }));
    const [first, second] = players.map(({ id }) => id) as [string, string];
    const slow = discord.faults.always({ route: MEMBER, userId: second }, { kind: 'delay', ms: 100 });
    const answer = directory.membersAmong([first, second]);
    await discord.traffic.waitFor({ route: MEMBER, userId: first });
    await discord.waitUntil(() => slow.hits > 0, 'the second to be asked about');
    directory.forgetMember(first);
    expect(await answer).toEqual({ known: true, value: new Set([first, second]) });
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
