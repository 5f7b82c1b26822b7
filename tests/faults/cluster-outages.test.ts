import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { haveRedis, RedisServer } from '../../demo/servers/redis.js';
import { havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';
import { CHANNELS, type ChannelUnderFire } from './support/channels-under-fire.js';
import { type ClusterPlan, ClusterRange } from './support/cluster-under-fire.js';

const [DISCORD] = CHANNELS as [ChannelUnderFire];

describe.skipIf(!havePostgres)(`several processes whose servers fail (${NEEDS_POSTGRES})`, () => {
  let range: ClusterRange;

  beforeAll(async () => {
    range = await ClusterRange.open();
  });
  afterAll(() => range.close());

  async function expectOnceEach(plan: ClusterPlan): Promise<void> {
    const { faults, refusals, unknown } = await range.run(plan, onTestFinished);
    expect({ faults: faults.slice(0, 8), refusals, unknown }).toEqual({
      faults: [],
      refusals: 0,
      unknown: 0,
    });
  }

  it('go on where PostgreSQL is gone for a while in the middle of the calls', async () => {
    const outage = { of: 'postgres', afterMs: 400, forMs: 2_000 } as const;
    await expectOnceEach({ channel: DISCORD, processes: 3, blows: [], outage });
  });

  it('go on where PostgreSQL is gone for longer than anybody counts as alive', async () => {
    const outage = { of: 'postgres', afterMs: 400, forMs: 12_000 } as const;
    await expectOnceEach({ channel: DISCORD, processes: 3, blows: [], outage });
  });

  describe.skipIf(!haveRedis)('with REDIS_URL (needs redis-server on the PATH)', () => {
    it('share one pace there, whoever is killed', async () => {
      const blows = [{ process: 0, how: 'kill', when: { afterMs: 300 } } as const];
      await expectOnceEach({ channel: DISCORD, processes: 3, blows, redis: await aRedis() });
    });

    it('go on where Redis is gone for a while, and back with nothing in it', async () => {
      const outage = { of: 'redis', afterMs: 300, forMs: 2_000 } as const;
      await expectOnceEach({ channel: DISCORD, processes: 3, blows: [], outage, redis: await aRedis() });
    });
  });
});

async function aRedis(): Promise<RedisServer> {
  const server = await RedisServer.start();
  onTestFinished(() => server.stop());
  return server;
}
