import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { DiscordStandIn } from '../../../demo/discord/stand-in.js';
import { Sessions } from '../../../src/http/auth/sessions.js';
import { applyRetention } from '../../../src/upkeep/apply-retention.js';
import { erasePerson } from '../../../src/services/erase-person.js';
import { expectConformingTraffic } from '../../contract/assert-traffic.js';
import { ORIGIN, type TestBridge, testBridge } from '../test-bridge.js';
import { Browser } from './browser.js';

const HOUR = 60 * 60_000;
const SESSION = '__Host-muster_session';
const UNDER_WAY = '__Host-muster_sign_in';

let discord: DiscordStandIn;
let bridge: TestBridge;
let browser: Browser;
let ada: string;
let isSure: () => boolean;

beforeEach(async () => {
  discord = await DiscordStandIn.start();
  const standIn = discord;
  onTestFinished(() => standIn.stop());
  ada = discord.addMember({ name: 'Ada' }).id;
  discord.oauth.signInAs(ada);
  isSure = () => true;
  bridge = await testBridge({
    bridge: { isSure: () => isSure() },
    bridgeSettings: {
      signIn: {
        discordApiUrl: discord.url,
        clientId: discord.oauth.clientId,
        clientSecret: discord.oauth.clientSecret,
        sessionSecret: 'what keys the sessions',
      },
    },
  });
  browser = new Browser(bridge);
});

const requests = (route: string) => discord.traffic.all.filter((exchange) => exchange.route === route);

describe('signing in', () => {
  test('goes by Discord and ends where it began, signed in', async () => {
    const answer = await browser.signIn('/availability?day=tomorrow#me');
    expect(answer.statusCode).toBe(303);
    expect(answer.headers.location).toBe('/availability?day=tomorrow#me');
    expect(await browser.user()).toBe(ada);
    expectConformingTraffic(discord);
  });

  test('asks Discord for nothing but who it is, with PKCE and a state', async () => {
    const { headers, cookies } = await browser.get('/auth/login');
    const page = new URL(String(headers.location));
    expect(`${page.origin}${page.pathname}`).toBe(`${discord.url}/oauth2/authorize`);
    expect(Object.fromEntries(page.searchParams)).toEqual({
      response_type: 'code',
      client_id: discord.oauth.clientId,
      scope: 'identify',
      redirect_uri: `${ORIGIN}/auth/callback`,
      state: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge_method: 'S256',
      prompt: 'none',
    });
    expect(cookies).toEqual([
      {
        name: UNDER_WAY,
        value: expect.any(String) as string,
        path: '/',
        httpOnly: true,
        secure: true,
        sameSite: 'Lax',
        maxAge: 600,
      },
    ]);
    // The cookie is sealed: neither the state nor the verifier can be read from it.
    expect(Buffer.from(cookies[0]!.value, 'base64url').toString()).not.toContain(
      page.searchParams.get('state'),
    );
  });

  test('shows Discord at the end what it had only seen the digest of', async () => {
    const { headers } = await browser.get('/auth/login');
    const page = await fetch(String(headers.location), { redirect: 'manual' });
    const back = new URL(page.headers.get('location')!);
    await browser.get(back.pathname + back.search);
    const form = requests('POST /oauth2/token')[0]!.requestBody as Record<string, string>;
    const challenge = new URL(String(headers.location)).searchParams.get('code_challenge');
    expect(createHash('sha256').update(form['code_verifier']!).digest('base64url')).toBe(challenge);
  });

  test('throws Discord’s token away', async () => {
    await browser.signIn();
    expect(discord.oauth.tokens).toEqual([]);
    expect(requests('POST /oauth2/token/revoke')).toHaveLength(1);
  });

  test('sets a cookie that scripts and other sites do not get, for 12 hours', async () => {
    const { cookies } = await browser.signIn();
    expect(cookies.find(({ name }) => name === SESSION)).toEqual({
      name: SESSION,
      value: expect.stringMatching(/^[\w-]{43}$/) as string,
      path: '/',
      httpOnly: true,
      secure: true,
      sameSite: 'Lax',
      maxAge: 12 * 60 * 60,
    });
    await bridge.app.advance(12 * HOUR - 1);
    expect(await browser.user()).toBe(ada);
    await bridge.app.advance(1);
    expect(await browser.user()).toBeNull();
  });

  test('begins a session of its own each time, and ends the one the browser had', async () => {
    await browser.signIn();
    const former = browser.cookies.get(SESSION)!;
    await browser.signIn();
    expect(browser.cookies.get(SESSION)).not.toBe(former);
    const thief = new Browser(bridge);
    thief.cookies.set(SESSION, former);
    expect(await thief.user()).toBeNull();
    expect(await bridge.app.rows('SELECT * FROM sessions')).toHaveLength(1);
  });

  test('takes no session that somebody put into the browser', async () => {
    browser.cookies.set(SESSION, 'chosen-by-an-attacker');
    await browser.signIn();
    expect(browser.cookies.get(SESSION)).not.toBe('chosen-by-an-attacker');
  });

  test('is kept by a digest only', async () => {
    await browser.signIn();
    const id = browser.cookies.get(SESSION)!;
    expect(JSON.stringify(await bridge.app.rows('SELECT * FROM sessions'))).not.toContain(id);
  });
});

