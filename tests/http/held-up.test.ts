import { beforeEach, describe, expect, it, test } from 'vitest';
import { MINUTE } from '../support/test-app.js';
import { API_ROUTES, type ApiRoute } from './api-routes.js';
import { ID, ORIGIN, type TestBridge, testBridge } from './test-bridge.js';

let bridge: TestBridge;
let isSure: () => boolean;

beforeEach(async () => {
  isSure = () => true;
  bridge = await testBridge({ bridge: { isSure: () => isSure() } });
  await bridge.put('linked');
});

const answer = () =>
  bridge.as(ID.linked, 'POST', '/api/availability', { date: '2026-03-10', status: 'LOOKING' });
const answers = () => bridge.app.rows('SELECT status FROM availability_entries');

test('what changes something waits for a process that knows how it stands', async () => {
  isSure = () => false;
  const refused = await answer();
  expect(refused.json()).toMatchObject({
    status: 503,
    code: 'held_up',
    detail: 'Muster was held up just now, and nothing was changed. Please try again in a few seconds.',
  });
  expect(refused.headers['retry-after']).toBe('2');
  expect(await answers()).toEqual([]);
  isSure = () => true;
  expect((await answer()).statusCode).toBe(200);
  expect(await answers()).toHaveLength(1);
});

test('it is asked again once it is known who asks, for that may have taken long', async () => {
  let asked = 0;
  isSure = () => (asked += 1) === 1;
  expect((await answer()).statusCode).toBe(503);
  expect(asked).toBe(2);
  expect(await answers()).toEqual([]);
});

test('reading goes on meanwhile', async () => {
  isSure = () => false;
  expect((await bridge.as(ID.linked, 'GET', '/api/availability')).statusCode).toBe(200);
  expect((await bridge.ask({ url: '/healthz' })).statusCode).toBe(200);
});

test('a sign-in comes back to its page, and can be tried again', async () => {
  isSure = () => false;
  const back = { url: '/auth/callback?code=x&state=y', headers: { accept: 'text/html' } };
  const answered = await bridge.ask(back);
  expect(answered.statusCode).toBe(303);
  expect(answered.headers.location).toBe('/?sign_in_error=unavailable');
});

test.each([
  ['DELETE', '/api/availability?date=2026-03-10'],
  ['POST', '/auth/logout'],
  ['POST', '/api/privacy/stop'],
] as const)('nobody is told that %s %s was done', async (method, url) => {
  isSure = () => false;
  expect((await bridge.ask({ method, url, headers: bridge.bearer(ID.linked) })).statusCode).toBe(503);
});

describe('a change that was held up on its way to the database', () => {
  const CHANGES = API_ROUTES.filter(({ method }) => method !== 'GET');
  /** What is refused to everybody here for a reason of its own, so that nothing would be written. */
  const NOT_GRANTED = [
    'DELETE /api/availability/links/{channel}',
    'DELETE /api/availability/promotions/standing',
    'POST /api/availability/link-confirm',
    'POST /api/availability/player-link/check',
    'POST /api/availability/promotions/campaigns/{id}/more',
    'POST /api/availability/promotions/standing/keep',
    'POST /api/availability/promotions/standing/stop',
  ];
  const nameOf = ({ method, path }: ApiRoute): string => `${method} ${path}`;
  const goesThrough = ({ answers }: ApiRoute): 'promoter' | 'admin' | null =>
    (['promoter', 'admin'] as const).find((who) => answers[who] < 300) ?? null;

  it('is one of every route that changes anything', () => {
    expect(
      CHANGES.filter((route) => goesThrough(route) === null)
        .map(nameOf)
        .sort(),
    ).toEqual(NOT_GRANTED);
  });

  async function aBridge() {
    isSure = () => true;
    const bridge = await testBridge({
      channels: ['discord', 'telegram'],
      bridge: { isSure: () => isSure() },
    });
    await bridge.fill();
    return bridge;
  }

  async function asking(bridge: TestBridge, route: ApiRoute, who: 'promoter' | 'admin') {
    const campaigns = '/api/availability/promotions/campaigns';
    const made = route.campaign ? await bridge.as(ID.promoter, 'POST', campaigns, {}) : null;
    const id = made?.json<{ campaign_id: string }>().campaign_id ?? '';
    return () => bridge.as(ID[who], route.method, route.url?.(id) ?? route.path, route.body);
  }

  async function everything({ app }: TestBridge): Promise<Record<string, unknown[]>> {
    const all: Record<string, unknown[]> = {};
    for (const table of await app.tables()) all[table] = await app.rows(`SELECT * FROM ${table}`);
    return all;
  }

  it.each(
    CHANGES.filter((route) => goesThrough(route) !== null).map((route) => [nameOf(route), route] as const),
  )('%s: nothing is changed', async (_, route) => {
    const bridge = await aBridge();
    const ask = await asking(bridge, route, goesThrough(route)!);
    const before = await everything(bridge);
    let asked = 0;
    // As it is read, and when it is known who asks, all is well.
    isSure = () => (asked += 1) <= 2;
    const refused = await ask();
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([503, 'held_up']);
    expect(await everything(bridge)).toEqual(before);
    expect(bridge.app.discord.delivered).toEqual([]);
    isSure = () => true;
    expect((await ask()).statusCode).toBe(route.answers[goesThrough(route)!]);
  });

  it.each(
    API_ROUTES.filter(({ method }) => method === 'GET').map((route) => [nameOf(route), route] as const),
  )('%s goes on', async (_, route) => {
    const bridge = await aBridge();
    const ask = await asking(bridge, route, 'admin');
    isSure = () => false;
    expect((await ask()).statusCode).toBe(route.answers.admin);
  });

  it('a browser signs neither in nor out, and stays who it is', async () => {
    const bridge = await aBridge();
    const headers = {
      ...(await bridge.cookie(ID.linked)),
      'x-requested-with': 'XMLHttpRequest',
      origin: ORIGIN,
    };
    let asked = 0;
    isSure = () => (asked += 1) <= 2;
    expect((await bridge.ask({ method: 'POST', url: '/auth/logout', headers })).statusCode).toBe(503);
    isSure = () => false;
    // That somebody was seen is written down meanwhile.
    await bridge.app.advance(6 * MINUTE);
    expect((await bridge.ask({ url: '/api/privacy', headers })).statusCode).toBe(200);
  });
});
