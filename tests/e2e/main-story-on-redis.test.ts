import { afterAll, describe } from 'vitest';
import { haveRedis, RedisServer } from '../../demo/servers/redis.js';
import { tellTheMainStory } from './main-story.js';

const redis: RedisServer[] = [];

afterAll(async () => {
  for (const server of redis) await server.stop();
});

describe.skipIf(!haveRedis)('with REDIS_URL (needs redis-server on the PATH)', () => {
  tellTheMainStory('the main story, with the scheduler on Redis', async () => {
    const server = await RedisServer.start();
    redis.push(server);
    return { REDIS_URL: server.url };
  });
});
