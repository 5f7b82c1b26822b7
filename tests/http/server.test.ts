import { beforeEach, describe, expect, test } from 'vitest';
import { ID, type TestBridge, testBridge } from './test-bridge.js';

let bridge: TestBridge;

beforeEach(async () => {
  bridge = await testBridge();
  await bridge.put('linked');
});

const SENTENCE = /^[A-Z"].*[.]$/s;

describe('a problem', () => {
  test.each<[string, number, () => Parameters<TestBridge['ask']>[0]]>([
    ['there is nothing there', 404, () => ({ url: '/nothing?token=canary' })],
    ['the method is not there', 405, () => ({ method: 'DELETE', url: '/api/availability' })],
    [
      'the method is not there, for one with a parameter',
      405,
      () => ({ method: 'POST', url: '/api/availability/promotions/campaigns/x' }),
    ],
    ['nobody is signed in', 401, () => ({ url: '/api/privacy' })],
    ['the body is no JSON', 400, () => post('{"status": canary')],
    ['the body is empty', 400, () => post('')],
    ['the body is a form', 415, () => post('status=canary', 'application/x-www-form-urlencoded')],
    ['the body is text', 415, () => post('canary', 'text/plain')],
    ['the body is too large', 413, () => post(JSON.stringify({ status: 'canary'.repeat(3_000) }))],
    ['the body poisons prototypes', 400, () => post('{"__proto__": {"canary": 1}, "status": "LOOKING"}')],
    ['a field is wrong', 400, () => post('{"status": 12}')],
    ['the query is wrong', 400, () => ({ url: '/api/availability?include_users=canary' })],
    ['the address is malformed', 400, () => ({ url: '/%E0%A4%A' })],
  ])('says that %s', async (_, status, ask) => {
    const answer = await bridge.ask(ask());
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    const problem = answer.json<Record<string, unknown>>();
    expect(problem).toMatchObject({
      type: 'about:blank',
      title: answer.statusMessage,
      status,
      detail: expect.stringMatching(SENTENCE) as string,
      instance: `urn:uuid:${String(answer.headers['x-request-id'])}`,
    });
  });

  const post = (payload: string, type = 'application/json') => ({
    method: 'POST' as const,
    url: '/api/availability',
    headers: { ...bridge.bearer(ID.linked), 'content-type': type },
    payload,
  });

  test('names the field, and what it should be', async () => {
    const { detail } = (await bridge.ask(post('{"date": "2026-03-10", "status": 12}'))).json<{
      detail: string;
    }>();
    expect(detail).toMatch(/^In the body, "status" is not right: .*Correct it and try again\.$/);
  });

  test('tells which methods there are', async () => {
    const answer = await bridge.ask({ method: 'DELETE', url: '/healthz' });
    expect(answer.headers.allow).toBe('GET, HEAD');
    expect(answer.json<{ detail: string }>().detail).toBe('DELETE does not work here. Use GET, HEAD.');
  });
});

describe('a fault of ours', () => {
  const broken = async (): Promise<TestBridge> => {
    const failing = await testBridge({
      services: (services) => ({
        ...services,
        directory: {
          ...services.directory,
          member: () => Promise.reject(new Error('canary: SELECT * FROM /var/lib/secret')),
        },
      }),
    });
    return failing;
  };

  test('shows nothing of what is inside, and is logged with the id that was told', async () => {
    const failing = await broken();
    const answer = await failing.as(ID.linked, 'GET', '/api/availability/access?x=canary-query');
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('canary');
    expect(answer.json()).toMatchObject({
      title: 'Internal Server Error',
      detail: expect.stringMatching(SENTENCE) as string,
    });
    const [event, ...more] = failing.app.eventsOf('request_failed');
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      requestId: answer.headers['x-request-id'],
      method: 'GET',
      route: '/api/availability/access',
      error: { message: expect.stringContaining('canary') as string },
    });
    expect(JSON.stringify(event)).not.toContain('canary-query');
  });

  test('is none where somebody asked wrongly', async () => {
    await bridge.ask({ url: '/nothing' });
    await bridge.ask({ url: '/api/privacy' });
    expect(bridge.app.eventsOf('request_failed')).toEqual([]);
  });
});

describe('every answer', () => {
  test('tells browsers to run nothing but our own files', async () => {
    for (const url of ['/healthz', '/nothing', '/api/privacy', '/%E0%A4%A']) {
      const { headers } = await bridge.ask({ url });
      expect(String(headers['content-security-policy']).split(';').sort()).toEqual([
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "script-src 'self'",
        "style-src 'self'",
      ]);
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
      // Of this name alone: those below it may be others'.
      expect(headers['strict-transport-security']).toBe('max-age=31536000');
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers.server).toBeUndefined();
    }
  });

  test('does not tie a name to https where people come by http', async () => {
    const plain = await testBridge({ bridgeSettings: { publicUrl: null, signIn: null } });
    expect((await plain.ask({ url: '/healthz' })).headers['strict-transport-security']).toBeUndefined();
  });

  test('of the API is kept by nobody, unless its route says more', async () => {
    expect((await bridge.as(ID.linked, 'GET', '/api/privacy')).headers['cache-control']).toBe('no-store');
    expect((await bridge.ask({ url: '/auth/login' })).headers['cache-control']).toBe('no-store');
  });

  test('that is a problem is kept by nobody', async () => {
    for (const url of ['/nothing', '/nothing.js', '/openapi.json/', '/%E0%A4%A']) {
      expect((await bridge.ask({ url })).headers['cache-control']).toBe('no-store');
    }
  });

  test('has an id of its own, whatever the asker calls it', async () => {
    const ids = new Set<unknown>();
    for (const id of ['forged\r\n', 'forged', '']) {
      const answer = await bridge.ask({ url: '/healthz', headers: { 'x-request-id': id, 'request-id': id } });
      ids.add(answer.headers['x-request-id']);
    }
    expect([...ids]).toHaveLength(3);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });
});

test('the language is the one asked for, and English otherwise', async () => {
  const asked: string[] = [];
  const polyglot = await testBridge({
    services: (services) => ({
      ...services,
      messagesFor: (locale) => {
        asked.push(locale);
        return services.messagesFor(locale);
      },
    }),
  });
  for (const language of ['sl-SI,sl;q=0.9', 'x'.repeat(500), '*', '']) {
    await polyglot.ask({ url: '/nothing', headers: { 'accept-language': language } });
  }
  // Longer than any language's name is.
  await polyglot.ask({ url: '/nothing', headers: { 'accept-language': `de${'-de'.repeat(4_800)}` } });
  expect(new Set(asked)).toEqual(new Set(['sl-SI', 'en']));
});