describe('a sign-in that comes to nothing', () => {
  const expectProblem = async (url: string, status: number, code: string): Promise<void> => {
    const answer = await browser.get(url);
    expect({ status: answer.statusCode, ...answer.json<object>() }).toMatchObject({ status, code });
    expect(await browser.user()).toBeNull();
  };

  test('for the process was held up as the session began comes back to the page, and can be tried again', async () => {
    const url = await browser.comeBack();
    let asked = 0;
    isSure = () => (asked += 1) <= 1;
    const answer = await browser.get(url, { accept: 'text/html' });
    expect(asked).toBe(2);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/?sign_in_error=unavailable']);
    expect(await browser.user()).toBeNull();
    isSure = () => true;
    await browser.signIn();
    expect(await browser.user()).toBe(ada);
  });

  test.each([
    ['of another browser', () => browser.cookies.delete(UNDER_WAY)],
    ['with a foreign cookie', () => browser.cookies.set(UNDER_WAY, 'x.y.z')],
  ])('a callback %s is refused before Discord is asked', async (_, change) => {
    const url = await browser.comeBack();
    change();
    await expectProblem(url, 400, 'sign_in_lost');
    expect(requests('POST /oauth2/token')).toEqual([]);
  });

  test('so is one with another state', async () => {
    const url = await browser.comeBack();
    await expectProblem(url.replace(/state=[^&]+/, `state=${'A'.repeat(43)}`), 400, 'sign_in_lost');
    await expectProblem(url.replace(/state=[^&]+&?/, ''), 400, 'sign_in_lost');
  });

  test('so is one of somebody else’s sign-in, with which they would have us act as them', async () => {
    const mallory = new Browser(bridge);
    const theirs = await mallory.comeBack();
    await browser.comeBack();
    await expectProblem(theirs, 400, 'sign_in_lost');
  });

  test('so is one that took more than 10 minutes', async () => {
    const url = await browser.comeBack();
    await bridge.app.advance(10 * 60_000 + 1_000);
    await expectProblem(url, 400, 'sign_in_lost');
  });

  test('a code that was used is refused, by us and by Discord', async () => {
    const url = await browser.comeBack();
    const cookie = browser.cookies.get(UNDER_WAY)!;
    await browser.get(url);
    const thief = new Browser(bridge);
    expect((await thief.get(url)).json()).toMatchObject({ code: 'sign_in_lost' });
    thief.cookies.set(UNDER_WAY, cookie);
    expect((await thief.get(url)).json()).toMatchObject({ status: 400, code: 'sign_in_lost' });
    expect(await thief.user()).toBeNull();
    expect(await browser.user()).toBe(ada);
  });

  test('who says no on Discord’s page is told so', async () => {
    discord.oauth.deny();
    await expectProblem(await browser.comeBack(), 403, 'sign_in_denied');
  });

  test('a browser goes back to its page, which says why', async () => {
    discord.oauth.deny();
    const answer = await browser.signIn('/availability?a=1#b', { accept: 'text/html,*/*;q=0.8' });
    expect(answer.statusCode).toBe(303);
    expect(answer.headers.location).toBe('/availability?a=1&sign_in_error=denied#b');
  });

  test('Discord that is down is told as that, and logged', async () => {
    const url = await browser.comeBack();
    await discord.pauseHttp();
    await expectProblem(url, 503, 'sign_in_unavailable');
    expect(bridge.app.eventsOf('sign_in_failed')).toEqual([{ type: 'sign_in_failed', why: 'unavailable' }]);
  });

  test.each([
    ['POST /oauth2/token', { kind: 'status', status: 500, body: 'oops' }],
    ['POST /oauth2/token', { kind: 'status', status: 200, body: '<html>' }],
    ['POST /oauth2/token', { kind: 'reset' }],
    ['POST /oauth2/token', { kind: 'rate_limit', retryAfterSeconds: 5 }],
    ['GET /users/@me', { kind: 'status', status: 200, body: '{"id": "not an id"}' }],
    ['GET /users/@me', { kind: 'reset' }],
  ] as const)('%s in trouble (%o) signs nobody in', async (route, fault) => {
    const url = await browser.comeBack();
    discord.faults.next({ route }, fault);
    await expectProblem(url, 503, 'sign_in_unavailable');
    expect(discord.oauth.tokens.length).toBeLessThanOrEqual(route.startsWith('GET') ? 0 : 1);
  });

  test('credentials Discord refuses are for the operator to mend, and the log says which', async () => {
    const wrong = await testBridge({
      bridgeSettings: {
        signIn: {
          discordApiUrl: discord.url,
          clientId: discord.oauth.clientId,
          clientSecret: 'out of date',
          sessionSecret: 'what keys the sessions',
        },
      },
    });
    const answer = await new Browser(wrong).signIn();
    expect(answer.json()).toMatchObject({ status: 503, code: 'sign_in_unavailable' });
    expect(wrong.app.eventsOf('sign_in_failed')).toEqual([{ type: 'sign_in_failed', why: 'misconfigured' }]);
  });

  test('where it is not set up, it says what is missing', async () => {
    const off = await testBridge({
      bridgeSettings: { publicUrl: null, signIn: null, signInNeeds: ['BRIDGE_PUBLIC_URL'] },
    });
    for (const url of ['/auth/login', '/auth/callback?code=a&state=b']) {
      const answer = await off.ask({ url });
      expect(answer.json()).toMatchObject({
        status: 503,
        code: 'sign_in_off',
        detail: expect.stringContaining('BRIDGE_PUBLIC_URL') as string,
      });
    }
  });

  test.each([
    ['where it is not set up', '/auth/login', 'off'],
    ['with an address it may not go back to', '/auth/login?return_to=//evil.example', 'refused'],
    ['with an answer that belongs to nothing', '/auth/callback?code=a&state=b', 'lost'],
  ])('a refusal %s comes back to the page, not as raw JSON', async (_, url, why) => {
    const asked =
      why === 'off' ? await testBridge({ bridgeSettings: { publicUrl: null, signIn: null } }) : bridge;
    const answer = await asked.ask({ url, headers: { accept: 'text/html,*/*' } });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `/?sign_in_error=${why}`]);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'availability', ''])(
    'return_to=%s is refused before anybody is sent anywhere',
    async (returnTo) => {
      const answer = await browser.get(`/auth/login?return_to=${encodeURIComponent(returnTo)}`);
      expect(answer.json()).toMatchObject({ status: 400, code: 'bad_return_to' });
    },
  );
});

