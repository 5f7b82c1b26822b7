import { expect, it, onTestFinished } from 'vitest';
import { TelegramStandIn } from '../../demo/telegram/stand-in.js';
import { InboxLinks } from '../../src/inbound/inbox-links.js';
import { TelegramName } from '../../src/inbound/telegram/telegram-name.js';
import { FakeClock } from '../support/fake-clock.js';

it('the bot’s name is asked for until Telegram tells it, once', async () => {
  const telegram = await TelegramStandIn.start();
  onTestFinished(() => telegram.stop());
  const waits: number[] = [];
  let url = 'http://127.0.0.1:9';
  const clock = new FakeClock('2026-03-10T12:00:00Z').forProcess();
  const ticking = {
    ...{ now: () => clock.now(), monotonic: () => clock.monotonic() },
    sleep: async (ms: number, signal?: AbortSignal): Promise<void> => {
      // The deadline of a request.
      if (ms === 10_000) return new Promise((resolve) => signal?.addEventListener('abort', () => resolve()));
      waits.push(ms);
      url = telegram.url;
    },
  };
  const access = {
    token: telegram.token,
    get apiUrl() {
      return url;
    },
  };
  const name = new TelegramName(access, ticking);
  const links = new InboxLinks(null);
  links.useTelegram(name);
  expect(links.deepLink('telegram', 't')).toBeNull();
  await name.ask(new AbortController().signal);
  expect(waits).toHaveLength(1);
  expect(name.username).not.toBeNull();
  expect(links.deepLink('telegram', 't')).toBe(`https://t.me/${name.username}?start=t`);
});

it('a process that stops asks no more', async () => {
  const clock = new FakeClock('2026-03-10T12:00:00Z').forProcess();
  const stop = new AbortController();
  stop.abort();
  const name = new TelegramName({ token: '1:x', apiUrl: 'http://127.0.0.1:9' }, clock);
  await name.ask(stop.signal);
  expect(name.username).toBeNull();
});
