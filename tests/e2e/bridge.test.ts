import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { BotProcess } from '../../demo/bot-process.js';
import { aBot, aDiscord, credentialsFor } from './support.js';

const ORIGIN = 'https://muster.example.org';

const status = async (url: string): Promise<number> => (await fetch(url)).status;

async function addressOf(bot: BotProcess): Promise<string> {
  return String((await bot.waitForEvent('bridge_listening'))['url']);
}

it('the bridge answers before Discord does, and is ready once everything is', async () => {
  const discord = await aDiscord();
  await discord.pauseHttp();
  const bot = aBot(credentialsFor(discord));
  const url = await addressOf(bot);
  expect(await status(`${url}/healthz`)).toBe(200);
  const early = await fetch(`${url}/readyz`);
  expect(early.status).toBe(503);
  expect(await early.json()).toMatchObject({ checks: { database: 'ok', gateway: 'failing' } });

  await discord.resumeHttp();
  await bot.ready();
  const ready = await fetch(`${url}/readyz`);
  expect(await ready.json()).toEqual({
    status: 'ready',
    checks: { database: 'ok', commands: 'ok', gateway: 'ok', scheduler: 'ok' },
    roles: ['housekeeping', 'gateway:0'],
  });
  expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^muster_gateway_up 1$/m);
  expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^muster_role{role="gateway:0"} 1$/m);

  // The connections that were kept open are no reason to stay.
  expect(await bot.stop()).toEqual({ code: 0, signal: null });
});

it('a gateway that is lost is told as that, until it is back', async () => {
  const discord = await aDiscord();
  const bot = aBot(credentialsFor(discord));
  await bot.ready();
  const url = await addressOf(bot);
  discord.gateway.refuse(true);
  discord.gateway.drop();
  await bot.waitForEvent('gateway', ({ state }) => state === 'lost');
  const lost = await fetch(`${url}/readyz`);
  expect(await lost.json()).toMatchObject({ status: 503, checks: { database: 'ok', gateway: 'failing' } });
  expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^muster_gateway_up 0$/m);

  discord.gateway.refuse(false);
  await bot.waitForEvent('gateway', ({ state }) => state === 'resumed');
  expect(await status(`${url}/readyz`)).toBe(200);
});

it('a scheduler that is switched off is nothing to wait for', async () => {
  const discord = await aDiscord();
  const bot = aBot({ ...credentialsFor(discord), AVAILABILITY_PROMOTION_ENABLED: 'false' });
  await bot.ready();
  expect(await status(`${await addressOf(bot)}/readyz`)).toBe(200);
});

it('somebody signs in with Discord, and nothing secret of it is logged', async () => {
  const discord = await aDiscord();
  const ada = discord.addMember({ name: 'Ada' }).id;
  discord.oauth.signInAs(ada);
  const secrets = {
    DISCORD_CLIENT_SECRET: discord.oauth.clientSecret,
    BRIDGE_SESSION_SECRET: 'canary-canary-canary-session-secret',
    BRIDGE_JWT_SECRET: 'canary-canary-canary-canary-jwt-secret',
    METRICS_TOKEN: 'canary-canary-metrics-token',
  };
  const bot = aBot({
    ...credentialsFor(discord),
    ...secrets,
    DISCORD_CLIENT_ID: discord.oauth.clientId,
    BRIDGE_PUBLIC_URL: ORIGIN,
    LOG_LEVEL: 'trace',
  });
  await bot.ready();
  const url = await addressOf(bot);
  const cookieOf = (answer: Response): string => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';

  const login = await fetch(`${url}/auth/login?return_to=/availability`, { redirect: 'manual' });
  const page = await fetch(login.headers.get('location') ?? '', { redirect: 'manual' });
  const back = new URL(page.headers.get('location') ?? '');
  expect(back.origin).toBe(ORIGIN);
  const callback = await fetch(`${url}${back.pathname}${back.search}`, {
    redirect: 'manual',
    headers: { cookie: cookieOf(login) },
  });
  expect([callback.status, callback.headers.get('location')]).toEqual([303, '/availability']);
  const session = callback.headers
    .getSetCookie()
    .find((cookie) => cookie.startsWith('__Host-muster_session='));
  const cookie = session?.split(';')[0] ?? '';
  const kept = await fetch(`${url}/api/privacy`, { headers: { cookie } });
  expect(await kept.json()).toMatchObject({ user_id: ada, sessions: [expect.anything()] });

  await bot.stop();
  const log = JSON.stringify([bot.lines, bot.output]);
  const told = [
    ...Object.values(secrets),
    cookie.split('=')[1],
    back.searchParams.get('code'),
    back.searchParams.get('state'),
  ];
  for (const secret of told) {
    expect(secret).toBeTruthy();
    expect(log).not.toContain(secret);
  }
});

it('a port that is taken ends the start in words; without the bridge nobody asks for one', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void other.close());
  const { port } = other.address() as { port: number };
  const discord = await aDiscord();
  const bot = aBot({ ...credentialsFor(discord), BRIDGE_PORT: String(port) });
  expect(await bot.exited).toEqual({ code: 1, signal: null });
  expect(bot.lines.at(-1)).toMatchObject({
    level: 'fatal',
    msg: expect.stringMatching(/taken by another program.*BRIDGE_PORT/) as string,
  });

  const without = aBot({ ...credentialsFor(discord), BRIDGE_PORT: String(port), BRIDGE_ENABLED: 'false' });
  await without.ready();
});
