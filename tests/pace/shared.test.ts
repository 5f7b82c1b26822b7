import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MemoryLimits } from '../../src/pace/memory-limits.js';
import { MemoryPaces } from '../../src/pace/memory-paces.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import { FakeClock } from '../support/fake-clock.js';
import { havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';
import { wayThatFallsSilent } from '../support/way-that-falls-silent.js';
import { haveRedis, RedisServer } from '../../demo/servers/redis.js';
import { type Askers, paceContract } from './contract.js';
import { inPostgres, inRedis, openAccounts, sharing, type Where } from './places.js';

paceContract('in memory', async () => {
  const clock = new FakeClock(0);
  const asker = { paces: new MemoryPaces(clock), limits: new MemoryLimits(clock) };
  return {
    askers: [asker, asker],
    monotonic: () => clock.monotonic(),
    pass: (ms) => clock.advance(ms),
  };
});

/** Two processes on a place. */
async function twoOn(where: Where): Promise<Askers> {
  const clock = new SystemClock();
  await openAccounts(where, ['messages', 'account']);
  return {
    askers: [await sharing(where, { clock }), await sharing(where, { clock })],
    monotonic: () => clock.monotonic(),
    pass: (ms) => clock.sleep(ms),
  };
}

/** What processes promise each other wherever they share it. */
function sharingContract(newPlace: () => Promise<Where>): void {
  it('pauses a channel for all by whoever was the first, and gives the probe to one', async () => {
    const where = await newPlace();
    const gates = [(await sharing(where)).gates, (await sharing(where)).gates];
    const [mine, theirs] = gates.map((each) => each.of('discord'));
    const open = { pauseMs: 0, leftMs: 0, isProbing: false, isNews: false };
    expect(await theirs!.look(open)).toEqual({ turn: null, pauseMs: 0, leftMs: 0, probe: 'nobody' });
    const turned = await Promise.all([mine!.pause(null, 300), theirs!.pause(null, 300)]);
    expect(turned.map((each) => each?.isOurs).sort()).toEqual([false, true]);
    const known = await theirs!.look(open);
    expect(known).toMatchObject({ pauseMs: 300, probe: 'nobody', turn: turned[0]!.standing.turn });
    await new SystemClock().sleep(known!.leftMs + 5);
    const probes = await Promise.all([mine!.look(open), theirs!.look(open)]);
    expect(probes.map((each) => each?.probe).sort()).toEqual(['mine', 'others']);
    const [holder, other] = probes[0]?.probe === 'mine' ? [mine!, theirs!] : [theirs!, mine!];
    await holder.leaveProbe(known!.turn);
    expect(await other.look(open)).toMatchObject({ probe: 'mine' });
    expect(await other.open(known!.turn)).toMatchObject({ isOurs: true, standing: { pauseMs: 0 } });
    expect(await holder.pause(known!.turn, 300)).toMatchObject({ isOurs: false, standing: { pauseMs: 0 } });
  });

  it('finds another connection where the one it has falls silent', async () => {
    const where = await newPlace();
    const isRedis = where.redisUrl !== undefined;
    const way = await wayThatFallsSilent(where.redisUrl ?? where.databaseUrl);
    const process = await sharing({ ...where, [isRedis ? 'redisUrl' : 'databaseUrl']: way.url });
    const rule = { name: 'guesses', most: 3, perMs: 60_000 };
    expect(await process.limits.take(rule, 'ana')).toBe(0);
    const [lost, back] = [process.turned(), process.turned().then(() => process.turned())];
    way.fallSilent();
    expect(await process.limits.take(rule, 'ana')).toBe(0);
    expect(await lost).toBe('lost');
    expect(await back).toBe('back');
    const other = await sharing(where);
    expect(await other.limits.take(rule, 'ana')).toBe(0);
    expect(await process.limits.take(rule, 'bor')).toBe(0);
    expect(await other.limits.take(rule, 'bor')).toBe(0);
  });

  it('keeps what is another deployment’s apart', async () => {
    const one = await sharing(await newPlace());
    const other = await sharing(await newPlace());
    const rule = { name: 'guesses', most: 1, perMs: 60_000 };
    expect(await one.limits.take(rule, 'ana')).toBe(0);
    expect(await other.limits.take(rule, 'ana')).toBe(0);
  });
}

it('is alone from the start where nobody is there, and goes on by itself', async () => {
  const nobody = await sharing({ databaseUrl: 'postgres://127.0.0.1:1/none', deployment: 'guild' });
  const rule = { name: 'guesses', most: 1, perMs: 60_000 };
  expect(await nobody.limits.take(rule, 'ana')).toBe(0);
  expect(await nobody.limits.take(rule, 'ana')).toBeGreaterThan(0);
  expect((await nobody.paces.of('messages', { perSecond: 10 }).take(1, 0)).requests).toBe(1);
  expect(nobody.turns).toEqual(['lost']);
});

describe.skipIf(!havePostgres)(`shared (${NEEDS_POSTGRES})`, () => {
  paceContract('in PostgreSQL', async () => twoOn(await inPostgres()));
  sharingContract(inPostgres);
});

describe.skipIf(!haveRedis)('shared (needs redis-server on the PATH)', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(() => redis.stop());
  paceContract('in Redis', () => twoOn(inRedis(redis.url)));
  sharingContract(async () => inRedis(redis.url));
});
