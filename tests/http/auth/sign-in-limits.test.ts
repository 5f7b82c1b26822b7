import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { DiscordStandIn } from '../../../demo/discord/stand-in.js';
import { RefusalCount } from '../../../src/channels/discord/refusal-count.js';
import { SimpleEventBus } from '../../../src/observability/event-bus.js';
import { FakeClock, settled } from '../../support/fake-clock.js';
import { type TestBridge, testBridge } from '../test-bridge.js';
import { Browser } from './browser.js';

const TOKEN = 'POST /oauth2/token';
const UNDER_WAY = '__Host-muster_sign_in';

let discord: DiscordStandIn;
let bridge: TestBridge;
let refusals: RefusalCount;
/** Counting waits for it. */
let counting: Promise<void> | null;

beforeEach(async () => {
  discord = await DiscordStandIn.start();
  const standIn = discord;
  onTestFinished(() => standIn.stop());
  // What is asked is up to our limits alone.
  discord.limits.set(TOKEN, { limit: 1_000, perSeconds: 1 });
  discord.oauth.signInAs(discord.addMember({ name: 'Ada' }).id);
  refusals = new RefusalCount(new FakeClock('2026-11-20T12:00:00Z'), new SimpleEventBus());
  counting = null;
  bridge = await testBridge({
    limits: (limits) => ({
      waitMs: (...asked) => limits.waitMs(...asked),
      take: async (...asked) => {
        await counting;
        return limits.take(...asked);
      },
      giveBack: (...asked) => limits.giveBack(...asked),
      inWindow: (...asked) => Promise.resolve(limits.inWindow(...asked)),
    }),
    bridge: { refusals },
    bridgeSettings: {
      trustedProxies: ['127.0.0.1'],
      signIn: {
        discordApiUrl: discord.url,
        clientId: discord.oauth.clientId,
        clientSecret: discord.oauth.clientSecret,
        sessionSecret: 'what keys the sessions',
      },
    },
  });
});

const exchanges = (): number => discord.traffic.count({ route: TOKEN });
const from = (nth: number): Record<string, string> => ({ 'x-forwarded-for': `203.0.113.${String(nth)}` });

/** Somebody begins a sign-in and brings back a code that is none. */
async function guess(nth: number) {
  const browser = new Browser(bridge);
  const login = await browser.get('/auth/login', from(nth));
  const state = new URL(String(login.headers.location)).searchParams.get('state') ?? '';
  return browser.get(`/auth/callback?code=x&state=${state}`, from(nth));
}

describe('a state', () => {
  test('is good once, though its copies all wait until it is counted whether they may go to Discord', async () => {
    const browser = new Browser(bridge);
    const url = await browser.comeBack();
    const cookie = `${UNDER_WAY}=${browser.cookies.get(UNDER_WAY) ?? ''}`;
    let counted = (): void => undefined;
    counting = new Promise((resolve) => (counted = resolve));
    const answers = Array.from({ length: 5 }, (_, nth) =>
      bridge.ask({ url, headers: { cookie, ...from(nth) } }),
    );
    await settled();
    counted();
    const statuses = (await Promise.all(answers)).map(({ statusCode }) => statusCode).sort();
    expect(statuses).toEqual([303, 400, 400, 400, 400]);
    expect(exchanges()).toBe(1);
  });

  test('is good once, however many copies of its cookie come back with it', async () => {
    const browser = new Browser(bridge);
    const url = await browser.comeBack();
    const cookie = `${UNDER_WAY}=${browser.cookies.get(UNDER_WAY) ?? ''}`;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, nth) => bridge.ask({ url, headers: { cookie, ...from(nth) } })),
    );
    const statuses = answers.map(({ statusCode }) => statusCode).sort();
    expect(statuses).toEqual([303, ...Array.from({ length: 19 }, () => 400)]);
    expect(exchanges()).toBe(1);
  });

  test('is used up by a no, too', async () => {
    const browser = new Browser(bridge);
    const url = await browser.comeBack();
    const cookie = `${UNDER_WAY}=${browser.cookies.get(UNDER_WAY) ?? ''}`;
    const state = new URLSearchParams(url.split('?')[1]).get('state') ?? '';
    const no = `/auth/callback?error=access_denied&state=${state}`;
    expect((await bridge.ask({ url: no, headers: { cookie } })).statusCode).toBe(403);
    expect((await bridge.ask({ url, headers: { cookie } })).json()).toMatchObject({ code: 'sign_in_lost' });
  });
});

describe('sign-ins are taken to Discord', () => {
  test('ten times a minute from one address, sixty times from all', async () => {
    for (let nth = 0; nth < 10; nth += 1) expect((await guess(1)).statusCode).toBe(400);
    const refused = await guess(1);
    expect(refused.json()).toMatchObject({ status: 503, code: 'sign_in_unavailable' });
    expect(refused.headers['retry-after']).toBe('60');
    expect(exchanges()).toBe(10);
    for (let nth = 0; nth < 80; nth += 1) await guess(2 + (nth % 40));
    expect(exchanges()).toBe(60);
    await bridge.app.clock.advance(60_000);
    expect((await guess(1)).statusCode).toBe(400);
  });

  test('not while Discord says to wait: who comes is told how long, and may come back with the same', async () => {
    discord.faults.next({ route: TOKEN }, { kind: 'rate_limit', retryAfterSeconds: 40 });
    const first = await guess(1);
    expect([first.statusCode, first.headers['retry-after']]).toEqual([503, '40']);

    const browser = new Browser(bridge);
    const url = await browser.comeBack('/availability');
    for (let nth = 0; nth < 60; nth += 1) {
      const told = await browser.get(url, from(nth));
      expect([told.statusCode, told.headers['retry-after']]).toEqual([503, '40']);
    }
    // A browser is sent to its page, which says so.
    const page = await browser.get(url, { accept: 'text/html' });
    expect(page.headers.location).toBe('/availability?sign_in_error=unavailable');
    expect(exchanges()).toBe(1);

    await bridge.app.clock.advance(40_000);
    expect((await browser.get(url)).statusCode).toBe(303);
  });

  test('not while Discord has refused too much already, and what it refuses here counts', async () => {
    discord.faults.next({ route: TOKEN }, { kind: 'rate_limit', retryAfterSeconds: 1 });
    await guess(1);
    expect(refusals.recent).toBe(1);
    await bridge.app.clock.advance(1_000);
    for (let nth = 0; nth < 5_000; nth += 1) refusals.saw(403, null);
    const refused = await guess(1);
    expect(refused.statusCode).toBe(503);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(exchanges()).toBe(1);
  });
});
