import { describe, expect, test } from 'vitest';
import { endOf, WebsiteTokens } from '../../web/src/token.js';

const NOW = Date.parse('2026-03-10T19:00:00.000Z');
const iso = (ms: number): string => new Date(ms).toISOString();
const jwt = (claims: object): string =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sig`;

/** A website that hands out `token-1`, `token-2`, … good for a minute each. */
function website(answer?: (number: number) => Response | Promise<Response>) {
  const asked: { readonly url: string; readonly init: RequestInit }[] = [];
  const time = { now: NOW };
  const tokens = new WebsiteTokens('https://club.example/token', {
    now: () => time.now,
    fetch: async (url, init) => {
      asked.push({ url, init });
      const token = `token-${asked.length}`;
      return answer?.(asked.length) ?? Response.json({ token, expires_at: iso(time.now + 60_000) });
    },
  });
  return { tokens, asked, time };
}

describe("a website's tokens", () => {
  test("are asked for with the visitor's cookies and kept in no cache", async () => {
    const { tokens, asked } = website();
    expect(await tokens.current()).toBe('token-1');
    expect(asked[0]).toMatchObject({
      url: 'https://club.example/token',
      init: { credentials: 'include', cache: 'no-store' },
    });
  });

  test('are kept until shortly before their end', async () => {
    const { tokens, time } = website();
    await tokens.current();
    time.now += 39_000;
    expect(await tokens.current()).toBe('token-1');
    time.now += 2_000;
    expect(await tokens.current()).toBe('token-2');
  });

  test('are asked for once by any number of requests at a time', async () => {
    const { tokens, asked } = website();
    expect(await Promise.all([tokens.current(), tokens.current(), tokens.current()])).toEqual(
      Array(3).fill('token-1'),
    );
    expect(asked).toHaveLength(1);
  });

  test('are asked for again once the bridge has refused one', async () => {
    const { tokens } = website();
    await tokens.current();
    tokens.refused('token-1');
    expect(await tokens.current()).toBe('token-2');
    tokens.refused('token-1');
    expect(await tokens.current()).toBe('token-2');
  });

  test.each([
    ['says no', () => new Response('', { status: 403 })],
    ['answers no JSON', () => new Response('<html>')],
    ['answers no token', () => Response.json({ token: '' })],
    ['answers null', () => Response.json(null)],
    ['is out of reach', () => Promise.reject(new TypeError('network'))],
  ])('are none when the website %s, and asked for again the next time', async (_, answer) => {
    const { tokens, asked } = website(answer);
    expect(await tokens.current()).toBeNull();
    expect(await tokens.current()).toBeNull();
    expect(asked).toHaveLength(2);
  });
});

describe('when a token ends', () => {
  test('the website says it, as text or in seconds', () => {
    expect(endOf('x', iso(NOW))).toBe(NOW);
    expect(endOf('x', NOW / 1000)).toBe(NOW);
  });

  test('or the token itself does', () => {
    expect(endOf(jwt({ exp: NOW / 1000, name: 'Žižek?>~' }), undefined)).toBe(NOW);
  });

  test.each(['x', '', 'a.b.c', jwt({}), jwt({ exp: 'soon' })])('or nobody: %j', (token) => {
    expect(endOf(token, 'whenever')).toBeNull();
  });
});
