import { describe, expect, it, onTestFinished } from 'vitest';
import { LOOK_EVERY_MS, PostgresNews } from '../../src/cluster/postgres-news.js';
import type { Heard } from '../../src/domain/news.js';
import { PostgresConnection } from '../../src/persistence/engine/postgres-connection.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import { aPostgres, havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';

/** The news of one process, and what it has heard. */
class Ear {
  readonly heard: Heard[] = [];

  constructor(readonly news: PostgresNews) {
    news.on((heard) => this.heard.push(heard));
  }

  async hears(...expected: readonly Heard[]): Promise<void> {
    await expect.poll(() => this.heard, { timeout: 10_000 }).toEqual(expected);
  }
}

async function anEar(url: string, clock = new SystemClock()): Promise<Ear> {
  const news = await PostgresNews.join(url, clock);
  onTestFinished(() => news.leave());
  return new Ear(news);
}

/** Ends the connections that listen, as a restart of the server or a cut does. */
async function cutAll(url: string): Promise<void> {
  const admin = await PostgresConnection.open({ url });
  await admin.sql`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND datname = current_database()`;
  await admin.close();
}

const ON = { type: 'availability_set', date: '2026-03-10' } as const;
const LATER = { type: 'availability_set', date: '2026-03-11' } as const;
const RUNS = { type: 'campaign_changed', campaign: 'c1' } as const;

describe.skipIf(!havePostgres)(`news among processes (${NEEDS_POSTGRES})`, () => {
  it('is heard by every other process, in order, and not by the one that tells it', async () => {
    const url = await aPostgres();
    const [one, two, three] = [await anEar(url), await anEar(url), await anEar(url)];
    one.news.tell(ON);
    one.news.tell(LATER);
    await two.hears(ON, LATER);
    await three.hears(ON, LATER);
    two.news.tell({ type: 'settings_changed' });
    await one.hears({ type: 'settings_changed' });
    expect(two.heard).toEqual([ON, LATER]);
  });

  it('arrives within a second', async () => {
    const url = await aPostgres();
    const [one, two] = [await anEar(url), await anEar(url)];
    const since = performance.now();
    one.news.tell({ type: 'settings_changed' });
    await two.hears({ type: 'settings_changed' });
    expect(performance.now() - since).toBeLessThan(1_000);
  });

  it('that comes in crowds is told once for all, and holds up nothing else', async () => {
    const url = await aPostgres();
    const [one, two] = [await anEar(url), await anEar(url)];
    for (let sent = 0; sent < 100; sent += 1) one.news.tell(RUNS);
    one.news.tell({ type: 'promotions_paused' });
    await two.hears(RUNS, { type: 'promotions_paused' });
    one.news.tell({ type: 'promotions_resumed' });
    await two.hears(RUNS, { type: 'promotions_paused' }, { type: 'promotions_resumed' });
  });

  it('that can’t be told waits, and what may not have been heard is made up for', async () => {
    const url = await aPostgres();
    const [one, two] = [await anEar(url), await anEar(url)];
    await cutAll(url);
    one.news.tell(ON);
    await expect.poll(() => two.heard, { timeout: 10_000 }).toContainEqual({ type: 'missed' });
    await expect.poll(() => one.heard, { timeout: 10_000 }).toContainEqual({ type: 'missed' });
    two.news.tell(LATER);
    await expect.poll(() => one.heard, { timeout: 10_000 }).toContainEqual(LATER);
  });

  it('is told before a process leaves', async () => {
    const url = await aPostgres();
    const [one, two] = [await anEar(url), await anEar(url)];
    one.news.tell(RUNS);
    await one.news.leave();
    await two.hears(RUNS);
  });

  it('of so much that nobody could be told of lets the others look at everything', async () => {
    const url = await aPostgres();
    const [one, two] = [await anEar(url), await anEar(url)];
    for (let user = 0; user < 1_001; user += 1) one.news.tell({ type: 'member_changed', user: String(user) });
    await expect.poll(() => two.heard, { timeout: 10_000 }).toEqual([{ type: 'missed' }]);
  });

  it('of another schema is another deployment’s', async () => {
    const url = await aPostgres();
    const admin = await PostgresConnection.open({ url });
    await admin.script('CREATE SCHEMA other');
    await admin.close();
    const other = Object.assign(new URL(url), { search: '?options=-csearch_path%3Dother' }).href;
    const [one, two, ours] = [await anEar(url), await anEar(other), await anEar(url)];
    one.news.tell(ON);
    await ours.hears(ON);
    expect(two.heard).toEqual([]);
  });

  it('or none: everything is looked at now and then, for a process may end before it tells', async () => {
    const url = await aPostgres();
    const clock = new SystemClock();
    const waits: number[] = [];
    const quick = Object.assign(Object.create(clock) as SystemClock, {
      sleep: (ms: number, signal?: AbortSignal) => {
        waits.push(ms);
        return clock.sleep(ms === LOOK_EVERY_MS ? 20 : ms, signal);
      },
      monotonic: () => clock.monotonic(),
      now: () => clock.now(),
    });
    const ear = await anEar(url, quick);
    await expect.poll(() => ear.heard.length, { timeout: 10_000 }).toBeGreaterThan(2);
    expect(new Set(ear.heard.map(({ type }) => type))).toEqual(new Set(['missed']));
  });
});
