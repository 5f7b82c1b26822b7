import { describe, expect, it } from 'vitest';
import type { NoticeSettingsBody, Subscriptions } from '../../src/contract/notice-settings.js';
import type { TestApp } from '../support/test-app.js';
import { ID, ORIGIN, testBridge, type TestBridge } from './test-bridge.js';

const API = '/api/availability';
const EVERY_CHANNEL = { channels: ['discord', 'telegram', 'signal'] as const };

async function aBridge(options: Parameters<TestBridge['put']>[1] = {}): Promise<TestBridge> {
  const bridge = await testBridge(EVERY_CHANNEL);
  await bridge.put('linked', options);
  return bridge;
}

const post = (bridge: TestBridge, body: object, who: string = ID.linked) =>
  bridge.as(who, 'POST', `${API}/settings`, body);
const settings = async (bridge: TestBridge): Promise<NoticeSettingsBody> =>
  (await bridge.as(ID.linked, 'GET', `${API}/settings`)).json();

/** What the page of the original website sends when somebody presses Save: all of its form. */
async function saves(bridge: TestBridge, changes: Partial<NoticeSettingsBody>) {
  const {
    sound_enabled,
    availability_reminders_enabled,
    sound_cooldown_seconds,
    timezone,
    discord_notify,
    telegram_notify,
    signal_notify,
  } = await settings(bridge);
  const form = { sound_enabled, availability_reminders_enabled, sound_cooldown_seconds, timezone };
  return post(bridge, { ...form, discord_notify, telegram_notify, signal_notify, ...changes });
}

async function kept(app: TestApp): Promise<unknown> {
  const [row = {}] = await app.rows<Record<string, unknown>>(
    `SELECT allow_promotions, allow_questions, allow_ready_notices, ready_sound, preferred_channel, discord_dms, timezone
     FROM subscription_preferences WHERE user_id = ?`,
    ID.linked,
  );
  // SQLite keeps a yes as 1.
  const said = (value: unknown): unknown => (typeof value === 'number' ? value === 1 : value);
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, said(value)]));
}

async function trail(app: TestApp): Promise<string[]> {
  const rows = await app.rows<{ action: string }>(
    'SELECT action FROM account_link_audit_log WHERE user_id = ? ORDER BY id',
    ID.linked,
  );
  return rows.map(({ action }) => action);
}

const OFF = {
  allow_promotions: false,
  allow_questions: false,
  allow_ready_notices: false,
  ready_sound: false,
  preferred_channel: 'any',
  discord_dms: true,
  timezone: null,
};

