import { beforeAll, describe, expect, it } from 'vitest';
import type { Person } from './person.js';
import { aSharedEvening, type Evening, messages } from './support.js';

const ORIGIN = 'https://muster.example.org';
const API = '/api/availability';
const PLAYERS = {
  ana: { optedIn: false, status: null },
  tia: { phone: 'telegram', optedIn: false },
} as const;

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** A browser on the page of the original website: it has a cookie, and sends what that page sends. */
class Browser {
  private constructor(
    private readonly url: string,
    private readonly cookie: string,
  ) {}

  static async signIn(evening: Evening<keyof typeof PLAYERS>, url: string, who: Person): Promise<Browser> {
    evening.discord.oauth.signInAs(who.id);
    const cookieOf = (answer: Response, name: string): string =>
      answer.headers
        .getSetCookie()
        .find((cookie) => cookie.startsWith(name))
        ?.split(';')[0] ?? '';
    const login = await fetch(`${url}/auth/login?return_to=/availability`, { redirect: 'manual' });
    const page = await fetch(login.headers.get('location') ?? '', { redirect: 'manual' });
    const back = new URL(page.headers.get('location') ?? '');
    const callback = await fetch(`${url}${back.pathname}${back.search}`, {
      redirect: 'manual',
      headers: { cookie: cookieOf(login, '') },
    });
    return new Browser(url, cookieOf(callback, '__Host-muster_session='));
  }

  get(path: string): Promise<Answer> {
    return this.#ask('GET', path);
  }

  post(path: string, body: object): Promise<Answer> {
    return this.#ask('POST', path, body);
  }

  delete(path: string): Promise<Answer> {
    return this.#ask('DELETE', path);
  }

  async #ask(method: string, path: string, body?: object): Promise<Answer> {
    const answer = await fetch(this.url + path, {
      method,
      headers: {
        cookie: this.cookie,
        origin: ORIGIN,
        'x-requested-with': 'XMLHttpRequest',
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  }
}

/** The fields of the page's form, as it was told them. */
function formOf({ body }: Answer): Record<string, unknown> {
  const fields = [
    ...['sound_enabled', 'sound_cooldown_seconds', 'availability_reminders_enabled', 'timezone'],
    ...['discord_notify', 'telegram_notify', 'signal_notify'],
  ];
  return Object.fromEntries(fields.map((field) => [field, body[field]]));
}

describe('the page of the original website', () => {
  let evening: Evening<keyof typeof PLAYERS>;
  let url: string;

  beforeAll(async () => {
    evening = await aSharedEvening({
      players: PLAYERS,
      reminderIn: 600,
      startIn: 1_200,
      env: (discord) => ({
        DISCORD_CLIENT_ID: discord.oauth.clientId,
        DISCORD_CLIENT_SECRET: discord.oauth.clientSecret,
        BRIDGE_SESSION_SECRET: 'a-secret-of-the-sessions-of-this-very-test',
        BRIDGE_PUBLIC_URL: ORIGIN,
      }),
    });
    url = String((await evening.bot.waitForEvent('bridge_listening'))['url']);
  });

  it('opens, answers for tonight, and saves its settings with a channel, reminders and the sound', async () => {
    const { ana } = evening.people;
    const page = await Browser.signIn(evening, url, ana);
    expect((await page.get(`${API}/access`)).body).toMatchObject({ linked_discord: true, can_submit: true });
    expect((await page.get(`${API}?include_users=true`)).status).toBe(200);
    expect((await page.get('/api/planning/today')).status).toBe(404);
    expect((await page.get('/api/bets/market/current')).status).toBe(404);
    expect((await page.post(API, { date: evening.date, status: 'LOOKING' })).body).toMatchObject({
      success: true,
    });

    const shown = await page.get(`${API}/settings`);
    expect(shown.body).toMatchObject({ discord_notify: false, availability_reminders_enabled: false });
    const unlinked = await page.post(`${API}/settings`, { ...formOf(shown), telegram_notify: true });
    expect([unlinked.status, unlinked.body['code']]).toEqual([403, 'channel_not_linked']);
    const saved = await page.post(`${API}/settings`, {
      ...formOf(shown),
      ...{ discord_notify: true, availability_reminders_enabled: true, sound_enabled: true },
    });
    expect(saved.body).toMatchObject({
      ...{ success: true, discord_notify: true, availability_reminders_enabled: true, sound_enabled: true },
      threshold_notify: true,
    });
    // Discord says the same.
    const panel = (await ana.uses('preferences')).text();
    expect(panel).not.toContain(messages.panel.consents.questions.off);
    expect(panel).toContain(messages.panel.consents.calls.off);
    const again = await page.get(`${API}/preferences`);
    expect(formOf(again)).toEqual(formOf(saved));
    expect((await page.post(`${API}/preferences`, formOf(again))).body).toMatchObject(again.body);

    const off = await page.post(`${API}/settings`, { ...formOf(again), discord_notify: false });
    expect(off.body).toMatchObject({
      discord_notify: false,
      availability_reminders_enabled: false,
      sound_enabled: true,
    });
    expect((await page.get(`${API}/promotion-preferences`)).body).toMatchObject({
      ...{ allow_promotions: false, allow_questions: false, allow_ready_notices: false, ready_sound: true },
    });
  });

  it('asks for a token, which only Telegram itself confirms', async () => {
    const { ana } = evening.people;
    const page = await Browser.signIn(evening, url, ana);
    const { telegram } = evening.phones!;
    const asked = await page.post(`${API}/link-token`, { channel_type: 'telegram' });
    const token = String(asked.body['token']);
    const typed = await page.post(`${API}/link-confirm`, {
      channel_type: 'telegram',
      token,
      channel_address: '4711',
    });
    expect([typed.status, typed.body['code']]).toEqual([422, 'confirmed_from_channel']);
    const chat = telegram.addPerson({ name: 'Ana', started: true });
    telegram.write(chat.id, `/link ${token}`);
    await telegram.waitForMessages(chat.id);
    const on = await page.post(`${API}/subscriptions`, { channel_type: 'telegram', enabled: true });
    expect(on.body).toMatchObject({ enabled: true, verified: true, channel_address: 'An•••' });
    expect((await page.get(`${API}/settings`)).body).toMatchObject({
      telegram_notify: true,
      discord_notify: false,
    });
  });

  it('shows channels with masked addresses, and unlinks', async () => {
    const { tia } = evening.people;
    const page = await Browser.signIn(evening, url, tia);
    const { subscriptions } = (await page.get(`${API}/subscriptions`)).body as {
      subscriptions: { channel_address: string | null; verified: boolean }[];
    };
    expect(subscriptions.map(({ verified }) => verified)).toEqual([true, true, false]);
    expect(JSON.stringify(subscriptions)).not.toContain(evening.phones!.addressOf(tia));
    const ended = await page.delete(`${API}/subscriptions/telegram`);
    expect(ended.body).toEqual({ success: true, channel_type: 'telegram', unlinked: true });
    expect((await page.get(`${API}/subscriptions`)).body).toMatchObject({
      subscriptions: [{}, { verified: false }, {}],
    });
    const lines = JSON.stringify([evening.bot.lines, evening.bot.output]);
    expect(lines).not.toContain(evening.phones!.addressOf(tia));
  });
});
