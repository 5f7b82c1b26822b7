import { beforeEach, describe, expect, test } from 'vitest';
import { ID, type TestBridge, testBridge } from '../test-bridge.js';
import { type Claims, token } from '../tokens.js';

let bridge: TestBridge;
let now: number;
let second: number;

beforeEach(async () => {
  bridge = await testBridge();
  now = bridge.app.clock.now();
  second = Math.floor(now / 1000);
});

const ask = (authorization: string, more: Record<string, string> = {}) =>
  bridge.ask({ url: '/api/privacy', headers: { authorization, ...more } });

describe('a bearer token', () => {
  test.each<[string, (iat: number) => Claims]>([
    ['as it should be', () => ({})],
    ['for the longest time it may be', (iat) => ({ iat, exp: iat + 300 })],
    ['of a clock that is a little ahead', (iat) => ({ iat: iat + 29, exp: iat + 60 })],
    ['that has only just expired by our clock', (iat) => ({ iat: iat - 60, exp: iat - 29 })],
    ['for several audiences', () => ({ aud: ['somebody', 'muster'] })],
  ])('%s is taken', async (_, claims) => {
    const answer = await ask(`Bearer ${token(ID.linked, now, claims(second))}`);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ user_id: ID.linked });
  });

  test('that was taken is so until it has expired, and not before it was', async () => {
    const jwt = `Bearer ${token(ID.linked, now, { iat: second, exp: second + 60 })}`;
    const { clock } = bridge.app;
    const statusAt = async (instant: number): Promise<number> => {
      clock.step(instant - clock.now());
      return (await ask(jwt)).statusCode;
    };
    expect(await statusAt(now)).toBe(200);
    expect(await statusAt((second + 90) * 1_000 - 1)).toBe(200);
    expect(await statusAt((second + 90) * 1_000)).toBe(401);
    expect(await statusAt(now)).toBe(200);
    expect(await statusAt((second - 31) * 1_000)).toBe(401);
  });

  test.each<[string, (iat: number) => Claims]>([
    ['that has expired', (iat) => ({ iat: iat - 120, exp: iat - 31 })],
    ['of the future', (iat) => ({ iat: iat + 31, exp: iat + 91 })],
    ['that is good for too long', (iat) => ({ iat, exp: iat + 301 })],
    ['that is good for ever', () => ({ exp: undefined })],
    ['without the time it was made', () => ({ iat: undefined })],
    ['made long ago and still good', (iat) => ({ iat: iat - 331, exp: iat + 60 })],
    ['for another audience', () => ({ aud: 'website' })],
    ['without an audience', () => ({ aud: undefined })],
    ['for nobody', () => ({ sub: undefined })],
    ['for a name', () => ({ sub: 'ada' })],
    ['for a number', () => ({ sub: 200000000000000002 })],
    ['with times that are none', () => ({ exp: 'tomorrow' })],
    ['that ends before it begins, by far', (iat) => ({ iat, exp: iat - 3_600 })],
  ])('%s is refused', async (_, claims) => {
    const answer = await ask(`Bearer ${token(ID.linked, now, claims(second))}`);
    expect(answer.json()).toMatchObject({ status: 401, code: 'token_refused' });
    expect(answer.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
  });

  test.each<[string, () => string]>([
    ['signed with another secret', () => token(ID.linked, now, {}, { secret: 'x'.repeat(40) })],
    ['that claims to need no signature', () => token(ID.linked, now, {}, { alg: 'none' })],
    ['that claims another algorithm', () => token(ID.linked, now, {}, { alg: 'HS512' })],
    ['without its signature', () => token(ID.linked, now).replace(/[^.]+$/, '')],
    [
      'somebody changed',
      () =>
        token(ID.linked, now).replace(/\.[^.]+\./, `.${Buffer.from('{"sub":"1"}').toString('base64url')}.`),
    ],
    ['that is no token', () => 'abc'],
    ['that is empty', () => ''],
  ])('%s is refused', async (_, make) => {
    const answer = await ask(`Bearer ${make()}`);
    expect(answer.json()).toMatchObject({ status: 401, code: 'token_refused' });
  });

  test('is told nothing back of itself', async () => {
    const bad = token('canary', now);
    expect((await ask(`Bearer ${bad}`)).body).not.toContain(bad.split('.')[1]);
  });

  test.each(['Basic YTpi', 'Bearer', 'bogus', 'Token abc'])(
    '%s is refused, and no cookie is looked at instead',
    async (authorization) => {
      const cookie = await bridge.cookie(ID.linked);
      expect((await bridge.ask({ url: '/api/privacy', headers: cookie })).statusCode).toBe(200);
      expect((await ask(authorization, cookie)).statusCode).toBe(401);
    },
  );

  test('speaks for its person even beside a cookie of somebody else', async () => {
    const answer = await ask(`Bearer ${token(ID.linked, now)}`, await bridge.cookie(ID.admin));
    expect(answer.json()).toMatchObject({ user_id: ID.linked });
  });

  test('needs no header and no origin to change something: no browser sends it unasked', async () => {
    await bridge.put('linked');
    const payload = { date: '2026-03-10', status: 'LOOKING' };
    const answer = await bridge.as(ID.linked, 'POST', '/api/availability', payload);
    expect(answer.statusCode).toBe(200);
  });

  test('is refused in words where there is no secret', async () => {
    const off = await testBridge({ bridgeSettings: { jwtSecret: null } });
    const answer = await off.ask({ url: '/api/privacy', headers: off.bearer(ID.linked) });
    expect(answer.json()).toMatchObject({
      status: 401,
      detail: expect.stringContaining('BRIDGE_JWT_SECRET') as string,
    });
  });
});