describe('signing out', () => {
  test('ends the session, and with it every copy of the cookie', async () => {
    await browser.signIn();
    const copy = new Browser(bridge);
    copy.cookies.set(SESSION, browser.cookies.get(SESSION)!);
    expect((await browser.post('/auth/logout')).statusCode).toBe(204);
    expect(browser.cookies.has(SESSION)).toBe(false);
    expect(await copy.user()).toBeNull();
  });

  test('leaves other browsers alone, unless everywhere is asked for', async () => {
    const phone = new Browser(bridge);
    await browser.signIn();
    await phone.signIn();
    const bob = discord.addMember({ name: 'Bob' }).id;
    discord.oauth.signInAs(bob);
    const bobs = new Browser(bridge);
    await bobs.signIn();

    const tablet = new Browser(bridge);
    discord.oauth.signInAs(ada);
    await tablet.signIn();
    await tablet.post('/auth/logout', {});
    expect([await browser.user(), await phone.user(), await bobs.user()]).toEqual([ada, ada, bob]);

    await browser.post('/auth/logout', { everywhere: true });
    expect([await browser.user(), await phone.user(), await bobs.user()]).toEqual([null, null, bob]);
  });

  test('is nothing a foreign page can do', async () => {
    await browser.signIn();
    const answer = await browser.post('/auth/logout', {}, { origin: 'https://evil.example' });
    expect(answer.statusCode).toBe(403);
    expect(await browser.user()).toBe(ada);
  });

  test('does no harm to who is not signed in', async () => {
    expect((await browser.post('/auth/logout')).statusCode).toBe(204);
  });
});

