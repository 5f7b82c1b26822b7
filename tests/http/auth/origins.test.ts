import type { OpenAPIV3_1 } from 'openapi-types';
import { beforeEach, describe, expect, test } from 'vitest';
import { ID, ORIGIN, type TestBridge, testBridge } from '../test-bridge.js';

const FRIEND = 'https://www.example.org';
const AJAX = { 'x-requested-with': 'XMLHttpRequest' };

let bridge: TestBridge;
let cookie: { cookie: string };

beforeEach(async () => {
  bridge = await testBridge({ bridgeSettings: { allowedOrigins: [FRIEND] } });
  await bridge.put('linked');
  cookie = await bridge.cookie(ID.linked);
});

const post = (headers: Record<string, string>) =>
  bridge.ask({
    method: 'POST',
    url: '/api/availability',
    headers: { ...cookie, ...headers },
    payload: { date: '2026-03-10', status: 'LOOKING' },
  });

const changed = async (): Promise<boolean> =>
  (await bridge.app.rows('SELECT * FROM availability_entries')).length > 0;

describe('what a cookie asks to change', () => {
  test.each([
    ['of our own page', { ...AJAX, origin: ORIGIN }],
    ['of a page of an allowed origin', { ...AJAX, origin: FRIEND }],
    [
      'of our own page, by a browser that leaves the origin out',
      { ...AJAX, 'sec-fetch-site': 'same-origin' },
    ],
    ['with the header in small letters', { 'x-requested-with': 'xmlhttprequest', origin: ORIGIN }],
  ])('is changed by a request %s', async (_, headers) => {
    expect((await post(headers)).statusCode).toBe(200);
    expect(await changed()).toBe(true);
  });

  test.each<[string, Record<string, string>, string]>([
    ['without the header', { origin: ORIGIN }, 'csrf_header'],
    ['with another value in it', { origin: ORIGIN, 'x-requested-with': 'fetch' }, 'csrf_header'],
    ['of a foreign page', { ...AJAX, origin: 'https://evil.example' }, 'foreign_origin'],
    ['of a neighbour', { ...AJAX, origin: 'https://evil.muster.example.org' }, 'foreign_origin'],
    ['of a name that only begins alike', { ...AJAX, origin: `${ORIGIN}.evil.example` }, 'foreign_origin'],
    ['of our name on another port', { ...AJAX, origin: `${ORIGIN}:8443` }, 'foreign_origin'],
    ['of our name without its lock', { ...AJAX, origin: ORIGIN.replace('https', 'http') }, 'foreign_origin'],
    ['of no origin', { ...AJAX, origin: 'null' }, 'foreign_origin'],
    ['that leaves the origin out', AJAX, 'foreign_origin'],
    ['that says it is of another site', { ...AJAX, 'sec-fetch-site': 'same-site' }, 'foreign_origin'],
    [
      'whose origin contradicts',
      { ...AJAX, 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' },
      'foreign_origin',
    ],
  ])('is not by one %s', async (_, headers, code) => {
    expect((await post(headers)).json()).toMatchObject({ status: 403, code });
    expect(await changed()).toBe(false);
  });

  test('is guarded for DELETE too, and reading is not', async () => {
    const gone = await bridge.ask({ method: 'DELETE', url: '/api/privacy', headers: cookie });
    expect(gone.json()).toMatchObject({ status: 403, code: 'csrf_header' });
    expect((await bridge.ask({ url: '/api/privacy', headers: cookie })).statusCode).toBe(200);
  });
});

describe('what pages of other sites may read', () => {
  const read = (origin: string) =>
    bridge.ask({ url: '/api/availability/access', headers: { ...cookie, origin } });

  test('is for origins that are named, exactly', async () => {
    const { headers } = await read(FRIEND);
    expect(headers['access-control-allow-origin']).toBe(FRIEND);
    expect(headers['access-control-allow-credentials']).toBe('true');
    expect(String(headers['access-control-expose-headers'])).toMatch(
      /etag.*retry-after.*ratelimit-limit.*idempotent-replayed/i,
    );
    expect(headers.vary).toContain('Origin');
  });

  test.each(['https://evil.example', 'null', `${FRIEND}.evil.example`, 'http://www.example.org'])(
    'is not for %s',
    async (origin) => {
      const { headers } = await read(origin);
      expect(headers['access-control-allow-origin']).toBeUndefined();
      expect(headers['access-control-allow-credentials']).toBeUndefined();
    },
  );

  test('is told beforehand to who asks', async () => {
    const preflight = (origin: string) =>
      bridge.ask({
        method: 'OPTIONS',
        url: '/api/availability',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'x-requested-with',
        },
      });
    const { statusCode, headers } = await preflight(FRIEND);
    expect(statusCode).toBe(204);
    expect(headers['access-control-allow-origin']).toBe(FRIEND);
    expect(headers['access-control-allow-headers']).toContain('x-requested-with');
    expect((await preflight('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
  });

  test('is for whatever can be done here', async () => {
    const { paths } = (await bridge.ask({ url: '/openapi.json' })).json<OpenAPIV3_1.Document>();
    const methods = new Set(Object.values(paths ?? {}).flatMap((item) => Object.keys(item ?? {})));
    const { headers } = await bridge.ask({
      method: 'OPTIONS',
      url: '/api/settings',
      headers: { origin: FRIEND, 'access-control-request-method': 'PATCH' },
    });
    const allowed = String(headers['access-control-allow-methods']).toLowerCase().split(', ');
    expect(methods.size).toBeGreaterThan(2);
    expect(allowed).toEqual(expect.arrayContaining([...methods]));
  });
});
