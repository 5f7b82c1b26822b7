import { expect, it } from 'vitest';
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