describe('a session', () => {
  test('is noted as seen only now and then', async () => {
    await browser.signIn();
    const seen = async () =>
      (await bridge.app.rows<{ last_seen_at: string }>('SELECT * FROM sessions'))[0]!.last_seen_at;
    const first = await seen();
    await bridge.app.advance(4 * 60_000);
    await browser.user();
    expect(await seen()).toBe(first);
    await bridge.app.advance(60_000);
    await browser.user();
    expect(Date.parse(await seen()) - Date.parse(first)).toBe(5 * 60_000);
  });

  test('outlives a restart, and not a change of its secret', async () => {
    await browser.signIn();
    const id = browser.cookies.get(SESSION)!;
    const { context } = bridge.app;
    expect(await new Sessions(context, 'what keys the sessions').userOf(id)).toBe(ada);
    expect(await new Sessions(context, 'another secret').userOf(id)).toBeNull();
  });

  test('does not begin where its person has their data erased while Discord takes its time', async () => {
    const { database, context } = bridge.app;
    const address = await browser.comeBack();
    const own = database.withTransaction.bind(database);
    database.withTransaction = async (fn) => {
      database.withTransaction = own;
      await erasePerson(context, { userId: ada });
      return own(fn);
    };
    const answer = await browser.get(address);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'sign_in_lost' });
    expect(browser.cookies.has(SESSION)).toBe(false);
    expect(await bridge.app.rows('SELECT 1 FROM sessions')).toEqual([]);
    await browser.signIn();
    expect(await browser.user()).toBe(ada);
  });

  test('ends when its person erases their data', async () => {
    await browser.signIn();
    const copy = new Browser(bridge);
    copy.cookies.set(SESSION, browser.cookies.get(SESSION)!);
    await erasePerson(bridge.app.context, { userId: ada });
    expect(await copy.user()).toBeNull();
  });

  test('that has expired is swept away with what is old', async () => {
    await browser.signIn();
    await bridge.app.advance(12 * HOUR + 1);
    await applyRetention(bridge.app.context);
    expect(await bridge.app.rows('SELECT * FROM sessions')).toEqual([]);
  });

  test('is told of in what is kept about a person', async () => {
    await browser.signIn();
    const told = (await browser.get('/api/privacy')).json<{ sessions: unknown[] }>();
    expect(told.sessions).toEqual([
      {
        signed_in_at: '2026-03-10T19:30:07.123Z',
        last_seen_at: '2026-03-10T19:30:07.123Z',
        expires_at: '2026-03-11T07:30:07.123Z',
      },
    ]);
  });
});

test('by plain http the cookies are neither Secure nor prefixed, so that a browser takes them', async () => {
  const plain = await testBridge({
    bridgeSettings: {
      publicUrl: 'http://127.0.0.1:8080',
      signIn: {
        discordApiUrl: discord.url,
        clientId: discord.oauth.clientId,
        clientSecret: discord.oauth.clientSecret,
        sessionSecret: 'what keys the sessions',
      },
    },
  });
  const { cookies } = await new Browser(plain).signIn();
  expect(cookies.map(({ name, secure }) => [name, secure ?? false])).toContainEqual([
    'muster_session',
    false,
  ]);
});

test('nothing secret is told in any event, and so in any log line', async () => {
  const url = await browser.comeBack();
  const secrets = [
    new URL(url, ORIGIN).searchParams.get('code')!,
    new URL(url, ORIGIN).searchParams.get('state')!,
    browser.cookies.get(UNDER_WAY)!,
    discord.oauth.clientSecret,
  ];
  await browser.get(url);
  secrets.push(browser.cookies.get(SESSION)!);
  await browser.get(url);
  const told = JSON.stringify(bridge.app.events, (_, value: unknown) =>
    value instanceof Error ? [value.message, value.stack] : value,
  );
  for (const secret of secrets) expect(told).not.toContain(secret);
});
