import { describe, expect, it, onTestFinished } from 'vitest';
import { SharedShelf } from '../../src/cluster/shared-shelf.js';
import { MemoryShelf, type Shelf } from '../../src/domain/shelf.js';
import { Database } from '../../src/persistence/engine/database.js';
import { PostgresEngine } from '../../src/persistence/engine/postgres-engine.js';
import { FakeClock } from '../support/fake-clock.js';
import { aMigratedPostgres, havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';

/** A clock, and shelves that are one. */
type Shelves = [FakeClock, Shelf, Shelf];

function contract(shelves: () => Promise<Shelves>): void {
  it('gives back what was put there last, until its time is over', async () => {
    const [clock, here, there] = await shelves();
    await here.put('key', 'a text', 60_000);
    await there.put('key', 'another, with “words” and 🎮', 1_000);
    await there.put('other', 'its own', 60_000);
    expect(await here.find('key')).toBe('another, with “words” and 🎮');
    await clock.advance(999);
    expect(await here.find('key')).not.toBeNull();
    await clock.advance(1);
    expect(await here.find('key')).toBeNull();
    expect(await there.find('other')).toBe('its own');
    await here.drop('other');
    expect(await there.find('other')).toBeNull();
    expect(await there.find('nothing')).toBeNull();
  });

  it('lets a key be used once while it is good, whoever tries and however many at once', async () => {
    const [clock, here, there] = await shelves();
    expect(await here.isUsed('key')).toBe(false);
    const tries = [here, there, here, there].map(async (shelf) => shelf.use('key', 1_000));
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
    expect(await there.isUsed('key')).toBe(true);
    expect(await here.isUsed('other')).toBe(false);
    await clock.advance(999);
    expect(await there.use('key', 1_000)).toBe(false);
    await clock.advance(1);
    expect(await there.isUsed('key')).toBe(false);
    expect(await there.use('key', 1_000)).toBe(true);
  });

  it('tells a key that is used from one that something is kept under', async () => {
    const [, here, there] = await shelves();
    await here.put('key', 'a text', 1_000);
    expect(await there.use('key', 1_000)).toBe(true);
    await there.drop('key');
    expect(await here.isUsed('key')).toBe(true);
  });
}

describe('a shelf in memory', () => {
  contract(async () => {
    const clock = new FakeClock('2026-03-10T19:00:00Z');
    const shelf = new MemoryShelf(clock);
    return [clock, shelf, shelf];
  });

  it('forgets the oldest of the keys that strangers use up, and nothing that is kept', () => {
    const shelf = new MemoryShelf(new FakeClock('2026-03-10T19:00:00Z'));
    shelf.put('key', 'a text', 60_000);
    for (let n = 0; n <= 10_000; n += 1) shelf.use(`key ${n}`, 60_000);
    expect(shelf.isUsed('key 0')).toBe(false);
    expect(shelf.isUsed('key 1')).toBe(true);
    expect(shelf.find('key')).toBe('a text');
  });
});

describe.skipIf(!havePostgres)(`a shelf that processes share (${NEEDS_POSTGRES})`, () => {
  async function shared() {
    const url = await aMigratedPostgres();
    const clock = new FakeClock('2026-03-10T19:00:00Z');
    const open = async (): Promise<[SharedShelf, Database]> => {
      const database = new Database(await PostgresEngine.open({ url }));
      onTestFinished(() => database.close());
      return [new SharedShelf(database, clock), database];
    };
    const [[here, database], [there]] = [await open(), await open()];
    return { clock, here, there, database };
  }

  contract(async () => {
    const { clock, here, there } = await shared();
    return [clock, here, there];
  });

  it('tells nobody who has the database what is on it, and keeps nothing whose time is over', async () => {
    const { clock, here, there, database } = await shared();
    const rows = (): Promise<object[]> => database.view.sql<object>`SELECT * FROM muster_shelf`;
    await here.put('a secret key', 'a note of Ana’s', 1_000);
    await here.use('a state', 1_000);
    expect(await rows()).toHaveLength(2);
    expect(JSON.stringify(await rows())).not.toMatch(/secret|note|Ana|state/);
    await clock.advance(1_000);
    await there.use('another state', 1_000);
    expect(await rows()).toHaveLength(1);
    await clock.advance(1_000);
    await there.forgetOld();
    expect(await rows()).toEqual([]);
  });

  it('gives nothing that somebody has changed', async () => {
    const { here, there, database } = await shared();
    await here.put('key', 'a text', 1_000);
    await here.put('other', 'its own', 1_000);
    await database.withTransaction(
      (tx) => tx.sql`UPDATE muster_shelf SET sealed = (SELECT max(sealed) FROM muster_shelf)`,
    );
    const found = await Promise.allSettled([there.find('key'), there.find('other')]);
    expect(found.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
