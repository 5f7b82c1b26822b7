import { describe, expect, it, onTestFinished } from 'vitest';
import { GameServerStandIn } from '../../demo/game-server/stand-in.js';
import { aBot, aDiscord, credentialsFor } from './support.js';

describe('where player links have to be proved', () => {
  it('a player is one once they were seen on the game server with their code', async () => {
    const discord = await aDiscord();
    const game = await GameServerStandIn.start();
    onTestFinished(() => game.stop());
    const bot = aBot({
      ...credentialsFor(discord),
      PLAYER_LINK_POLICY: 'verified',
      GAME_SERVER_TYPE: 'wet',
      GAME_SERVER_HOST: game.host,
      GAME_SERVER_PORT: String(game.port),
    });
    await bot.ready();

    const { id } = discord.addMember({ name: 'Ada' });
    const linking = await discord.slash(id, 'link player', { guid: 'GUID', name: 'Ada' });
    const message = await linking.settled();
    const code = /`(\w{6})`/.exec(message.text())?.[1] ?? '';
    const setting = async (): Promise<string> => {
      const reply = await discord.slash(id, 'availability set', { status: 'LOOKING' });
      return (await reply.settled()).text();
    };
    expect(await setting()).toContain('isn’t confirmed yet');

    game.players = [{ name: `^1Ada^7|${code}`, ping: 0 }];
    const checked = await discord.press(id, message, 'Check now');
    expect((await checked.settled()).text()).toContain('Confirmed: you play as Ada');
    expect(await setting()).toContain('Saved');
    expect(JSON.stringify([bot.lines, bot.output])).not.toContain(code);
  });

  it('a game that is none ends the start, in words', async () => {
    const discord = await aDiscord();
    const bot = aBot({
      ...credentialsFor(discord),
      PLAYER_LINK_POLICY: 'verified',
      GAME_SERVER_TYPE: 'enemy-territory',
      GAME_SERVER_HOST: '127.0.0.1',
    });
    expect(await bot.exited).toEqual({ code: 78, signal: null });
    expect(bot.lines.at(-1)).toMatchObject({
      level: 'fatal',
      msg: expect.stringMatching(/GAME_SERVER_TYPE names no game .*GAMES_LIST/) as string,
    });
  });
});
