import { describe, expect, it } from 'vitest';
import { VARIABLES } from '../../src/config/schema.js';
import type { MusterEvent } from '../../src/domain/events.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { compareSettings } from '../../src/root/same-settings.js';
import { FakeNews } from '../support/fake-news.js';

const GIVEN = {
  DISCORD_TOKEN: 'a.token.for-tests',
  DISCORD_GUILD_ID: '100000000000000001',
  AVAILABILITY_PROMOTION_TIMEZONE: 'Europe/Ljubljana',
  CONTACT_DATA_ENCRYPTION_KEY: 'the-key-of-all-contacts',
  DATABASE_URL: 'postgres://one/muster',
  REDIS_URL: 'redis://one',
  BRIDGE_PORT: '3000',
};

/** What a process that runs tells of one that starts with something else. */
function toldOf(changes: Readonly<Record<string, string | undefined>>): {
  readonly odd: readonly string[];
  readonly said: string;
} {
  const news = new FakeNews();
  const events = new SimpleEventBus();
  const odd: string[] = [];
  events.on((event: MusterEvent) => {
    if (event.type === 'setting_odd') odd.push(event.setting);
  });
  compareSettings({ news: news.wire(), events }, GIVEN);
  compareSettings({ news: news.wire(), events: new SimpleEventBus() }, { ...GIVEN, ...changes });
  return { odd, said: JSON.stringify(news.told) };
}

describe('processes of one deployment', () => {
  it('say nothing where their settings are the same, but for those of their hosts', () => {
    const hosts = { DATABASE_URL: 'postgres://two/muster', REDIS_URL: 'redis://two', BRIDGE_PORT: '3001' };
    expect(toldOf(hosts).odd).toEqual([]);
  });

  it.each([
    ['another', { DISCORD_GUILD_ID: '100000000000000002' }, ['DISCORD_GUILD_ID']],
    ['one that is missing', { CONTACT_DATA_ENCRYPTION_KEY: undefined }, ['CONTACT_DATA_ENCRYPTION_KEY']],
    ['a Redis that is missing', { REDIS_URL: '' }, ['REDIS_URL']],
    ['one more', { AVAILABILITY_PROMOTION_ENABLED: 'false' }, ['AVAILABILITY_PROMOTION_ENABLED']],
    ['another token', { DISCORD_TOKEN: 'another.token', TELEGRAM_BOT_TOKEN: '1:b' }, ['DISCORD_TOKEN']],
  ])('tell of %s in one that starts', (_what, changes, names) => {
    expect(toldOf(changes).odd).toEqual(names);
  });

  it('tell each other no value', () => {
    const { said } = toldOf({});
    for (const value of Object.values(GIVEN)) expect(said).not.toContain(value);
  });

  it('fit what one notification may hold, with every setting there is', () => {
    const all = Object.fromEntries(VARIABLES.map(({ name }) => [name, 'x']));
    expect(toldOf(all).said.length).toBeLessThan(7_000);
  });
});
