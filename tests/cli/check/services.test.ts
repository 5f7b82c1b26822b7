import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SignalStandIn } from '../../../demo/signal/stand-in.js';
import { TelegramStandIn } from '../../../demo/telegram/stand-in.js';
import { redisCheck } from '../../../src/cli/check/redis.js';
import { signalCheck } from '../../../src/cli/check/signal.js';
import { telegramCheck } from '../../../src/cli/check/telegram.js';
import { haveRedis, RedisServer } from '../../../demo/servers/redis.js';
import { SystemClock } from '../../../src/scheduling/system-clock.js';
import { found } from './support.js';

const clock = new SystemClock();

describe('Telegram', () => {
  async function aTelegram() {
    const telegram = await TelegramStandIn.start();
    onTestFinished(() => telegram.stop());
    return {
      telegram,
      look: () => found(telegramCheck({ token: telegram.token, apiUrl: telegram.url }, clock)),
    };
  }

  it('that is well', async () => {
    const { telegram, look } = await aTelegram();
    expect(await look()).toBe(`ok Telegram: is the bot @${telegram.username}`);
  });

  it('that refuses the token', async () => {
    const { telegram, look } = await aTelegram();
    telegram.tokenIsGood = false;
    expect(await look()).toMatch(/^fault .*BotFather into TELEGRAM_BOT_TOKEN/);
  });

  it('that sends what is written to the bot to another program', async () => {
    const { telegram, look } = await aTelegram();
    telegram.webhookUrl = 'https://other.example/hook/canary-secret';
    expect(await look()).toMatch(/^warning .*a webhook at other\.example.*a bot of its own/);
    expect(await look()).not.toContain('canary');
    expect(telegram.webhookUrl, 'it is left alone').not.toBe('');
  });

  it('that does not answer', async () => {
    const { telegram, look } = await aTelegram();
    await telegram.pauseHttp();
    expect(await look()).toMatch(/^fault .*does not answer at http/);
    expect(await look()).not.toContain(telegram.token);
  });
});

describe('Signal', () => {
  async function aSignal(number?: string) {
    const signal = await SignalStandIn.start();
    onTestFinished(() => signal.stop());
    const access = { apiUrl: signal.url, number: number ?? signal.number };
    return { signal, look: () => found(signalCheck(access, clock)) };
  }

  it('that is well', async () => {
    const { look } = await aSignal();
    expect(await look()).toMatch(/^ok .*mode json-rpc\) and has SIGNAL_NUMBER/);
  });

  it('without the number', async () => {
    const { signal, look } = await aSignal();
    signal.accountExists = false;
    expect(await look()).toMatch(/^fault .*register or link/);
    const other = await aSignal('+38640999999');
    expect(await other.look()).toMatch(/^fault .*does not have SIGNAL_NUMBER/);
    expect(await other.look()).not.toContain('999999');
  });

  it('that does not say which numbers it has', async () => {
    const { signal, look } = await aSignal();
    signal.faults.always({ route: 'GET /v1/accounts' }, { kind: 'status', status: 400 });
    expect(await look()).toMatch(/^warning .*does not say/);
  });

  it('that does not send to whose safety number has changed', async () => {
    const { signal, look } = await aSignal();
    const { number } = signal.addPerson({ name: 'Ana' });
    expect(await look()).toMatch(/^ok /);
    signal.changeKeys(number);
    expect(await look()).toMatch(/^warning .*sends nothing to 1 of those .*docs\/operations\.md/);
    expect(await look()).not.toContain(number);
    signal.faults.always({ route: 'GET /v1/identities/:number' }, { kind: 'status', status: 500 });
    expect(await look(), 'an older release does not say').toMatch(/^ok /);
  });

  it('that is something else', async () => {
    const { signal, look } = await aSignal();
    signal.faults.always({ route: 'GET /v1/about' }, { kind: 'status', status: 200, body: {} });
    expect(await look()).toMatch(/^fault .*no signal-cli-rest-api/);
  });

  it('that does not answer', async () => {
    const { signal, look } = await aSignal();
    await signal.pauseHttp();
    expect(await look()).toMatch(/^fault .*start signal-cli-rest-api/);
  });
});

