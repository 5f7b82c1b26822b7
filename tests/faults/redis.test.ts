import { describe, expect, it, onTestFinished } from 'vitest';
import { SWEEP_INTERVAL_MS } from '../../src/scheduling/sweep-watch.js';
import { anEvening, type Evening, PUNCTUAL_MS } from '../e2e/support.js';
import { haveRedis, RedisServer } from '../../demo/servers/redis.js';

/** How late a message may be whose wake-up is lost: the silence is noticed, and then the sweep finds it. */
const LATEST_MS = 2 * SWEEP_INTERVAL_MS + PUNCTUAL_MS;

async function redisServer(): Promise<RedisServer> {
  const redis = await RedisServer.start();
  onTestFinished(() => redis.stop());
  return redis;
}

/** How late a job began, in milliseconds. */
async function lateness(evening: Evening<string>, jobType: 'reminder' | 'start'): Promise<number> {
  const started = await evening.bot.waitForEvent(
    'job_started',
    (line) => line['jobType'] === jobType,
    60_000,
  );
  await evening.jobEnded(jobType);
  return Number(started['lateMs']);
}

const EVERYBODY = { ana: 'sent', bor: 'sent', cene: 'sent' };

describe.skipIf(!haveRedis)('Redis (needs redis-server on the PATH)', () => {
  it('killed over the reminder, and back with nothing in it: nothing is lost, and the start is punctual', async () => {
    const redis = await redisServer();
    const evening = await anEvening({
      players: { ana: { promoter: true }, bor: {}, cene: {} },
      reminderIn: 10,
      startIn: 40,
      env: { REDIS_URL: redis.url },
    });
    await evening.people.ana.promotes();
    await redis.kill();
    expect(await lateness(evening, 'reminder')).toBeLessThan(LATEST_MS);
    expect(evening.finalRows('reminder')).toEqual(EVERYBODY);
    await redis.resume();

    expect(await lateness(evening, 'start')).toBeLessThan(PUNCTUAL_MS);
    expect(evening.finalRows('start')).toEqual(EVERYBODY);
    expect(evening.bot.lines.filter(({ event }) => event === 'sweeps_missing')).toHaveLength(1);
    for (const id of Object.values(evening.people).map((person) => person.id)) {
      const calls = evening.discord.dmsTo(id).filter((dm) => dm.text().includes('You get this because'));
      expect(calls).toHaveLength(2);
    }
  });

  it('not there at all: the bot starts, calls everybody, and answers', async () => {
    const redis = await redisServer();
    await redis.kill();
    const evening = await anEvening({
      players: { ana: { promoter: true }, bor: {}, cene: {} },
      reminderIn: 10,
      startIn: 20,
      env: { REDIS_URL: redis.url },
    });
    const { ana } = evening.people;
    await ana.promotes();
    expect(await lateness(evening, 'reminder')).toBeLessThan(LATEST_MS);
    expect(await lateness(evening, 'start')).toBeLessThan(LATEST_MS);
    expect(evening.finalRows('start')).toEqual(EVERYBODY);
    expect((await ana.uses('promote status')).text()).toContain('Pings went out · 3 of 3 reached');
  });
});
