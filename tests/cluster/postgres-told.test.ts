import { describe, expect, it, onTestFinished } from 'vitest';
import { PostgresTold } from '../../src/cluster/postgres-told.js';
import { Database } from '../../src/persistence/engine/database.js';
import { PostgresEngine } from '../../src/persistence/engine/postgres-engine.js';
import { ToldOnce } from '../../src/services/told-once.js';
import { aMigratedPostgres, havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';

/** Two processes on one database. */
async function two() {
  const url = await aMigratedPostgres();
  const open = async () => {
    const database = new Database(await PostgresEngine.open({ url }));
    onTestFinished(() => database.close().catch(() => undefined));
    return { database, told: new PostgresTold(database, new ToldOnce(), (text) => `digest of ${text}`) };
  };
  return [await open(), await open()] as const;
}

/** Lets what is on record be so much older. */
async function passes(database: Database, time: string): Promise<void> {
  await database.withTransaction((tx) =>
    tx.query(`UPDATE muster_told SET taken_at = taken_at - CAST(? AS interval)`, [time]),
  );
}

describe.skipIf(!havePostgres)(`what people have heard of (${NEEDS_POSTGRES})`, () => {
  it('is news to one of the processes, however many ask at once', async () => {
    const [one, other] = await two();
    const asked = Array.from({ length: 10 }, (_, at) =>
      (at % 2 ? one : other).told.isNews('signal', 'captcha'),
    );
    expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1);
    expect(await one.told.isNews('signal', 'timeout')).toBe(true);
    expect(await other.told.isNews('telegram', 'captcha')).toBe(true);
  });

  it('is news again once its matter is over, whoever says so, or nobody could be told', async () => {
    const [one, other] = await two();
    expect(await one.told.isNews('signal', 'captcha')).toBe(true);
    await one.told.done('signal', 'captcha');
    await other.told.over('signal');
    expect(await other.told.isNews('signal', 'captcha')).toBe(true);
    await other.told.takeBack('signal', 'captcha');
    expect(await one.told.isNews('signal', 'captcha')).toBe(true);
  });

  it('that nobody heard of, for the process that was to tell it ended, is told a quarter of an hour later', async () => {
    const [one, other] = await two();
    expect(await one.told.isNews('signal', 'captcha')).toBe(true);
    await passes(other.database, '14 minutes');
    expect(await other.told.isNews('signal', 'captcha')).toBe(false);
    await passes(other.database, '2 minutes');
    expect(await other.told.isNews('signal', 'captcha')).toBe(true);
    await other.told.done('signal', 'captcha');
    await passes(other.database, '1 hour');
    expect(await one.told.isNews('signal', 'captcha')).toBe(false);
    await passes(other.database, '1 day');
    expect(await one.told.isNews('signal', 'captcha')).toBe(true);
  });

  it('is what each process has told itself, while the database can’t be asked', async () => {
    const [one] = await two();
    await one.database.close();
    expect(await one.told.isNews('signal', 'captcha')).toBe(true);
    await one.told.done('signal', 'captcha');
    expect(await one.told.isNews('signal', 'captcha')).toBe(false);
    await one.told.over('signal');
    expect(await one.told.isNews('signal', 'captcha')).toBe(true);
  });

  it('names nobody on record', async () => {
    const [one] = await two();
    await one.told.isNews('keys:123', '456');
    const rows = await one.database.view.query('SELECT matter, cause FROM muster_told', []);
    expect(rows).toEqual([{ matter: 'digest of keys:123', cause: 'digest of 456' }]);
  });
});