describe('settings with a switch for each channel', () => {
  it('are told as they are: off until somebody says yes, by both addresses', async () => {
    const bridge = await aBridge();
    const none = { allow_questions: false, allow_ready_notices: false };
    const expected = {
      user_id: ID.linked,
      sound_enabled: false,
      get_ready_sound: false,
      sound_cooldown_seconds: 3_600,
      availability_reminders_enabled: false,
      threshold_notify: false,
      timezone: null,
      server_timezone: 'Europe/Ljubljana',
      discord_notify: false,
      telegram_notify: false,
      signal_notify: false,
      subscriptions: [
        {
          channel_type: 'discord',
          enabled: false,
          channel_address: ID.linked,
          verified: true,
          preferences: none,
        },
        {
          channel_type: 'telegram',
          enabled: false,
          channel_address: null,
          verified: false,
          preferences: none,
        },
        { channel_type: 'signal', enabled: false, channel_address: null, verified: false, preferences: none },
      ],
    };
    expect(await settings(bridge)).toEqual(expected);
    expect((await bridge.as(ID.linked, 'GET', `${API}/preferences`)).json()).toEqual(expected);
  });

  it('change what is kept of the preferences, and those tell it', async () => {
    const bridge = await aBridge();
    const changed = await post(bridge, {
      sound_enabled: true,
      availability_reminders_enabled: true,
      timezone: 'europe/london',
      sound_cooldown_seconds: 3_600,
    });
    expect(changed.json()).toMatchObject({
      success: true,
      sound_enabled: true,
      get_ready_sound: true,
      availability_reminders_enabled: true,
      threshold_notify: false,
      timezone: 'Europe/London',
      discord_notify: true,
    });
    expect((await bridge.as(ID.linked, 'GET', `${API}/promotion-preferences`)).json()).toMatchObject({
      allow_promotions: false,
      allow_questions: true,
      allow_ready_notices: false,
      ready_sound: true,
      timezone: 'Europe/London',
    });
    expect(await trail(bridge.app)).toEqual(['questions_allowed']);
    const other = await bridge.as(ID.linked, 'POST', `${API}/preferences`, {
      get_ready_sound: false,
      threshold_notify: true,
    });
    expect(other.json()).toMatchObject({ success: true, sound_enabled: false, threshold_notify: true });
    expect(await trail(bridge.app)).toEqual(['questions_allowed', 'ready_notices_allowed']);
  });

  it('a form that is sent back as it was shown changes nothing', async () => {
    const bridge = await aBridge({ asked: true, channels: ['telegram'], timezone: 'Europe/London' });
    const [before, shown] = [await kept(bridge.app), await settings(bridge)];
    expect(shown).toMatchObject({ telegram_notify: true, discord_notify: false });
    const { subscriptions, user_id, server_timezone, ...form } = shown;
    expect([subscriptions.length, user_id, server_timezone]).toBeTruthy();
    expect((await post(bridge, form)).json()).toEqual({ success: true, ...shown });
    expect((await saves(bridge, {})).json()).toEqual({ success: true, ...shown });
    expect(await kept(bridge.app)).toEqual(before);
    expect(await trail(bridge.app)).toEqual([]);
  });

  it('a channel that is turned on is a yes, and the one that Muster writes by first', async () => {
    const bridge = await aBridge({ channels: ['telegram'], discordDms: false });
    const on = await saves(bridge, { telegram_notify: true });
    // The form said that reminders are off.
    expect(on.json()).toMatchObject({
      telegram_notify: true,
      threshold_notify: true,
      availability_reminders_enabled: false,
    });
    expect(await kept(bridge.app)).toMatchObject({
      preferred_channel: 'any',
      allow_ready_notices: true,
      allow_questions: false,
    });
    const other = await saves(bridge, { telegram_notify: false, discord_notify: true });
    expect(other.json()).toMatchObject({
      telegram_notify: false,
      discord_notify: true,
      threshold_notify: true,
    });
    expect(await kept(bridge.app)).toMatchObject({
      preferred_channel: 'discord',
      discord_dms: true,
      allow_questions: false,
    });
    expect(await trail(bridge.app)).toEqual(['ready_notices_allowed']);
  });

  it('the channel that is turned off ends both, and leaves pings as they are', async () => {
    const bridge = await aBridge({ asked: true, told: true, optedIn: true });
    const off = await saves(bridge, { discord_notify: false });
    expect(off.json()).toMatchObject({
      discord_notify: false,
      availability_reminders_enabled: false,
      threshold_notify: false,
    });
    expect(await kept(bridge.app)).toEqual({ ...OFF, allow_promotions: true });
    expect(await trail(bridge.app)).toEqual(['questions_refused', 'ready_notices_refused']);
  });

  it('nothing of a change is kept where something of it is refused', async () => {
    const bridge = await aBridge();
    const wrong: [object, number, string][] = [
      [{ telegram_notify: true }, 403, 'channel_not_linked'],
      [{ telegram_notify: true, discord_notify: true }, 422, 'one_channel'],
      [{ availability_reminders_enabled: true, discord_notify: false }, 422, 'no_channel_on'],
      [{ sound_cooldown_seconds: 480 }, 422, 'sound_once'],
      [{ timezone: 'Mars/Olympus' }, 400, 'invalid_timezone'],
    ];
    for (const [body, status, code] of wrong) {
      const refused = await post(bridge, { sound_enabled: true, ...body });
      expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([status, code]);
    }
    for (const body of [{ discord_notify: 'yes' }, { sound_cooldown_seconds: '480' }, []])
      expect((await post(bridge, body)).statusCode).toBe(400);
    expect(await kept(bridge.app)).toEqual(OFF);
    expect(await trail(bridge.app)).toEqual([]);
  });

  it('a no is open to whoever is not linked, has left, or while Discord gives no answer; a yes is not', async () => {
    for (const body of [
      { availability_reminders_enabled: false, threshold_notify: false },
      { discord_notify: false },
      // All of the form, of which one switch was pressed.
      {
        ...{ sound_enabled: false, sound_cooldown_seconds: 3_600, timezone: null },
        ...{
          availability_reminders_enabled: true,
          discord_notify: false,
          telegram_notify: false,
          signal_notify: false,
        },
      },
    ]) {
      const bridge = await aBridge({ asked: true, told: true, linked: false });
      expect((await post(bridge, { sound_enabled: true })).statusCode).toBe(403);
      bridge.app.directory.available = false;
      expect((await post(bridge, { sound_enabled: true })).statusCode).toBe(503);
      expect((await post(bridge, body)).statusCode).toBe(200);
      expect(await kept(bridge.app)).toEqual(OFF);
    }
    const bridge = await aBridge({ asked: true });
    bridge.app.directory.leave(ID.linked);
    expect((await post(bridge, { discord_notify: false })).statusCode).toBe(200);
    expect(await kept(bridge.app)).toEqual(OFF);
  });

  it('a browser’s cookie needs the header for them', async () => {
    const bridge = await aBridge();
    const ask = async (headers: Record<string, string>) =>
      bridge.ask({
        method: 'POST',
        url: `${API}/settings`,
        payload: { sound_enabled: true },
        headers: { ...(await bridge.cookie(ID.linked)), origin: ORIGIN, ...headers },
      });
    expect((await ask({})).statusCode).toBe(403);
    expect((await ask({ 'x-requested-with': 'XMLHttpRequest' })).statusCode).toBe(200);
  });
});

