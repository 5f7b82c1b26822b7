import { REST, Routes } from 'discord.js';
import { beforeEach, describe, expect, it } from 'vitest';
import { countedRequests } from '../../../src/channels/discord/counted-requests.js';
import { RefusalCount } from '../../../src/channels/discord/refusal-count.js';
import type { MusterEvent } from '../../../src/domain/events.js';
import { SimpleEventBus } from '../../../src/observability/event-bus.js';
import { aStandIn } from '../../demo/discord/support.js';
import { FakeClock } from '../../support/fake-clock.js';

const TEN_MINUTES = 10 * 60_000;

let clock: FakeClock;
let told: MusterEvent[];
let refusals: RefusalCount;

beforeEach(() => {
  clock = new FakeClock('2026-11-20T12:00:00Z');
  const events = new SimpleEventBus();
  told = [];
  events.on((event) => told.push(event));
  refusals = new RefusalCount(clock, events);
});

const saw = (times: number, status = 403, scope: string | null = null): void => {
  for (let nth = 0; nth < times; nth += 1) refusals.saw(status, scope);
};

describe('what Discord refuses us', () => {
  it.each([
    [401, null, 1],
    [403, null, 1],
    [429, 'user', 1],
    [429, 'global', 1],
    [429, null, 1],
    [429, 'shared', 0],
    [200, null, 0],
    [400, null, 0],
    [404, null, 0],
    [500, null, 0],
  ])('counts where Discord counts it: %i, scope %s: %i', (status, scope, counted) => {
    refusals.saw(status, scope);
    expect(refusals.recent).toBe(counted);
  });

  it('is told at a tenth and at a half of what Discord takes, once each, and when it is over', async () => {
    saw(999);
    expect(told).toEqual([]);
    saw(3_000);
    expect(refusals.heldBack).toBe(false);
    saw(2_000);
    expect(refusals.heldBack).toBe(true);
    expect(told).toEqual([
      { type: 'discord_refusals', level: 'many', count: 1_000, most: 10_000 },
      { type: 'discord_refusals', level: 'too_many', count: 5_000, most: 10_000 },
    ]);
    await clock.advance(TEN_MINUTES + 10_000);
    expect([refusals.heldBack, refusals.recent]).toEqual([false, 0]);
    expect(told.at(-1)).toMatchObject({ level: 'few', count: 0 });
  });

  it('is told and held back at a part of it where there are several processes, for they may share an address', () => {
    const events = new SimpleEventBus();
    events.on((event) => told.push(event));
    let processes = 3;
    refusals = new RefusalCount(clock, events, () => processes);
    saw(333);
    expect(told).toEqual([]);
    saw(1);
    expect(told).toEqual([{ type: 'discord_refusals', level: 'many', count: 334, most: 10_000 }]);
    saw(1_332);
    expect(refusals.heldBack).toBe(false);
    saw(1);
    expect(refusals.heldBack).toBe(true);
    // The others have left.
    processes = 1;
    expect(refusals.heldBack).toBe(false);
  });

  it('is forgotten after ten minutes, and not sooner, bit by bit', async () => {
    saw(600);
    await clock.advance(TEN_MINUTES / 2);
    saw(300);
    await clock.advance(TEN_MINUTES / 2);
    expect(refusals.recent).toBe(900);
    await clock.advance(20_000);
    expect(refusals.recent).toBe(300);
  });

  it('is counted by every client of discord.js, and holds back those who may wait', async () => {
    const discord = await aStandIn();
    const restOf = (mayWait: boolean): REST =>
      new REST({
        api: discord.url,
        retries: 0,
        makeRequest: countedRequests(refusals, { mayWait }),
      }).setToken('a token of nobody');
    await expect(restOf(false).get(Routes.gatewayBot())).rejects.toMatchObject({ status: 401 });
    expect(refusals.recent).toBe(1);
    saw(5_000);
    await expect(restOf(true).get(Routes.gatewayBot())).rejects.toMatchObject({ name: 'HeldBack' });
    expect(discord.traffic.all).toHaveLength(1);
    await expect(restOf(false).get(Routes.gatewayBot())).rejects.toMatchObject({ status: 401 });
    expect(discord.traffic.all).toHaveLength(2);
  });
});
