import { beforeEach, expect, test } from 'vitest';
import { ID, type TestBridge, testBridge } from './test-bridge.js';

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