describe('Redis', () => {
  /** Something that answers what is written to it with these lines, and where it is. */
  async function answering(text: string): Promise<{ at: string; heard: () => string }> {
    let heard = '';
    const server = createServer((socket) => {
      socket.on('data', (chunk) => {
        heard += String(chunk);
        socket.end(text);
      });
      socket.on('error', () => undefined);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    return { at: `127.0.0.1:${(server.address() as AddressInfo).port}`, heard: () => heard };
  }

  it('that is well, with a user and a password', async () => {
    const { at, heard } = await answering('+OK\r\n+PONG\r\n-NOPERM no permission to run INFO\r\n');
    expect(await found(redisCheck(`redis://ana:p%40ss@${at}`))).toBe(`ok Redis: answers at ${at}`);
    const [auth, ping, info] = [
      '*3\r\n$4\r\nAUTH\r\n$3\r\nana\r\n$4\r\np@ss\r\n',
      '*1\r\n$4\r\nPING\r\n',
      '*1\r\n$4\r\nINFO\r\n',
    ];
    expect(heard()).toBe(`${auth}${ping}${info}`);
  });

  it.each([
    ['-NOAUTH Authentication required.\r\n', /^fault .*refuses the user or the password/],
    ['-WRONGPASS invalid username-password pair\r\n-NOAUTH\r\n', /^fault .*refuses the user or the password/],
    ['HTTP/1.1 400 Bad Request\r\n\r\n', /^fault .*is no Redis/],
    ['', /^fault .*is no Redis/],
  ])('that answers %j', async (text, said) => {
    const { at } = await answering(text);
    const told = await found(redisCheck(`redis://:canary@${at}`));
    expect(told).toMatch(said);
    expect(told).not.toContain('canary');
  });

  const report = (lines: Record<string, string | number>): string => {
    const text = Object.entries(lines)
      .map(([name, value]) => `${name}:${value}\r\n`)
      .join('');
    return `+PONG\r\n$${text.length}\r\n${text}\r\n`;
  };

  it.each([
    [{ redis_version: '4.0.14' }, /^fault .*is Redis 4\.0\.14, and BullMQ needs 5/],
    [{ redis_version: '6.0.16' }, /^warning .*is Redis 6\.0\.16: upgrade it to 6\.2/],
    [{ redis_version: '10.0.1' }, /^ok Redis: answers at .* \(Redis 10\.0\.1\)$/],
    [{ redis_version: '7.2.4', role: 'slave' }, /^fault .*a copy that only reads/],
    [{ redis_version: '7.2.4', maxmemory: 100, used_memory: 95 }, /^warning .*nearly full/],
  ])('that reports %j', async (lines, said) => {
    const { at } = await answering(report(lines));
    expect(await found(redisCheck(`redis://${at}`))).toMatch(said);
  });

  it('that does not answer', async () => {
    expect(await found(redisCheck('redis://:canary@127.0.0.1:1'))).toMatch(
      /^fault Redis: nothing answers at 127\.0\.0\.1:1/,
    );
  });

  it.skipIf(!haveRedis)('itself (needs redis-server on the PATH)', async () => {
    const redis = await RedisServer.start();
    onTestFinished(() => redis.stop());
    expect(await found(redisCheck(redis.url))).toMatch(/^ok Redis: answers at .* \(Redis \d/);
    expect(await found(redisCheck(redis.url.replace('//', '//:wrong@')))).toMatch(/^fault .*password/);
    redis.tell('CONFIG', 'SET', 'maxmemory', '1mb');
    expect(await found(redisCheck(redis.url)), 'nothing fits any more').toMatch(
      /^(fault .*is full|warning .*nearly full)/,
    );
    redis.tell('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    expect(await found(redisCheck(redis.url))).toMatch(
      /^warning .*maxmemory-policy allkeys-lru\): set noeviction/,
    );
    const copy = await RedisServer.start();
    onTestFinished(() => copy.stop());
    copy.tell('REPLICAOF', '127.0.0.1', new URL(redis.url).port);
    expect(await found(redisCheck(copy.url))).toMatch(/^fault .*a copy that only reads/);
  });
});
