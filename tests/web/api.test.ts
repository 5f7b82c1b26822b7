import { describe, expect, test } from 'vitest';
import { Api } from '../../web/src/api.js';
import { problemText, retryAfter } from '../../web/src/problem.js';
import { whileCollecting } from '../support/garbage.js';
import type { TokenSource } from '../../web/src/token.js';
import { web as webEn } from '../../src/messages/en/web.js';

type Respond = (init: RequestInit & { headers: Record<string, string> }) => Response | Promise<Response>;

/** A client, and the requests it makes of a bridge that answers like this. */
function client(respond: Respond, tokens: TokenSource | null = null, timeoutMs?: number) {
  const requests: {
    readonly url: string;
    readonly init: RequestInit & { headers: Record<string, string> };
  }[] = [];
  const api = new Api({
    endpoint: 'https://muster.example/sub',
    locale: 'de',
    tokens,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    fetch: async (url, init) => {
      const request = { url, init: init as (typeof requests)[number]['init'] };
      requests.push(request);
      return respond(request.init);
    },
  });
  return { api, requests };
}

const problem = (status: number, detail: string, headers = {}): Response =>
  Response.json({ title: 'No', detail }, { status, headers });

/** Never answers, and ends only with its signal. */
const silence: Respond = (init) =>
  new Promise((_, reject) =>
    init.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error), { once: true }),
  );

describe('a request', () => {
  test('goes to the endpoint, wherever that is, in the language asked for', async () => {
    const { api, requests } = client(() => Response.json({}));
    await api.get('/api/availability/access');
    expect(requests[0]!.url).toBe('https://muster.example/sub/api/availability/access');
    expect(requests[0]!.init.headers['accept-language']).toBe('de');
  });

  test('carries the cookie, and the header that tells it from a forged one when it changes something', async () => {
    const { api, requests } = client(() => Response.json({}));
    await api.get('/a');
    await api.send('POST', '/a', { x: 1 });
    await api.send('DELETE', '/a');
    expect(requests.map(({ init }) => init.credentials)).toEqual(['include', 'include', 'include']);
    expect(requests.map(({ init }) => init.headers['x-requested-with'])).toEqual([
      undefined,
      'XMLHttpRequest',
      'XMLHttpRequest',
    ]);
    expect(requests.map(({ init }) => init.headers['content-type'])).toEqual([
      undefined,
      'application/json',
      undefined,
    ]);
  });

  test('says which answer it has, and hears that it still holds', async () => {
    const { api, requests } = client(({ headers }) =>
      headers['if-none-match'] === '"1"'
        ? new Response(null, { status: 304 })
        : Response.json({ n: 1 }, { headers: { etag: '"1"' } }),
    );
    expect(await api.getIfNews('/a', { etag: null })).toEqual({
      ok: true,
      value: { n: 1 },
      etag: '"1"',
      replayed: false,
    });
    expect(await api.getIfNews('/a', { etag: '"1"' })).toEqual({ ok: true, notModified: true });
    expect(requests).toHaveLength(2);
  });

  test('tells what had been done before from what was done now', async () => {
    const { api } = client(() => Response.json({}, { headers: { 'idempotent-replayed': 'true' } }));
    expect(await api.send('POST', '/a', {})).toMatchObject({ ok: true, replayed: true });
  });

  test('has nothing to read in a 204', async () => {
    const { api } = client(() => new Response(null, { status: 204 }));
    expect(await api.send('DELETE', '/a')).toMatchObject({ ok: true, value: null });
  });
});

