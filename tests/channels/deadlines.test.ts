import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DiscordChannel } from '../../src/channels/discord/discord-channel.js';
import { SignalApi } from '../../src/channels/signal/signal-api.js';
import { SignalChannel } from '../../src/channels/signal/signal-channel.js';
import { TelegramApi } from '../../src/channels/telegram/telegram-api.js';
import { TelegramChannel } from '../../src/channels/telegram/telegram-channel.js';
import { SteadyRest } from '../../src/channels/discord/steady-rest.js';
import { DeadlineError } from '../../src/domain/deadline.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import { whileCollecting } from '../support/garbage.js';
import { deliveryTo } from './contract.js';

const clock = new SystemClock();
const timeoutMs = 200;
const token = '700000001:token';
const number = '+38640000001';

/** What a provider does that never comes to an end. */
const HANGS = {
  'never answers': () => undefined,
  'never ends its answer': (response: ServerResponse) => {
    response.writeHead(200, { 'Content-Type': 'application/json' }).write('{"ok":');
  },
};

async function providerThat(hangs: keyof typeof HANGS): Promise<string> {
  const server = createServer((_, response) => {
    HANGS[hangs](response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const delivery = deliveryTo({ userId: 'ana', address: '1' }, 'nonce-1');
const unsure = { kind: 'maybe_delivered', code: 'timeout' };
const events = new SimpleEventBus();
const channel = { messagesPerSecond: 1, clock, events, timeoutMs, forget: () => Promise.resolve() };
const dms = { remember: () => Promise.resolve(), forget: () => Promise.resolve() };

describe.each(Object.keys(HANGS) as (keyof typeof HANGS)[])('a provider that %s', (hangs) => {
  it.each<[string, (apiUrl: string) => Promise<unknown>, unknown]>([
    [
      'a message by Discord',
      (apiUrl) =>
        new DiscordChannel({
          token,
          apiUrl,
          messagesPerSecond: 1,
          requestTimeoutMs: timeoutMs,
          clock: new SystemClock(),
          events,
          dms,
        }).send(delivery),
      unsure,
    ],
    [
      'a message by Telegram',
      (apiUrl) => new TelegramChannel({ ...channel, token, apiUrl }).send(delivery),
      unsure,
    ],
    [
      'a message by Signal',
      (apiUrl) => new SignalChannel({ ...channel, number, apiUrl }).send(delivery),
      unsure,
    ],
    [
      'the long poll of Telegram',
      (apiUrl) =>
        new TelegramApi({ token, apiUrl }, clock)
          .call('getUpdates', { offset: 0, timeout: 50, allowed_updates: [] }, callers())
          .catch(nameOf),
      expect.stringMatching(/^(TimeoutError|AbortError)$/),
    ],
    [
      'what Signal received',
      (apiUrl) => new SignalApi({ number, apiUrl }, clock).receive(1, callers()).catch(nameOf),
      new DeadlineError(timeoutMs).name,
    ],
    [
      'a look-up at Discord',
      (api) =>
        new SteadyRest({ api, retries: 0, timeout: timeoutMs })
          .setToken(token)
          .get('/gateway/bot')
          .catch(nameOf),
      'AbortError',
    ],
  ])('does not keep waiting for ever, while garbage is collected: %s', async (_, ask, expected) => {
    expect(await whileCollecting(ask(await providerThat(hangs)))).toEqual(expected);
  });
});

/** A time-out beside a signal of the caller's, as the inboxes have it. */
function callers() {
  return { timeoutMs, signal: new AbortController().signal };
}

function nameOf(error: unknown): string {
  return (error as Error).name;
}
