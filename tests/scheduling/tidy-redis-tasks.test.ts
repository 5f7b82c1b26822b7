import { EventEmitter } from 'node:events';
import { container, type SapphireClient } from '@sapphire/framework';
import { ScheduledTask, ScheduledTaskHandler, ScheduledTaskStore } from '@sapphire/plugin-scheduled-tasks';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { registerRedisTasks } from '../../src/scheduling/redis-plugin.js';
import { tidyRedisTasks } from '../../src/scheduling/tidy-redis-tasks.js';
import { haveRedis, RedisServer } from '../../demo/servers/redis.js';

const GUILD = '100000000000000001';

describe.skipIf(!haveRedis)('what lies in Redis (needs redis-server on the PATH)', () => {
  let redis: RedisServer;
  const ran = new EventEmitter<{ 'promotion-sweep': []; retention: [] }>();

  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(() => redis.stop());
  beforeEach(() => ran.removeAllListeners());

  /** The tasks of a start, with the nightly one in this zone. */
  async function aStart(
    timezone: string,
    options: { asItWas?: boolean } = {},
  ): Promise<ScheduledTaskHandler> {
    const store = new ScheduledTaskStore();
    const add = (name: 'promotion-sweep' | 'retention', timing: ScheduledTask.Options): void => {
      class Piece extends ScheduledTask {
        override run(): void {
          ran.emit(name);
          if (name === 'retention') throw new Error('on purpose');
        }
      }
      store.set(name, new Piece({ name, store, root: '', path: '' }, timing));
    };
    add('promotion-sweep', { interval: 100 });
    add('retention', { pattern: '2 5 * * *', timezone });
    const client = Object.assign(new EventEmitter(), { stores: new Map([['scheduled-tasks', store]]) });
    container.client = client as unknown as SapphireClient;
    const registered = await registerRedisTasks(redis.url, GUILD);
    const { defaultJobOptions: _, ...bull } = registered.bull;
    const handler = new ScheduledTaskHandler(options.asItWas ? { ...registered, bull } : registered);
    onTestFinished(() => handler.close());
    return handler;
  }

  async function runs(name: 'promotion-sweep', times: number): Promise<void> {
    for (let n = 0; n < times; n += 1) await new Promise<void>((resolve) => ran.once(name, resolve));
  }

  const isOver = (handler: ScheduledTaskHandler) => handler.client.getJobCountByTypes('completed', 'failed');

  it('is nothing of jobs that are over, whether they went well or not', async () => {
    const handler = await aStart('Europe/Ljubljana');
    await tidyRedisTasks(handler);
    await handler.create('retention');
    await runs('promotion-sweep', 5);
    await expect.poll(() => isOver(handler)).toBe(0);
  });

  it('is what this start wants: neither another zone’s nightly task, nor what an earlier release left', async () => {
    const before = await aStart('America/New_York', { asItWas: true });
    await before.createRepeated();
    await before.create('retention');
    await runs('promotion-sweep', 3);
    await before.close();

    const now = await aStart('Europe/Ljubljana');
    expect(await isOver(now)).toBeGreaterThan(0);
    await tidyRedisTasks(now);
    await runs('promotion-sweep', 3);
    const repeated = await now.listRepeated({});
    expect(repeated.map(({ name, tz }) => [name, tz ?? null]).sort()).toEqual([
      ['promotion-sweep', null],
      ['retention', 'Europe/Ljubljana'],
    ]);
    await expect.poll(() => isOver(now)).toBe(0);
  });

  it('is left alone where it is another queue’s, and a wake-up still comes', async () => {
    const connection = { url: redis.url };
    const other = new Queue('muster-100000000000000002', { connection });
    onTestFinished(() => other.close());
    await other.add('retention', {}, { repeat: { pattern: '2 5 * * *', tz: 'UTC' } });
    const handler = await aStart('Europe/Ljubljana');
    const { id } = await handler.create('promotion-sweep', 60_000);
    await tidyRedisTasks(handler);
    expect(await handler.client.getJob(id!)).toBeDefined();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- it is what the plugin schedules by
    expect(await other.getRepeatableJobs()).toHaveLength(1);
  });
});
