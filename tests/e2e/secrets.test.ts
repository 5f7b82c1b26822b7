import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { BotProcess } from '../../demo/bot-process.js';
import { TelegramStandIn } from '../../demo/telegram/stand-in.js';
import { VARIABLES } from '../../src/config/schema.js';
import { aDiscord, aFolder, credentialsFor } from './support.js';

/** A value for each secret setting. Whatever is told of it can be told from everything else. */
const SECRETS: Readonly<Record<string, string>> = {
  DISCORD_TOKEN: 'MTIz.canary_discord.token',
  CONTACT_DATA_ENCRYPTION_KEY: [1, 2]
    .map((nth) => Buffer.from(`canary contact key, the ${nth}. of two`.padEnd(32).slice(0, 32)))
    .map((bytes) => `${bytes.toString('base64url')}=`)
    .join(','),
  TELEGRAM_BOT_TOKEN: '700000001:canary_telegram_canary_telegram',
  REDIS_URL: 'redis://:canary_redis@127.0.0.1:1',
  DISCORD_CLIENT_SECRET: 'canary_client_secret_canary_client_secret',
  BRIDGE_SESSION_SECRET: 'canary_session_secret_canary_session_secret',
  BRIDGE_JWT_SECRET: 'canary_jwt_secret_canary_jwt_secret_canary',
  METRICS_TOKEN: 'canary_metrics_token_canary_metrics_token',
};

/** What nobody may read anywhere: the values, and what they are made of. */
const forbidden = Object.values(SECRETS).flatMap((value) => [value, ...value.split(',')]);

it('no secret is told by a bot at its most talkative, while everything it has one for goes wrong', async () => {
  const secret = VARIABLES.filter((variable) => variable.secret).map(({ name }) => name);
  expect(Object.keys(SECRETS).sort(), 'a canary for every secret').toEqual(secret.sort());
  const discord = await aDiscord({ token: SECRETS['DISCORD_TOKEN'] ?? '' });
  const telegram = await TelegramStandIn.start({ token: SECRETS['TELEGRAM_BOT_TOKEN'] ?? '' });
  onTestFinished(() => telegram.stop());
  telegram.tokenIsGood = false;
  discord.faults.next({ route: 'GET /gateway/bot', times: 2 }, { kind: 'reset' });
  const bot = BotProcess.start({
    ...credentialsFor(discord),
    ...SECRETS,
    DISCORD_CLIENT_ID: '456789012345678901',
    TELEGRAM_API_URL: telegram.url,
    DATABASE_URL: `sqlite:${join(aFolder(), 'muster.sqlite')}`,
    LOG_LEVEL: 'trace',
  });
  onTestFinished(async () => {
    await bot.stop('SIGKILL');
  });

  await bot.waitForEvent('inbound_lost', ({ code }) => code === 'unauthorized');
  await bot.waitForEvent('waiting_for_discord');
  await bot.waitForEvent('gateway', ({ state }) => state === 'ready', 30_000);
  const commands = 'PUT /applications/:app/guilds/:id/commands';
  await discord.waitUntil(
    () => discord.traffic.count({ route: commands, status: 200 }) > 0,
    'the commands to be taken',
    30_000,
  );
  // An answer that quotes every secret, to a request whose failure is logged.
  const message = `Invalid: ${Object.values(SECRETS).join(' ')}`;
  discord.faults.always({}, { kind: 'code', status: 400, code: 50_035, message });
  const ana = discord.addMember({ name: 'Ana' });
  discord.slash(ana.id, 'promote preview').catch(() => undefined);
  // Redis fails meanwhile, too: what is waited for is the answer that quotes them.
  await bot.waitForLine(
    (line) => JSON.stringify(line).includes('Invalid: '),
    'an error that quotes the answer',
  );
  await bot.stop('SIGTERM');

  const said = JSON.stringify([bot.lines, bot.output]);
  expect(said).toContain('Invalid: [redacted]');
  expect(forbidden.filter((value) => said.includes(value))).toEqual([]);
  expect(said).not.toContain('canary');
});
