import { describe, expect, test, vi } from 'vitest';
import type { Readiness } from '../../src/http/readiness.js';
import { testBridge } from './test-bridge.js';

const WELL: Readiness = {
  commands: true,
  gateway: true,
  scheduler: 'running',
  roles: ['gateway:0', 'housekeeping'],
};

describe('/healthz', () => {
  test('answers as long as the process lives, however everything else is', async () => {
    const bridge = await testBridge({
      bridge: { readiness: () => ({ commands: false, gateway: false, scheduler: 'stopped', roles: [] }) },
    });
    await bridge.app.crash();
    const answer = await bridge.ask({ url: '/healthz' });
    expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'ok' }]);
  });
});

describe('/readyz', () => {
  const readyz = async (readiness: Partial<Readiness>) => {
    const bridge = await testBridge({ bridge: { readiness: () => ({ ...WELL, ...readiness }) } });
    return bridge.ask({ url: '/readyz' });
  };

  test('is 200 when everything works', async () => {
    const answer = await readyz({});
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      status: 'ready',
      checks: { database: 'ok', commands: 'ok', gateway: 'ok', scheduler: 'ok' },
      roles: ['gateway:0', 'housekeeping'],
    });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('is 200 when the scheduler is switched off', async () => {
    const answer = await readyz({ scheduler: 'off' });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ checks: { scheduler: 'off' } });
  });

  test('is 200 where another process has the gateway, and names the roles of this one', async () => {
    const answer = await readyz({ gateway: 'standby', roles: ['inbox:signal'] });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ checks: { gateway: 'standby' }, roles: ['inbox:signal'] });
    const lame = await readyz({ gateway: 'standby', commands: false, roles: [] });
    expect(lame.json()).toMatchObject({ status: 503, checks: { commands: 'failing' }, roles: [] });
  });

  test.each<[string, Partial<Readiness>]>([
    ['commands', { commands: false }],
    ['gateway', { gateway: false }],
    ['scheduler', { scheduler: 'stopped' }],
  ])('is 503 without %s, which it names', async (name, readiness) => {
    const answer = await readyz(readiness);
    expect(answer.json()).toMatchObject({
      status: 503,
      code: 'not_ready',
      detail: `Not ready yet: ${name}.`,
      checks: { database: 'ok', [name]: 'failing' },
    });
  });

  test('is 503 when the database does not answer', async () => {
    const bridge = await testBridge();
    await bridge.app.crash();
    const answer = await bridge.ask({ url: '/readyz' });
    expect(answer.json()).toMatchObject({ status: 503, checks: { database: 'failing', gateway: 'ok' } });
  });

  test('does not wait for a database that hangs', async () => {
    const bridge = await testBridge({
      sweepEveryMs: 0,
      services: (services) => ({
        ...services,
        database: Object.assign(Object.create(services.database) as typeof services.database, {
          ping: () => new Promise<void>(() => undefined),
        }),
      }),
    });
    const answer = bridge.ask({ url: '/readyz' });
    await vi.waitUntil(() => bridge.app.clock.sleeping === 1);
    await bridge.app.advance(2_000);
    expect((await answer).json()).toMatchObject({ status: 503, checks: { database: 'failing' } });
  });
});

describe('a supervisor', () => {
  test('is answered however much others ask: they must not make it restart anything', async () => {
    const bridge = await testBridge();
    for (let n = 0; n < 301; n += 1) await bridge.ask({ url: '/nothing' });
    expect((await bridge.ask({ url: '/nothing' })).statusCode).toBe(429);
    for (const url of ['/healthz', '/readyz']) expect((await bridge.ask({ url })).statusCode).toBe(200);
  });
});

describe('/metrics', () => {
  const TOKEN = 'a token for metrics';
  const bridgeWith = (metricsToken: string | null, trustedProxies: readonly string[] = []) =>
    testBridge({
      bridgeSettings: { metricsToken, trustedProxies },
      bridge: { metrics: { contentType: 'text/plain; version=0.0.4', render: async () => 'muster_up 1\n' } },
    });

  test.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])('is for %s', async (remoteAddress) => {
    const answer = await (await bridgeWith(null)).ask({ url: '/metrics', remoteAddress });
    expect([answer.statusCode, answer.body]).toEqual([200, 'muster_up 1\n']);
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4');
  });

  test.each(['10.0.0.1', '203.0.113.7', '::2', '::ffff:10.0.0.1', '2001:db8::1'])(
    'is not for %s without the token',
    async (remoteAddress) => {
      const bridge = await bridgeWith(TOKEN);
      const ask = (headers: Record<string, string> = {}) =>
        bridge.ask({ url: '/metrics', remoteAddress, headers });
      expect((await ask()).statusCode).toBe(401);
      expect((await ask({ authorization: 'Bearer another' })).statusCode).toBe(401);
      expect((await ask({ authorization: `Basic ${TOKEN}` })).statusCode).toBe(401);
      expect((await ask({ authorization: 'Bearer' })).statusCode).toBe(401);
    },
  );

  test('is for whoever has the token', async () => {
    const bridge = await bridgeWith('0123456789abcdef');
    const headers = { authorization: 'Bearer 0123456789abcdef', 'x-forwarded-for': '203.0.113.7' };
    const answer = await bridge.ask({ url: '/metrics', remoteAddress: '10.0.0.1', headers });
    expect(answer.statusCode).toBe(200);
  });

  test('says how others get them, where there is no token', async () => {
    const answer = await (await bridgeWith(null)).ask({ url: '/metrics', remoteAddress: '10.0.0.1' });
    expect(answer.json()).toMatchObject({
      status: 403,
      detail: expect.stringContaining('METRICS_TOKEN') as string,
    });
  });

  test.each<[string, Record<string, string>]>([
    ['x-forwarded-for', { 'x-forwarded-for': '203.0.113.7' }],
    ['one that claims this machine', { 'x-forwarded-for': '127.0.0.1' }],
    ['forwarded', { forwarded: 'for=203.0.113.7' }],
    ['x-real-ip', { 'x-real-ip': '127.0.0.1' }],
    ['via', { via: '1.1 caddy' }],
  ])('is not for what a proxy on this machine passes on (%s)', async (_, headers) => {
    for (const proxies of [[], ['127.0.0.1']]) {
      const bridge = await bridgeWith(null, proxies);
      expect((await bridge.ask({ url: '/metrics', headers })).statusCode).toBe(403);
    }
  });

  test.each(['localhost:8080', 'LOCALHOST', '127.0.0.1:8080', '[::1]:8080', '10.0.0.7'])(
    'is for this machine when it calls itself %s',
    async (host) => {
      expect((await (await bridgeWith(null)).ask({ url: '/metrics', headers: { host } })).statusCode).toBe(
        200,
      );
    },
  );

  test.each(['evil.example', 'evil.example:8080', 'localhost.evil.example', '127.0.0.1.evil.example'])(
    'is not for a page or a proxy on this machine that goes by the name of %s',
    async (host) => {
      const answer = await (await bridgeWith(null)).ask({ url: '/metrics', headers: { host } });
      expect(answer.statusCode).toBe(403);
    },
  );
});
