import { expect, it } from 'vitest';
import { guildCheck, intentCheck, promotersCheck, tokenCheck } from '../../../src/cli/check/discord.js';
import { aDiscord, factsOf, found } from './support.js';

const NOBODY = '999999999999999999';

it('a bot that is set up as it should be', async () => {
  const discord = await aDiscord();
  const facts = factsOf(discord);
  const ana = discord.addMember({ name: 'Ana' });
  expect(await found(tokenCheck(facts, discord.url))).toMatch(/^ok .*is the bot muster/);
  expect(await found(guildCheck(facts))).toMatch(/^ok .*The Club, and the bot is a member/);
  expect(await found(intentCheck(facts))).toMatch(/^ok .*is on/);
  expect(await found(promotersCheck(facts, new Set([ana.id])))).toMatch(/^ok .*all 1 are members/);
  expect(await found(promotersCheck(facts, new Set()))).toMatch(/^ok .*only admins/);
  expect(
    discord.traffic
      .where()
      .map(({ route }) => route)
      .sort(),
  ).toEqual([
    'GET /applications/@me',
    'GET /guilds/:id',
    'GET /guilds/:id/members/:uid',
    'GET /guilds/:id/members/:uid',
    'GET /users/@me',
  ]);
});

it('a token Discord refuses is one fault; what depends on it is not called well', async () => {
  const discord = await aDiscord();
  const token = 'MTIz.canary.token';
  const facts = factsOf(discord, { token });
  const lines = [
    await found(tokenCheck(facts, discord.url)),
    await found(guildCheck(facts)),
    await found(intentCheck(facts)),
    await found(promotersCheck(facts, new Set([NOBODY]))),
  ];
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['fault', 'warning', 'warning', 'warning']);
  expect(lines[0]).toContain('copy the bot token anew into DISCORD_TOKEN');
  expect(lines.join()).not.toContain('canary');
});

it('a Discord that does not answer, or with an error of its own', async () => {
  const discord = await aDiscord();
  discord.faults.always({}, { kind: 'status', status: 503 });
  expect(await found(tokenCheck(factsOf(discord), discord.url))).toMatch(/^fault .*does not answer at http/);
  await discord.pauseHttp();
  const facts = factsOf(discord);
  expect(await found(tokenCheck(facts, discord.url))).toMatch(/^fault .*does not answer at http/);
  expect(await found(guildCheck(facts))).toMatch(/^warning .*not checked/);
});

it('a guild the bot is not in', async () => {
  const discord = await aDiscord();
  const facts = factsOf(discord, { guildId: NOBODY });
  expect(await found(guildCheck(facts))).toBe(
    `fault Discord guild: the bot is not in the server of DISCORD_GUILD_ID (${NOBODY}): invite it with ` +
      `https://discord.com/oauth2/authorize?client_id=${discord.applicationId}&scope=bot+applications.commands&permissions=35840 ` +
      `or correct the id: the bot is in The Club (${discord.guildId})`,
  );
  expect(await found(promotersCheck(facts, new Set([NOBODY])))).toMatch(/^warning .*not checked/);
});

it('a guild that has its commands, but not the bot as a member', async () => {
  const discord = await aDiscord();
  const unknown = { kind: 'code', status: 404, code: 10007, message: 'Unknown Member' } as const;
  discord.faults.always({ route: 'GET /guilds/:id/members/:uid' }, unknown);
  expect(await found(guildCheck(factsOf(discord)))).toMatch(
    /^fault .*The Club, but the bot is not in the server .*: invite it with https/,
  );
});

it('an intent that is not switched on', async () => {
  const discord = await aDiscord();
  const answer = { kind: 'status', status: 200, body: { flags: 1 << 19 } } as const;
  discord.faults.always({ route: 'GET /applications/@me' }, answer);
  expect(await found(intentCheck(factsOf(discord)))).toMatch(/^fault .*switch on “Server Members Intent”/);
});

it('promoters who are no members are named', async () => {
  const discord = await aDiscord();
  const ana = discord.addMember({ name: 'Ana' });
  const bor = discord.addStranger({ name: 'Bor' });
  const said = await found(promotersCheck(factsOf(discord), new Set([ana.id, bor.id, NOBODY])));
  expect(said).toMatch(new RegExp(`^warning .*${bor.id}, ${NOBODY}; correct PROMOTER_DISCORD_IDS`));
  expect(said).not.toContain(ana.id);
});
