import { beforeEach, describe, expect, test } from 'vitest';
import { ID, type TestBridge, testBridge } from './test-bridge.js';

let bridge: TestBridge;

beforeEach(async () => {
  bridge = await testBridge({ bridgeSettings: { trustedProxies: ['127.0.0.1'] } });
});

/** Each from another address, unless told. */
let addresses = 0;
const from = (address = `203.0.113.${String((addresses += 1) % 250)}`) => ({ 'x-forwarded-for': address });

const me = (userId: string, address?: string) =>
  bridge.ask({ url: '/api/availability/access', headers: { ...bridge.bearer(userId), ...from(address) } });

const many = async <T>(times: number, ask: () => Promise<T>): Promise<T> => {
  for (let n = 1; n < times; n += 1) await ask();
  return ask();
};

describe('a person', () => {
  test('may ask 120 times a minute, from wherever', async () => {
    const last = await many(120, () => me(ID.linked));
    expect(last.statusCode).toBe(200);
    expect(last.headers).toMatchObject({ 'ratelimit-limit': '120', 'ratelimit-remaining': '0' });

    const refused = await me(ID.linked);
    expect(refused.json()).toMatchObject({ status: 429, code: 'too_many_requests' });
    expect(refused.headers['content-type']).toBe('application/problem+json');
    expect(refused.headers['retry-after']).toBe('60');
    expect((await me(ID.admin)).statusCode).toBe(200);
  });

  test('is let in again when the time told has passed, and not before', async () => {
    await many(121, () => me(ID.linked));
    await bridge.app.advance(59_000);
    const refused = await me(ID.linked);
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['retry-after']).toBe('1');
    await bridge.app.advance(1_000);
    expect((await me(ID.linked)).statusCode).toBe(200);
  });

  test('is not let in sooner by setting the wall clock', async () => {
    await many(121, () => me(ID.linked));
    bridge.app.clock.step(1_000);
    expect((await me(ID.linked)).statusCode).toBe(429);
  });

  test('may create 10 campaigns a minute, whatever comes of them', async () => {
    const create = () =>
      bridge.ask({
        method: 'POST',
        url: '/api/availability/promotions/campaigns',
        headers: { ...bridge.bearer(ID.stranger), ...from() },
        payload: {},
      });
    expect((await many(10, create)).statusCode).toBe(403);
    expect((await create()).statusCode).toBe(429);
    // What creates nothing goes on.
    expect((await me(ID.stranger)).statusCode).toBe(200);
  });
});

describe('an address', () => {
  const anonymous = (address: string) =>
    bridge.ask({ url: '/api/availability/access', headers: from(address) });

  test('may ask 300 times a minute, whoever asks from it', async () => {
    expect((await many(300, () => anonymous('198.51.100.7'))).statusCode).toBe(200);
    expect((await me(ID.linked, '198.51.100.7')).statusCode).toBe(429);
    expect((await anonymous('198.51.100.8')).statusCode).toBe(200);
  });

  test('is, of IPv6, a whole network: somebody has them all', async () => {
    await many(300, () => anonymous(`2001:db8::${(addresses += 1).toString(16)}`));
    expect((await anonymous('2001:db8::ffff')).statusCode).toBe(429);
    expect((await anonymous('2001:db8:0:1::1')).statusCode).toBe(200);
  });

  test('counts for bad tokens too', async () => {
    const guess = () =>
      bridge.ask({ url: '/api/privacy', headers: { authorization: 'Bearer x', ...from('198.51.100.9') } });
    expect((await many(300, guess)).statusCode).toBe(401);
    expect((await guess()).statusCode).toBe(429);
  });
});

describe('which address it is', () => {
  const count = async (forms: readonly string[]): Promise<number> => {
    const ask = (address: string) =>
      bridge.ask({ url: '/api/availability/access', headers: { 'x-forwarded-for': address } });
    for (let nth = 0; nth < 300; nth += 1)
      await ask(forms[nth % forms.length]!.replace('#', String(nth + 1)));
    return (await ask(forms[0]!.replace('#', '9999'))).statusCode;
  };

  test.each([
    ['with a port', ['198.51.100.20:#', '198.51.100.20']],
    ['of IPv6, with a port', ['[2001:db8:20::1]:#', '2001:db8:20::1', '[2001:db8:20::1]']],
    [
      'of IPv4 in IPv6',
      ['::ffff:198.51.100.21', '198.51.100.21', '::ffff:c633:6415', '[::ffff:198.51.100.21]:#'],
    ],
    ['with a zone', ['fe80::1%eth#', 'fe80::1']],
    ['with spaces', ['  198.51.100.22 ', '198.51.100.22']],
    [
      'that can not be read, which is the proxy',
      ['unknown', '_hidden#', 'a.example:#', '300.1.1.#', '[]', ''],
    ],
    ['behind a trusted proxy with a port', ['198.51.100.23, 127.0.0.1:#', '198.51.100.23, ::ffff:127.0.0.1']],
    ['that can not be read behind a trusted proxy', ['x#, 127.0.0.1:#', 'unknown, 127.0.0.1']],
  ])('is one, however it is written: %s', async (_, forms) => {
    expect(await count(forms)).toBe(429);
  });

  test('is said by X-Forwarded-For alone', async () => {
    const ask = (nth: number) =>
      bridge.ask({
        url: '/api/availability/access',
        headers: {
          forwarded: `for=203.0.113.${String(nth % 250)}`,
          'x-real-ip': `203.0.113.${String(nth % 250)}`,
        },
      });
    for (let nth = 0; nth < 300; nth += 1) await ask(nth);
    expect((await ask(1)).statusCode).toBe(429);
  });

  test('is said by proxies that are trusted, and nobody else', async () => {
    const direct = await testBridge();
    const ask = (address: string) =>
      direct.ask({ url: '/api/availability/access', headers: { 'x-forwarded-for': address } });
    await many(300, () => ask(`203.0.113.${String((addresses += 1) % 250)}`));
    expect((await ask('198.51.100.1')).statusCode).toBe(429);
  });

  test('is what the nearest trusted proxy says, not what was sent to it', async () => {
    const ask = () =>
      bridge.ask({
        url: '/api/availability/access',
        headers: { 'x-forwarded-for': `10.0.0.${String((addresses += 1) % 250)}, 198.51.100.10` },
      });
    await many(300, ask);
    expect((await ask()).statusCode).toBe(429);
  });
});
