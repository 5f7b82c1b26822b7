import { describe, expect, it } from 'vitest';
import { endCalendar } from '../../src/services/calendar.js';
import { readCalendarFile } from '../support/calendars.js';
import { DATE } from '../support/test-app.js';
import { ID, ORIGIN, testBridge, type TestBridge } from './test-bridge.js';

const API = '/api/availability';

async function aBridge(): Promise<TestBridge> {
  const bridge = await testBridge();
  await bridge.put('linked', { status: 'LOOKING' });
  return bridge;
}

async function address(bridge: TestBridge): Promise<string> {
  const made = await bridge.as(ID.linked, 'POST', `${API}/calendar`);
  expect(made.statusCode).toBe(200);
  return made.json<{ address: string }>().address.replace(ORIGIN, '');
}

describe('a calendar over HTTP', () => {
  it('is made, told once, and ended', async () => {
    const bridge = await aBridge();
    expect((await bridge.as(ID.linked, 'GET', `${API}/calendar`)).json()).toEqual({ since: null });
    const url = await address(bridge);
    const since = new Date(bridge.app.clock.now()).toISOString();
    const told = await bridge.as(ID.linked, 'GET', `${API}/calendar`);
    expect(told.json()).toEqual({ since });
    expect((await bridge.ask({ url })).statusCode).toBe(200);
    const exported = await bridge.as(ID.linked, 'GET', '/api/privacy/export');
    expect(exported.json()).toMatchObject({ calendar: { created_at: since } });
    const ended = await bridge.as(ID.linked, 'DELETE', `${API}/calendar`);
    expect(ended.json()).toEqual({ success: true, ended: true });
    expect((await bridge.ask({ url })).statusCode).toBe(404);
    expect((await bridge.as(ID.linked, 'DELETE', `${API}/calendar`)).json()).toMatchObject({ ended: false });
  });

  it('is read by whoever has its address, without signing in, and kept by nobody else', async () => {
    const bridge = await aBridge();
    const answer = await bridge.ask({ url: await address(bridge) });
    expect(answer.headers).toMatchObject({
      'content-type': 'text/calendar; charset=utf-8',
      'cache-control': 'private, no-cache',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    });
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(Number(answer.headers['ratelimit-limit'])).toBe(300);
    expect(readCalendarFile(answer.body).events).toMatchObject([
      { uid: expect.stringMatching(`^${DATE}@[0-9a-f]{20}\\.muster$`) as string, url: ORIGIN },
    ]);
  });

  it('is sent again only when something is new', async () => {
    const bridge = await aBridge();
    const url = await address(bridge);
    const { etag } = (await bridge.ask({ url })).headers;
    const ask = () => bridge.ask({ url, headers: { 'if-none-match': String(etag) } });
    const same = await ask();
    expect([same.statusCode, same.body]).toEqual([304, '']);
    await bridge.as(ID.linked, 'POST', API, { date: 'tomorrow', status: 'AVAILABLE' });
    expect((await ask()).statusCode).toBe(200);
  });

  it('has a head', async () => {
    const bridge = await aBridge();
    const url = await address(bridge);
    const [head, whole] = [await bridge.ask({ method: 'HEAD', url }), await bridge.ask({ url })];
    expect([head.statusCode, head.body]).toEqual([200, '']);
    expect(head.headers.etag).toBe(whole.headers.etag);
    expect(head.headers['content-type']).toBe('text/calendar; charset=utf-8');
  });

  it.each([
    '/calendar/x.ics',
    `/calendar/${'A'.repeat(43)}.ics`,
    `/calendar/${'A'.repeat(43)}`,
    `/calendar/${'%00'.repeat(43)}.ics`,
    '/calendar/.ics',
  ])('is not there under %s, in words', async (url) => {
    const bridge = await aBridge();
    const answer = await bridge.ask({ url });
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('tells the log nothing of its address where the database fails', async () => {
    const bridge = await aBridge();
    const url = await address(bridge);
    await bridge.app.change('DROP TABLE settings_audit_log');
    const answer = await bridge.ask({ url });
    expect(answer.statusCode).toBe(500);
    const told = bridge.app.eventsOf('request_failed');
    expect(told).toMatchObject([{ method: 'GET', route: '/calendar/:file' }]);
    const token = url.slice('/calendar/'.length, -'.ics'.length);
    expect(`${JSON.stringify(told)} ${String(told[0]!.error)} ${answer.body}`).not.toContain(token);
  });

  it('is gone for a program that asks with the tag of what it has', async () => {
    const bridge = await aBridge();
    const url = await address(bridge);
    const { etag } = (await bridge.ask({ url })).headers;
    await endCalendar(bridge.app.context, { userId: ID.linked });
    const answer = await bridge.ask({ url, headers: { 'if-none-match': String(etag) } });
    expect(answer.statusCode).toBe(404);
  });
});