describe('a subscription', () => {
  const subscribe = (bridge: TestBridge, body: object) =>
    bridge.as(ID.linked, 'POST', `${API}/subscriptions`, body);

  it('is told for each channel, with addresses masked', async () => {
    const bridge = await aBridge({ told: true, channels: ['telegram', 'signal'], preferred: 'signal' });
    const answer = await bridge.as(ID.linked, 'GET', `${API}/subscriptions`);
    const { user_id, subscriptions } = answer.json<Subscriptions>();
    expect(user_id).toBe(ID.linked);
    expect(
      subscriptions.map(({ channel_type, enabled, verified }) => [channel_type, enabled, verified]),
    ).toEqual([
      ['discord', false, true],
      ['telegram', false, true],
      ['signal', true, true],
    ]);
    expect(subscriptions.map(({ channel_address }) => channel_address)).toEqual([ID.linked, 'Th•••', '•••']);
    expect(answer.body).not.toContain('address of');
  });

  it('is turned on with the consents it names, and off with both', async () => {
    const bridge = await aBridge({ channels: ['signal'] });
    const preferences = { allow_questions: true, allow_ready_notices: false };
    const on = await subscribe(bridge, { channel_type: 'signal', enabled: true, preferences });
    expect(on.json()).toEqual({
      ...{ success: true, user_id: ID.linked, channel_type: 'signal', enabled: true },
      ...{ channel_address: '•••', verified: true, preferences },
    });
    expect(await trail(bridge.app)).toEqual(['questions_allowed']);
    const idle = await subscribe(bridge, { channel_type: 'discord', enabled: false });
    expect(idle.json()).toMatchObject({ channel_type: 'discord', enabled: false, preferences });
    const off = await subscribe(bridge, { channel_type: 'signal', enabled: false });
    expect(off.json()).toMatchObject({ enabled: false, preferences: { allow_questions: false } });
    expect(await kept(bridge.app)).toEqual(OFF);
  });

  it('takes no channel that is not linked, no typed address, and no key that would do nothing', async () => {
    const bridge = await aBridge({ channels: ['signal'] });
    const wrong: [object, number, string | undefined][] = [
      [{ channel_type: 'telegram', enabled: true }, 403, 'channel_not_linked'],
      [{ channel_type: 'signal', enabled: true, channel_address: '+38640000000' }, 422, 'handle_typed'],
      [{ channel_type: 'signal', enabled: true, preferences: { volume: 11 } }, 400, undefined],
      [{ channel_type: 'pigeon', enabled: true }, 400, undefined],
      [{ channel_type: 'signal' }, 400, undefined],
    ];
    for (const [body, status, code] of wrong) {
      const refused = await subscribe(bridge, body);
      expect([refused.statusCode, refused.json<{ code?: string }>().code]).toEqual([status, code]);
    }
    expect(await kept(bridge.app)).toEqual(OFF);
  });

  it('is deleted with its link, once', async () => {
    const bridge = await aBridge({ told: true, channels: ['telegram'] });
    bridge.app.directory.available = false;
    const end = async () =>
      (await bridge.as(ID.linked, 'DELETE', `${API}/subscriptions/telegram`)).json<object>();
    expect(await end()).toEqual({ success: true, channel_type: 'telegram', unlinked: true });
    expect(await end()).toEqual({ success: true, channel_type: 'telegram', unlinked: false });
    expect(await trail(bridge.app)).toEqual(['channel_unlinked']);
    expect((await bridge.as(ID.linked, 'DELETE', `${API}/subscriptions/discord`)).statusCode).toBe(400);
  });
});

it('a link can not be confirmed over HTTP, and the token stays good for the channel', async () => {
  const bridge = await aBridge();
  const asked = await bridge.as(ID.linked, 'POST', `${API}/link-token`, { channel_type: 'telegram' });
  const { token } = asked.json<{ token: string }>();
  const before = await bridge.app.rows('SELECT * FROM availability_channel_links');
  const body = { channel_type: 'telegram', token, channel_address: '4711' };
  const refused = await bridge.as(ID.linked, 'POST', `${API}/link-confirm`, body);
  expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([
    422,
    'confirmed_from_channel',
  ]);
  expect(await bridge.app.rows('SELECT * FROM availability_channel_links')).toEqual(before);
});

it('planning and bets, which are not here, are problems like anything that is not', async () => {
  const bridge = await aBridge();
  for (const [method, url] of [
    ['GET', '/api/planning/today'],
    ['POST', '/api/planning/today/join'],
    ['GET', '/api/bets/wallet'],
    ['GET', '/api/bets/market/current'],
    ['POST', '/api/bets/market/1/bet'],
  ] as const) {
    const answer = await bridge.as(ID.linked, method, url, method === 'POST' ? {} : undefined);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([404, 'application/problem+json']);
  }
});
