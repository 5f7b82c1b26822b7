import { afterAll, beforeAll, describe } from 'vitest';
import { MemoryLimits } from '../../src/pace/memory-limits.js';
import { MemoryPaces } from '../../src/pace/memory-paces.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import { FakeClock } from '../support/fake-clock.js';
import { havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';
import { haveRedis, RedisServer } from '../scheduling/redis-server.js';
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

describe.skipIf(!havePostgres)(`shared (${NEEDS_POSTGRES})`, () => {
  paceContract('in PostgreSQL', async () => twoOn(await inPostgres()));
});

describe.skipIf(!haveRedis)('shared (needs redis-server on the PATH)', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(() => redis.stop());
  paceContract('in Redis', () => twoOn(inRedis(redis.url)));
});