describe('a request that gets no answer to work with', () => {
  test.each([
    [
      'a refusal',
      () => problem(409, 'Somebody has.'),
      { kind: 'http', status: 409, detail: 'Somebody has.' },
    ],
    [
      'a refusal in HTML',
      () => new Response('<b>', { status: 502 }),
      { kind: 'http', status: 502, detail: '' },
    ],
    ['a broken line', () => Promise.reject(new TypeError('x')), { kind: 'network', status: 0 }],
    ['a page where JSON was due', () => new Response('<html>'), { kind: 'malformed' }],
    ['429', () => problem(429, '', { 'retry-after': '7' }), { status: 429, retryAfterMs: 7_000 }],
  ])('is a problem: %s', async (_, respond, expected) => {
    const { api } = client(respond);
    expect(await api.get('/a')).toEqual({ ok: false, problem: expect.objectContaining(expected) as object });
  });

  test('is given up after its time', async () => {
    const { api } = client(silence, null, 5);
    expect(await api.get('/a')).toMatchObject({ ok: false, problem: { kind: 'timeout' } });
  });

  test('is given up after its time also when somebody else could end it, and garbage is collected', async () => {
    const { api } = client(silence, null, 200);
    const answer = api.get('/a', { signal: new AbortController().signal });
    expect(await whileCollecting(answer)).toMatchObject({ ok: false, problem: { kind: 'timeout' } });
  });

  test('is given up after its time when its answer never ends', async () => {
    const endless = new ReadableStream({ start: (body) => body.enqueue(new TextEncoder().encode('{"a":')) });
    const { api } = client(() => new Response(endless), null, 5);
    expect(await api.get('/a')).toMatchObject({ ok: false, problem: { kind: 'timeout' } });
  });

  test('is dropped when nobody wants it any more', async () => {
    const { api } = client(silence);
    const wanted = new AbortController();
    const answer = api.get('/a', { signal: wanted.signal });
    wanted.abort();
    expect(await answer).toMatchObject({ ok: false, problem: { kind: 'aborted' } });
  });

  test.each([
    ['12', 12_000],
    ['0', 0],
    ['Tue, 10 Mar 2026 19:00:30 GMT', 30_000],
    ['soon', null],
    ['', null],
    [null, null],
  ])('may say when to come back: %j', (header, expected) => {
    expect(retryAfter(header, Date.parse('2026-03-10T19:00:00Z'))).toBe(expected);
  });

  test('is told in the words of the bridge, or in ours where it has none, or names commands', () => {
    const nothing = {
      kind: 'http',
      status: 500,
      title: '',
      code: '',
      detail: '',
      retryAfterMs: null,
    } as const;
    const of = (part: object) => problemText({ ...nothing, ...part }, webEn);
    expect(of({ detail: 'Said so.' })).toBe('Said so.');
    expect(of({ code: 'new_one_day', detail: 'Said so.' })).toBe('Said so.');
    const early = { status: 429, code: 'link_too_soon', detail: 'You had one.', retryAfterMs: 9_000 };
    expect(of(early)).toBe(`${webEn.refusals.link_too_soon} ${webEn.trouble.tooMany(9)}`);
    expect(of({ code: 'cooldown', detail: '`/promote status` shows it.' })).toBe(webEn.refusals.cooldown);
    expect(of({ status: 401 })).toBe(webEn.trouble.signedOut);
    expect(of({ status: 429, retryAfterMs: 2_100 })).toBe(webEn.trouble.tooMany(3));
    expect(of({})).toBe(webEn.trouble.server);
    expect(of({ kind: 'token' })).toBe(webEn.trouble.token);
  });
});

/** Tokens `1`, `2`, …: a new one whenever the last was refused. */
function tokens(): TokenSource & { refusals: string[] } {
  const refusals: string[] = [];
  return {
    refusals,
    current: () => Promise.resolve(String(refusals.length + 1)),
    refused: (token) => void refusals.push(token),
  };
}

describe("with a website's token", () => {
  test('no cookie goes along', async () => {
    const { api, requests } = client(() => Response.json({}), tokens());
    await api.send('POST', '/a', {});
    expect(requests[0]!.init).toMatchObject({ credentials: 'omit', headers: { authorization: 'Bearer 1' } });
    expect(requests[0]!.init.headers).not.toHaveProperty('x-requested-with');
  });

  test('a refused one is replaced, once', async () => {
    const source = tokens();
    const { api, requests } = client(
      ({ headers }) => (headers['authorization'] === 'Bearer 2' ? Response.json({}) : problem(401, 'Old.')),
      source,
    );
    expect(await api.get('/a')).toMatchObject({ ok: true });
    expect(source.refusals).toEqual(['1']);
    expect(requests).toHaveLength(2);
  });

  test('a second refusal is the answer', async () => {
    const { api, requests } = client(() => problem(401, 'No.'), tokens());
    expect(await api.get('/a')).toMatchObject({ ok: false, problem: { status: 401, detail: 'No.' } });
    expect(requests).toHaveLength(2);
  });

  test('nothing is asked where the website gives none', async () => {
    const { api, requests } = client(() => Response.json({}), {
      current: () => Promise.resolve(null),
      refused: () => undefined,
    });
    expect(await api.get('/a')).toMatchObject({ ok: false, problem: { kind: 'token' } });
    expect(requests).toHaveLength(0);
  });
});
