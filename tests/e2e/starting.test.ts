import { describe, expect, it } from 'vitest';
import type { DiscordStandIn } from '../../demo/discord/stand-in.js';
import { aBot, aDiscord, aFolder, credentialsFor } from './support.js';

/** `EX_CONFIG`: starting again without changing something is useless. */
const CONFIGURATION = { code: 78, signal: null };

const GUILD_MEMBERS_INTENT = 1 << 1;

describe('a start that cannot succeed ends with exit code 78 and says what to do:', () => {
  it('a configuration with faults has them all listed, and no secret of it told', async () => {
    const bot = aBot({
      DISCORD_GUILD_ID: 'the club',
      AVAILABILITY_PROMOTION_START_TIME: '25:00',
      AVAILABILITY_PROMOTION_TIMEZONE: 'Europe/Nowhere',
      CONTACT_DATA_ENCRYPTION_KEY: 'correct-horse-battery-staple',
      DATABASE_URL: 'postgres://somewhere',
    });

    expect(await bot.exited).toEqual(CONFIGURATION);
    const said = bot.output.join('\n');
    expect(said).toContain('DISCORD_TOKEN is missing');
    for (const name of [
      'DISCORD_GUILD_ID',
      'AVAILABILITY_PROMOTION_START_TIME',
      'AVAILABILITY_PROMOTION_TIMEZONE',
      'CONTACT_DATA_ENCRYPTION_KEY',
      'DATABASE_URL',
    ]) {
      expect(said).toContain(`${name} must be`);
    }
    expect(said).not.toContain('correct-horse');
    expect(bot.lines).toEqual([]);
  });

  it('a token Discord refuses', async () => {
    const discord = await aDiscord();
    const token = 'MTIz.wrong.one';
    const bot = aBot({ ...credentialsFor(discord), DISCORD_TOKEN: token });

    expect(await bot.exited).toEqual(CONFIGURATION);
    expect(bot.lines.at(-1)).toMatchObject({
      level: 'fatal',
      msg: expect.stringMatching(/refuses DISCORD_TOKEN.*Reset Token/) as string,
    });
    expect(JSON.stringify([bot.lines, bot.output])).not.toContain(token);
  });

  it('an intent that is not switched on', async () => {
    const discord = await aDiscord();
    discord.gateway.disallowIntents(GUILD_MEMBERS_INTENT);
    const bot = aBot(credentialsFor(discord));

    expect(await bot.exited).toEqual(CONFIGURATION);
    expect(bot.lines.at(-1)).toMatchObject({
      level: 'fatal',
      msg: expect.stringMatching(/Switch on "Server Members Intent"/) as string,
    });
  });
});

describe('a start', () => {
  it('waits for a Discord that does not answer, says so, and goes on when it does', async () => {
    const discord = await aDiscord();
    await discord.pauseHttp();
    const bot = aBot(credentialsFor(discord));

    const waiting = await bot.waitForEvent('waiting_for_discord');
    expect(waiting.msg).toMatch(/Discord does not answer .*; trying again in \d+ s/);
    await discord.resumeHttp();
    await bot.ready();
  });

  it('waits while Discord has an error of its own', async () => {
    const discord = await aDiscord();
    discord.faults.next({ route: 'GET /gateway/bot', times: 2 }, { kind: 'status', status: 503 });
    const bot = aBot(credentialsFor(discord));

    await bot.waitForEvent('waiting_for_discord');
    await bot.ready();
  });

  it('waits for a gateway that takes no connection', async () => {
    const discord = await aDiscord();
    discord.gateway.refuse(true);
    const bot = aBot(credentialsFor(discord));

    await bot.waitForEvent('waiting_for_discord', undefined, 30_000);
    discord.gateway.refuse(false);
    const ready = await bot.waitForEvent('ready', undefined, 30_000);
    expect(ready['pieces']).toBe(await piecesOf(discord));
    const ana = discord.addMember({ name: 'Ana' });
    const answer = await discord.slash(ana.id, 'link player', { guid: 'guid-ana', name: 'Ana' });
    expect((await answer.settled()).text()).toContain('Ana');
    expect(bot.lines.filter(({ event }) => event === 'background_error')).toEqual([]);
  });

  it('can be broken off while it waits for Discord', async () => {
    const discord = await aDiscord();
    await discord.pauseHttp();
    const bot = aBot(credentialsFor(discord));
    await bot.waitForEvent('waiting_for_discord');

    expect(await bot.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(bot.lines.at(-1)?.event).toBe('stopped');
  });

  it('loads every piece from whatever working directory', async () => {
    const discord = await aDiscord();
    const elsewhere = aBot(credentialsFor(discord), { cwd: aFolder() });
    const ready = await elsewhere.waitForEvent('ready');
    expect(ready['pieces']).toBe(await piecesOf(discord));
    const ana = discord.addMember({ name: 'Ana' });
    const answer = await discord.slash(ana.id, 'link player', { guid: 'guid-ana', name: 'Ana' });
    expect((await answer.settled()).text()).toContain('Ana');
  });

  it('registers its commands for its own server, and /privacy everywhere', async () => {
    const discord = await aDiscord();
    const bot = aBot(credentialsFor(discord));
    await bot.ready();

    const registered = discord.commands
      .all()
      .map(({ name, guild_id: guildId }) => [name, guildId ?? 'everywhere']);
    expect(Object.fromEntries(registered)).toEqual({
      availability: discord.guildId,
      link: discord.guildId,
      preferences: discord.guildId,
      privacy: 'everywhere',
      promote: discord.guildId,
      unlink: discord.guildId,
    });
  });
});

/** How many pieces a bot has that starts without any trouble. */
async function piecesOf(discord: DiscordStandIn): Promise<unknown> {
  const bot = aBot(credentialsFor(discord));
  const ready = await bot.waitForEvent('ready', undefined, 30_000);
  await bot.stop();
  return ready['pieces'];
}
