import { expect, it, onTestFinished, vi } from 'vitest';
import { DiscordStandIn } from '../../demo/discord/stand-in.js';
import { besideMessages, DISCORD_ACCOUNT } from '../../src/domain/discord-budgets.js';
import type { PaceRule, Paces } from '../../src/domain/pace.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { MemoryPaces } from '../../src/pace/memory-paces.js';
import { DiscordRequests } from '../../src/root/discord-requests.js';
import { FakeClock } from '../support/fake-clock.js';

it.each([1, 40, 47, 48])(
  'with %d messages a second every other request draws on what they leave, and on the account',
  (messagesPerSecond) => {
    const clock = new FakeClock(0);
    const inMemory = new MemoryPaces(clock);
    const rules = new Map<string, PaceRule>();
    const paces: Paces = { of: (name, rule) => (rules.set(name, rule), inMemory.of(name, rule)) };
    const discord = { token: 'token', apiUrl: 'http://127.0.0.1:9/api', messagesPerSecond };
    new DiscordRequests(discord, clock, new SimpleEventBus(), paces).alerts();
    expect([...rules.keys()].sort()).toEqual(
      ['alerts', 'people', 'reports', 'sends'].map((of) => `discord ${of}`),
    );
    const beside = besideMessages(messagesPerSecond);
    for (const { perSecond, budgets } of rules.values()) {
      expect(budgets).toEqual([beside, DISCORD_ACCOUNT]);
      expect(perSecond).toBeLessThanOrEqual(beside.perSecond);
    }
  },
);

it('a report that waits for its turn longer than Discord may take leaves when that has come', async () => {
  const discord = await DiscordStandIn.start();
  onTestFinished(() => discord.stop());
  const clock = new FakeClock(0);
  const account = { token: discord.token, apiUrl: discord.url, messagesPerSecond: 48 };
  const { reports } = new DiscordRequests(account, clock, new SimpleEventBus(), new MemoryPaces(clock));
  await reports.get('/gateway/bot');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const waiting = reports.get('/users/@me');
  waiting.catch(() => undefined);
  // Twice as long: discord.js tries once more by itself.
  await vi.advanceTimersByTimeAsync(6_000);
  await vi.advanceTimersByTimeAsync(6_000);
  vi.useRealTimers();
  await clock.advance(1_000);
  await expect(waiting).resolves.toHaveProperty('username');
});
