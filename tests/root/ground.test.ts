import { describe, expect, it, onTestFinished } from 'vitest';
import { loadConfig } from '../../src/config/config.js';
import type { MusterEvent } from '../../src/domain/events.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { type Ground, openGround } from '../../src/root/ground.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import { aMigratedPostgres, havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';
import { relayTo } from '../support/relay.js';
import { wayThatFallsSilent } from '../support/way-that-falls-silent.js';

interface Opened {
  readonly ground: Ground;
  readonly told: readonly MusterEvent['type'][];
}

async function opened(url: string): Promise<Opened> {
  const loaded = loadConfig({
    DISCORD_TOKEN: 'a.token.for-tests',
    DISCORD_GUILD_ID: '100000000000000001',
    DATABASE_URL: url,
    AVAILABILITY_PROMOTION_TIMEZONE: 'Europe/Ljubljana',
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  const bus = new SimpleEventBus();
  const told: MusterEvent['type'][] = [];
  bus.on(({ type }) => void told.push(type));
  const ground = await openGround(loaded.config, new SystemClock(), bus);
  return { ground, told };
}

/** A way to a server that hangs up on one connection, the `number`th. */
async function wayThatRefuses(number: number, url: string) {
  let made = 0;
  return relayTo(url, onTestFinished, () => (made += 1) !== number);
}

describe.skipIf(!havePostgres)(`what a process stands on, on PostgreSQL (${NEEDS_POSTGRES})`, () => {
  it('is waited for, whichever of its connections the server has no room for', async () => {
    const direct = await aMigratedPostgres();
    const ways = await Promise.all([1, 2, 3, 4, 5, 6].map((number) => wayThatRefuses(number, direct)));
    for (const way of ways) {
      const { ground, told } = await opened(way.url);
      await ground.close();
      expect(told).toEqual(['waiting_for_database', 'database_there']);
    }
  }, 60_000);

  it('is left in time while the server does not answer', async () => {
    const way = await wayThatFallsSilent(await aMigratedPostgres());
    const { ground } = await opened(way.url);
    way.fallSilent();
    const since = performance.now();
    await ground.close();
    expect(performance.now() - since).toBeLessThan(1_500);
  }, 60_000);
});
