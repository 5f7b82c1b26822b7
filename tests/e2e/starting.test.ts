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
    expect(waiting.msg).toMatch(/Discord does not answer \(no connection\); trying again in \d+ s/);
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

  it('of a bot that is not in its server says how to invite it, and goes on when somebody does', async () => {
    const discord = await aDiscord({ guildName: 'Friday Nights' });
    const ana = discord.addMember({ name: 'Ana' });
    discord.throwBotOut();
    const bot = aBot(credentialsFor(discord));

    const told = await bot.waitForEvent('not_invited');
    expect(told.msg).toMatch(
      new RegExp(
        `^The bot is not in the server of DISCORD_GUILD_ID \\(${discord.guildId}\\): invite it with ` +
          `https://discord\\.com/oauth2/authorize\\?client_id=${discord.applicationId}&scope=bot\\+applications\\.commands&permissions=35840 `,
      ),
    );
    const { url } = await bot.waitForEvent('bridge_listening');
    const ready = async (): Promise<unknown> => (await fetch(`${String(url)}/readyz`)).json();
    expect(await ready()).toMatchObject({ checks: { commands: 'failing', gateway: 'ok', scheduler: 'ok' } });
    expect(bot.lines.filter(({ event, level }) => event === 'ready' || level === 'error')).toEqual([told]);

    discord.inviteBot();
    await bot.ready();
    expect(await ready()).toMatchObject({ status: 'ready' });
    const answer = await discord.slash(ana.id, 'link player', { guid: 'guid-ana', name: 'Ana' });
    expect((await answer.settled()).text()).toContain('Ana');

    // Thrown out while it runs, and invited once more.
    discord.throwBotOut();
    await bot.waitForLine((line) => line.event === 'not_invited' && line !== told, 'being thrown out');
    expect(await ready()).toMatchObject({ checks: { commands: 'failing' } });
    discord.inviteBot();
    await discord.waitForCommands(['link', 'promote']);
    expect(JSON.stringify(bot.lines)).not.toContain('"stack"');
  });

  it('of a bot with another server’s id names the server it is in, and can be broken off', async () => {
    const discord = await aDiscord({ guildName: 'Friday Nights' });
    const bot = aBot({ ...credentialsFor(discord), DISCORD_GUILD_ID: '123456789012345678' });
    const told = await bot.waitForEvent('not_invited');
    expect(told.msg).toContain(
      `or correct the id: the bot is in Friday Nights (${discord.guildId}). Muster waits for that`,
    );
    const asked = performance.now();
    expect(await bot.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(performance.now() - asked).toBeLessThan(2_000);
    expect(bot.lines.some(({ event }) => event === 'ready')).toBe(false);
  });

  it('is not ready before Discord has taken the commands, whatever kept it from that', async () => {
    const discord = await aDiscord();
    const route = 'PUT /applications/:app/guilds/:id/commands';
    discord.faults.next({ route }, { kind: 'code', status: 403, code: 50001, message: 'Missing Access' });
    discord.faults.next({ route }, { kind: 'status', status: 400 });
    const bot = aBot(credentialsFor(discord));
    await bot.ready();
    expect(discord.commands.list(discord.guildId).map(({ name }) => name)).toContain('promote');
    expect(bot.lines.find(({ event }) => event === 'commands_missing')?.msg).toBe(
      'Discord has not taken the commands (status 400); trying again in 2 s',
    );
    expect(JSON.stringify(bot.lines)).not.toContain('"stack"');
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
      help: discord.guildId,
      link: discord.guildId,
      preferences: discord.guildId,
      privacy: 'everywhere',
      promote: discord.guildId,
      settings: discord.guildId,
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
