import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { DiscordStandIn } from '../../demo/discord/stand-in.js';
import { GameServerStandIn } from '../../demo/game-server/stand-in.js';
import { programArguments } from '../../demo/program.js';
import { SignalStandIn } from '../../demo/signal/stand-in.js';
import { TelegramStandIn } from '../../demo/telegram/stand-in.js';
import { tempDir } from '../support/temp-dir.js';

async function check(
  env: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [...programArguments('src/cli/muster.ts'), 'check', ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

it('looks at Telegram, Signal, the contact key and signing in, and says what to do', async () => {
  const [discord, telegram, signal] = await Promise.all([
    DiscordStandIn.start(),
    TelegramStandIn.start(),
    SignalStandIn.start(),
  ]);
  onTestFinished(async () => {
    await Promise.all([discord.stop(), telegram.stop(), signal.stop()]);
  });
  const env = {
    DISCORD_TOKEN: discord.token,
    DISCORD_GUILD_ID: discord.guildId,
    DISCORD_API_URL: discord.url,
    DATABASE_URL: `sqlite:${join(tempDir(), 'muster.sqlite')}`,
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_URL: telegram.url,
    SIGNAL_API_URL: signal.url,
    SIGNAL_NUMBER: signal.number,
  };
  const well = await check(env);
  expect(well.said).toContain(`is the bot @${telegram.username}`);
  expect(well.said).toMatch(/ok +Signal/);
  expect(well.said).toMatch(/warning +contact key.*npm run key/);
  expect(well.said).not.toMatch(/sign-in|reverse proxy/);
  expect(well.code).toBe(0);
  telegram.tokenIsGood = false;
  await signal.pauseHttp();
  const ill = await check({ ...env, BRIDGE_PUBLIC_URL: 'https://muster.example', GAME_SERVER_PORT: '27960' });
  expect(ill.said).toMatch(/warning +configuration +GAME_SERVER_PORT has no effect: nothing asks/);
  expect(ill.said).toMatch(/warning +sign-in .*set DISCORD_CLIENT_ID, DISCORD_CLIENT_SECRET too/);
  expect(ill.said).toMatch(/warning +reverse proxy .*counts as one client.*BRIDGE_TRUSTED_PROXIES/);
  expect(ill.said).toMatch(/fault +Telegram.*BotFather/);
  expect(ill.said).toMatch(/fault +Signal.*start signal-cli-rest-api/);
  expect(ill.said).not.toContain(telegram.token);
  expect(ill.code).toBe(1);
}, 30_000);

it('refuses a setting whose name is misspelt, and does not tell its value', async () => {
  const { code, said } = await check({
    DISCORD_TOKEN: 'a.b.c',
    DISCORD_GUILD_ID: '123456789012345678',
    AVAILABILITY_PROMOTION_ENABELD: 'no-longer',
  });
  expect(said).toMatch(/AVAILABILITY_PROMOTION_ENABELD .*did you mean AVAILABILITY_PROMOTION_ENABLED\?/);
  expect(said).not.toContain('no-longer');
  expect(code).toBe(78);
}, 30_000);

it('looks at the game server and the channels of the follow-up', async () => {
  const [discord, game] = await Promise.all([DiscordStandIn.start(), GameServerStandIn.start()]);
  onTestFinished(async () => {
    await Promise.all([discord.stop(), game.stop()]);
  });
  const env = {
    DISCORD_TOKEN: discord.token,
    DISCORD_GUILD_ID: discord.guildId,
    DISCORD_API_URL: discord.url,
    DATABASE_URL: `sqlite:${join(tempDir(), 'muster.sqlite')}`,
    GAME_SERVER_TYPE: 'wet',
    GAME_SERVER_HOST: game.host,
    GAME_SERVER_PORT: String(game.port),
    AVAILABILITY_PROMOTION_SERVER_CHECK_ENABLED: 'true',
    AVAILABILITY_PROMOTION_FOLLOWUP_CHANNEL_ID: discord.addChannel({ name: 'summary' }).id,
    BOARD_CHANNEL_ID: discord.addChannel({ name: 'board' }).id,
    VOICE_CHANNEL_IDS: discord.addChannel({ name: 'lounge', type: 'voice' }).id,
  };
  game.players = [{ name: 'Tom' }];
  const well = await check(env);
  expect(well.said).toMatch(/ok +game server +answers at 127\.0\.0\.1; on it now: 1/);
  expect(well.said).toMatch(/ok +AVAILABILITY_PROMOTION_FOLLOWUP_CHANNEL_ID/);
  expect(well.said).toMatch(/ok +BOARD_CHANNEL_ID/);
  expect(well.said).toMatch(/ok +VOICE_CHANNEL_IDS/);
  expect(well.code).toBe(0);
  game.mode = 'silent';
  const ill = await check({ ...env, VOICE_CHANNEL_IDS: '123456789012345678' });
  expect(ill.said).toMatch(/warning +game server.*GAME_SERVER_PORT/);
  expect(ill.said).toMatch(/fault +VOICE_CHANNEL_IDS.*no such channel/);
  const wrong = await check({ ...env, GAME_SERVER_TYPE: 'enemy-territory' });
  expect(wrong.said).toMatch(/fault +game server +GAME_SERVER_TYPE names no game/);
  expect(wrong.code).toBe(1);
}, 60_000);

it('tells a script the same as JSON, by its exit code too', async () => {
  const discord = await DiscordStandIn.start();
  onTestFinished(() => discord.stop());
  const env = {
    DISCORD_TOKEN: discord.token,
    DISCORD_GUILD_ID: discord.guildId,
    DISCORD_API_URL: discord.url,
    DATABASE_URL: `sqlite:${join(tempDir(), 'muster.sqlite')}`,
    REDIS_URL: 'redis://:canary-password@127.0.0.1:1',
  };
  const { code, said } = await check(env, '--json');
  const told = JSON.parse(said) as {
    ok: boolean;
    faults: number;
    findings: { what: string; state: string }[];
  };
  expect(code).toBe(1);
  expect(told).toMatchObject({ ok: false, faults: 1 });
  expect(told.findings).toContainEqual(expect.objectContaining({ what: 'Redis', state: 'fault' }));
  expect(told.findings).toContainEqual(expect.objectContaining({ what: 'Discord guild', state: 'ok' }));
  expect(said).not.toContain('canary');
}, 30_000);

it('looks at nothing else while the configuration is at fault', async () => {
  const env = { DISCORD_TOKEN: 'canary token', DISCORD_GUILD_ID: 'the club' };
  const words = await check(env);
  expect(words).toMatchObject({
    code: 78,
    said: expect.stringContaining('2 settings are missing') as string,
  });
  const { code, said } = await check(env, '--json');
  expect(code).toBe(78);
  expect(JSON.parse(said)).toMatchObject({ ok: false, faults: 2 });
  expect(words.said + said).not.toContain('canary');
}, 30_000);

it('knows one option', async () => {
  const { code, said } = await check({}, '--yaml');
  expect(code).toBe(64);
  expect(said).toContain('--json');
}, 30_000);
