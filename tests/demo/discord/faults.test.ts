import { REST, Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { DiscordStandIn } from '../../../demo/discord/stand-in.js';
import { aStandIn } from './support.js';

const POST = 'POST /channels/:id/messages';

async function aSender(
  discord: DiscordStandIn,
): Promise<{ send: (content: string) => Promise<unknown>; ada: string }> {
  const rest = new REST({ api: discord.url, retries: 0, timeout: 2000 }).setToken(discord.token);
  const ada = discord.addMember({ name: 'Ada' });
  const dm = (await rest.post(Routes.userChannels(), { body: { recipient_id: ada.id } })) as { id: string };
  return { ada: ada.id, send: (content) => rest.post(Routes.channelMessages(dm.id), { body: { content } }) };
}

describe('faults', () => {
  it('lose the answer of a message that was accepted', async () => {
    const discord = await aStandIn();
    const { send, ada } = await aSender(discord);
    const fault = discord.faults.next({ route: POST, userId: ada }, { kind: 'reset', afterAccept: true });

    await expect(send('Hi')).rejects.toThrow();
    expect(discord.dmsTo(ada)).toHaveLength(1);
    expect(fault.hits).toBe(1);

    discord.faults.next({ route: POST }, { kind: 'status', status: 502, afterAccept: true });
    await expect(send('Hi')).rejects.toMatchObject({ status: 502 });
    expect(discord.dmsTo(ada)).toHaveLength(2);
  });

  it('drop a message before it is accepted', async () => {
    const discord = await aStandIn();
    const { send, ada } = await aSender(discord);
    discord.faults.next({ route: POST }, { kind: 'reset' });
    await expect(send('Hi')).rejects.toThrow();
    await send('Hi again');
    expect(discord.dmsTo(ada).map(({ content }) => content)).toEqual(['Hi again']);
  });

  it('hang until the bot gives up', async () => {
    const discord = await aStandIn();
    const rest = new REST({ api: discord.url, retries: 0, timeout: 50 }).setToken(discord.token);
    discord.faults.next({ method: 'GET' }, { kind: 'hang' });
    await expect(rest.get(Routes.user('@me'))).rejects.toThrow(/abort/i);
    expect(discord.traffic.where({ status: 0 })).toHaveLength(1);
  });

  it('strike a counted number of times, after some were let through, until removed', async () => {
    const discord = await aStandIn();
    const { send } = await aSender(discord);
    const code = {
      kind: 'code',
      status: 403,
      code: 40003,
      message: 'You are opening direct messages too fast.',
    } as const;
    const fault = discord.faults.always({ route: POST, after: 1, times: 2 }, code);
    await send('passes');
    await expect(send('1')).rejects.toMatchObject({ code: 40003, status: 403 });
    fault.remove();
    await send('passes again');
    expect(fault.hits).toBe(1);
  });

  it('refuse connections while HTTP is paused', async () => {
    const discord = await aStandIn();
    const { send, ada } = await aSender(discord);
    await discord.pauseHttp();
    await expect(send('Hi')).rejects.toThrow(/ECONNREFUSED|ECONNRESET|other side closed/);
    await discord.resumeHttp();
    await send('Hi');
    expect(discord.dmsTo(ada)).toHaveLength(1);
  });

  it('answer 429, which the client waits out', async () => {
    const discord = await aStandIn();
    const { send, ada } = await aSender(discord);
    discord.faults.next({ route: POST }, { kind: 'rate_limit', retryAfterSeconds: 0.05, global: true });
    await send('Hi');
    expect(discord.traffic.where({ route: POST }).map(({ status }) => status)).toEqual([429, 200]);
    expect(discord.dmsTo(ada)).toHaveLength(1);
  });
});

describe('limits', () => {
  it('hold for a whole second, wherever it starts', async () => {
    const discord = await aStandIn({ globalPerSecond: 3 });
    const ask = (): Promise<Response> =>
      fetch(`${discord.url}/v10/users/@me`, { headers: { authorization: `Bot ${discord.token}` } });
    const statuses = (await Promise.all([ask(), ask(), ask(), ask()])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 200, 200, 429]);
    const refused = await ask();
    expect(refused.headers.get('x-ratelimit-scope')).toBe('global');
    expect(await refused.json()).toMatchObject({ global: true, message: 'You are being rate limited.' });
  });

  it('tell the bot its bucket, so that it waits by itself', async () => {
    const discord = await aStandIn();
    discord.limits.set(POST, { limit: 2, perSeconds: 0.2 });
    const { send, ada } = await aSender(discord);
    await Promise.all(['1', '2', '3', '4', '5'].map(send));
    expect(discord.dmsTo(ada)).toHaveLength(5);
    expect(discord.traffic.count({ status: 429 })).toBe(0);
  });

  it('know the token', async () => {
    const discord = await aStandIn();
    const stranger = new REST({ api: discord.url, retries: 0 }).setToken('not.the.token');
    await expect(stranger.get(Routes.user('@me'))).rejects.toMatchObject({ status: 401 });
    const [refused] = discord.traffic.where({ status: 401 });
    expect(refused?.responseBody).toEqual({ message: '401: Unauthorized', code: 0 });
    expect(refused?.requestHeaders['authorization']).toBe('Bot (redacted)');
  });
});
