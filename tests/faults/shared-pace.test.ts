import { describe, expect, it, onTestFinished } from 'vitest';
import { Pacer } from '../../src/channels/pacer.js';
import type { Clock } from '../../src/domain/clock.js';
import { DISCORD_ACCOUNT } from '../../src/domain/discord-budgets.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import { inRedis, sharing, type Sharing, type Where } from '../pace/places.js';
import { haveRedis, RedisServer } from '../../demo/servers/redis.js';
import { havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';
import { startPostgres, TEMPLATE } from '../support/postgres-template.js';

/** What Discord takes of one account in any second. */
const MOST_IN_A_SECOND = 50;
const MESSAGES = 40;
/** How many messages of a process wait for their turn at a time. */
const HANDS = 5;

/** What a provider counts: when each message came, by a clock that nobody else has. */
class Counter {
  readonly #moments: number[] = [];
  readonly #waiting: { readonly count: number; readonly reached: () => void }[] = [];
  readonly #clock = new SystemClock();

  came(): void {
    this.#moments.push(this.#clock.monotonic());
    for (const { count, reached } of this.#waiting) if (this.#moments.length >= count) reached();
  }

  /** Resolves when so many more have come. */
  more(times: number): Promise<void> {
    const count = this.#moments.length + times;
    return new Promise((reached) => this.#waiting.push({ count, reached }));
  }

  /** The most in any second, its end excluded. */
  get mostInASecond(): number {
    const inSecondFrom = (first: number): number =>
      this.#moments.filter((at) => at >= first && at < first + 1_000).length;
    return Math.max(0, ...this.#moments.map(inSecondFrom));
  }
}

/** By the wall it is two minutes earlier, or later. */
function skewed(ms: number): Clock {
  const clock = new SystemClock();
  return {
    now: () => clock.now() + ms,
    monotonic: () => clock.monotonic() + 10 * ms,
    sleep: (wait, signal) => clock.sleep(wait, signal),
  };
}

/** Three processes that always have something to send. */
async function threeOn(where: Where): Promise<{ counter: Counter; processes: readonly Sharing[] }> {
  const counter = new Counter();
  const processes = [];
  for (const off of [-120_000, 0, 120_000]) {
    const clock = skewed(off);
    const process = await sharing(where, { clock });
    const pace = process.paces.of('discord messages', { perSecond: MESSAGES, budgets: [DISCORD_ACCOUNT] });
    const pacer = new Pacer(clock, pace);
    const stop = new AbortController();
    onTestFinished(() => stop.abort());
    const send = async (): Promise<void> => {
      for (let slot = await pacer.acquire(stop.signal); slot; slot = await pacer.acquire(stop.signal)) {
        await pacer.renewed(slot);
        counter.came();
      }
    };
    for (let n = 0; n < HANDS; n += 1) void send();
    processes.push(process);
  }
  return { counter, processes };
}

async function throughALoss(where: Where, lose: () => Promise<void>, resume: () => Promise<void>) {
  const { counter, processes } = await threeOn(where);
  await counter.more(100);

  const lost = processes.map((process) => process.turned());
  await lose();
  expect(await Promise.all(lost)).toEqual(['lost', 'lost', 'lost']);
  await counter.more(80);

  const back = processes.map((process) => process.turned());
  await resume();
  expect(await Promise.all(back)).toEqual(['back', 'back', 'back']);
  await counter.more(100);

  expect(counter.mostInASecond).toBeLessThanOrEqual(MOST_IN_A_SECOND);
}

describe.skipIf(!haveRedis)('a pace in Redis (needs redis-server on the PATH)', () => {
  it('is kept by three processes together, while Redis is killed, and when it is back with nothing in it', async () => {
    const redis = await RedisServer.start();
    onTestFinished(() => redis.stop());
    await throughALoss(
      inRedis(redis.url),
      () => redis.kill(),
      () => redis.resume(),
    );
  });
});

describe.skipIf(!havePostgres)(`a pace in PostgreSQL (${NEEDS_POSTGRES})`, () => {
  it('is kept by three processes together, while the server crashes, and when it is back', async () => {
    const server = await startPostgres();
    onTestFinished(() => server.stop());
    await throughALoss(
      { databaseUrl: server.urlOf(TEMPLATE), deployment: 'guild' },
      () => server.kill(),
      () => server.resume(),
    );
  });
});
