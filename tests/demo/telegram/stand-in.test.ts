import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TelegramStandIn } from '../../../demo/telegram/stand-in.js';

let telegram: TelegramStandIn;

beforeEach(async () => {
  telegram = await TelegramStandIn.start({ messagesPerSecond: 3 });
});
afterEach(async () => {
  await telegram.stop();
});

interface Answer {
  readonly ok: boolean;
  readonly error_code?: number;
  readonly parameters?: { retry_after: number };
  readonly result?: unknown;
}

async function call(method: string, body: object = {}, token = telegram.token): Promise<Answer> {
  const response = await fetch(`${telegram.url}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as Answer;
  if (!answer.ok) expect(answer.error_code).toBe(response.status);
  return answer;
}

describe('the Telegram stand-in', () => {
  it('takes its own token and no other', async () => {
    expect(await call('getMe')).toMatchObject({ ok: true, result: { username: telegram.username } });
    expect(await call('getMe', {}, '1:wrong')).toMatchObject({ error_code: 401 });
    expect(await call('noSuchMethod')).toMatchObject({ error_code: 404 });
  });

  it('lets a bot write only to who started it, did not block it, and is there', async () => {
    const ana = telegram.addPerson({ name: 'Ana' });
    const send = () => call('sendMessage', { chat_id: ana.id, text: 'hello' });
    expect(await send()).toMatchObject({ error_code: 403 });
    telegram.start(ana.id);
    expect(await send()).toMatchObject({ ok: true });
    telegram.block(ana.id);
    expect(await send()).toMatchObject({ error_code: 403 });
    expect(await call('sendMessage', { chat_id: '1', text: 'hello' })).toMatchObject({ error_code: 400 });
    expect(telegram.messagesTo(ana.id).map(({ text }) => text)).toEqual(['hello']);
  });

  it('limits how many messages a bot sends, and says how long to wait', async () => {
    const people = ['Ana', 'Bor', 'Cene', 'Drago'].map((name) => telegram.addPerson({ name, started: true }));
    const answers = await Promise.all(
      people.map(({ id }) => call('sendMessage', { chat_id: id, text: 'hello' })),
    );
    expect(answers.filter(({ ok }) => !ok)).toMatchObject([
      { error_code: 429, parameters: { retry_after: 1 } },
    ]);
  });

  it('limits how many messages a chat gets, whatever others get', async () => {
    const [ana, bor] = ['Ana', 'Bor'].map((name) => telegram.addPerson({ name, started: true }));
    const send = (id: string) => call('sendMessage', { chat_id: id, text: 'hello' });
    expect(await send(ana!.id)).toMatchObject({ ok: true });
    expect(await send(ana!.id)).toMatchObject({ error_code: 429, parameters: { retry_after: 1 } });
    expect(await send(bor!.id)).toMatchObject({ ok: true });
  });

  it('hands updates out once they happen, and again until they are confirmed', async () => {
    const ana = telegram.addPerson({ name: 'Ana', started: true });
    const polling = call('getUpdates', { timeout: 5 });
    await telegram.waitForPolling();
    telegram.write(ana.id, '/status');
    const { result } = await polling;
    const [update] = result as { update_id: number; message: { text: string; chat: { type: string } } }[];
    expect(update).toMatchObject({ message: { text: '/status', chat: { type: 'private' } } });
    expect((await call('getUpdates')).result).toHaveLength(1);
    expect((await call('getUpdates', { offset: update!.update_id + 1 })).result).toEqual([]);
  });

  it('ends a poll when another begins', async () => {
    const first = call('getUpdates', { timeout: 5 });
    await telegram.waitForPolling();
    await call('getUpdates');
    expect(await first).toMatchObject({ error_code: 409 });
  });

  it('refuses buttons that carry too much', async () => {
    const ana = telegram.addPerson({ name: 'Ana', started: true });
    const reply_markup = { inline_keyboard: [[{ text: 'x', callback_data: 'x'.repeat(65) }]] };
    expect(await call('sendMessage', { chat_id: ana.id, text: 'hello', reply_markup })).toMatchObject({
      error_code: 400,
    });
  });

  it.each([
    ['that does nothing', { text: 'x' }],
    ['that does two things', { text: 'x', callback_data: 'a', url: 'https://discord.com' }],
    ['without a text', { text: '', url: 'https://discord.com' }],
    ['that leads nowhere', { text: 'x', url: 'discord' }],
    ['to a program Telegram does not open', { text: 'x', url: 'discord://-/channels/1/2' }],
  ])('refuses a button %s', async (_, button) => {
    const ana = telegram.addPerson({ name: 'Ana', started: true });
    const reply_markup = { inline_keyboard: [[button]] };
    expect(await call('sendMessage', { chat_id: ana.id, text: 'hello', reply_markup })).toMatchObject({
      error_code: 400,
    });
  });

  it('opens only links that lead to its bot', () => {
    const ana = telegram.addPerson({ name: 'Ana' });
    expect(() => telegram.openDeepLink(ana.id, 'https://t.me/another_bot?start=x')).toThrow(/does not lead/);
    expect(ana.started).toBe(false);
    telegram.openDeepLink(ana.id, `https://t.me/${telegram.username}?start=x`);
    expect(ana.started).toBe(true);
  });
});
