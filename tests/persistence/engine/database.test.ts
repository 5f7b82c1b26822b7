import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Database, type Tx } from '../../../src/persistence/engine/database.js';
import { databaseFault } from '../../../src/persistence/file/storage-error.js';
import { readState, writeState } from '../../../src/persistence/stores/system-state-store.js';
import { onBothEngines, onBothEnginesAlone } from '../../support/both-engines.js';
import { tempDir } from '../../support/temp-dir.js';
import { SqliteFile } from '../../../src/persistence/file/sqlite-file.js';

const put = (tx: Tx, name: string) => writeState(tx, `progress:${name}`, name, 0);

async function names(database: Database): Promise<string[]> {
  const rows: { value: string }[] = await database.view.query(
    'SELECT value FROM system_state ORDER BY value',
  );
  return rows.map(({ value }) => value);
}

class Deliberate extends Error {}

onBothEngines('transactions', (newDatabase) => {
  const open = async (): Promise<Database> => (await newDatabase())();

  it('keep all of one that ends and nothing of one that throws, however many overlap', async () => {
    const database = await open();
    const expected: string[] = [];
    const work = Array.from({ length: 100 }, async (_, index) => {
      const name = `n${String(index).padStart(3, '0')}`;
      const fails = index % 7 === 3;
      const bare = index % 2 === 0;
      if (index % 5 === 0) await turn();
      if (bare) {
        await database.withTransaction((tx) => put(tx, name));
        expected.push(name);
        return;
      }
      const run = database.withTransaction(async (tx) => {
        await put(tx, `${name}-first`);
        await turn();
        await put(tx, `${name}-second`);
        if (fails) throw new Deliberate();
        await Promise.resolve();
      });
      if (fails) await expect(run).rejects.toBeInstanceOf(Deliberate);
      else {
        await run;
        expected.push(`${name}-first`, `${name}-second`);
      }
    });
    await Promise.all(work);
    expect(expected).toHaveLength(50 + 2 * 43);
    expect(await names(database)).toEqual(expected.sort());
  });

  it('run one after the other, in the order they were asked for', async () => {
    const database = await open();
    const steps: string[] = [];
    const run = (name: string) =>
      database.withTransaction(async (tx) => {
        steps.push(`${name} begins`);
        await put(tx, name);
        await turn();
        steps.push(`${name} ends`);
      });
    await Promise.all(['a', 'b', 'c'].map(run));
    expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('join the one they are called from', async () => {
    const database = await open();
    await database.withTransaction(async (tx) => {
      await put(tx, 'outer');
      await database.withTransaction((inner) => put(inner, 'inner'));
      expect(await readState(tx, 'progress:inner')).toBe('inner');
      expect(await names(database)).toEqual([]);
    });
    expect(await names(database)).toEqual(['inner', 'outer']);
  });

  it('are undone as a whole when a joined part fails, even if that is caught', async () => {
    const database = await open();
    const run = database.withTransaction(async (tx) => {
      await put(tx, 'outer');
      await database
        .withTransaction(async (inner) => {
          await put(inner, 'inner');
          throw new Deliberate();
        })
        .catch(() => undefined);
      await put(tx, 'after');
    });
    await expect(run).rejects.toThrow(/a part of this transaction failed/);
    expect(await names(database)).toEqual([]);
    await database.withTransaction((tx) => put(tx, 'next'));
    expect(await names(database)).toEqual(['next']);
  });

  it('end after the last part that joined, even when another part has failed', async () => {
    const database = await open();
    const run = database.withTransaction(async () => {
      await Promise.all([
        database.withTransaction(async () => {
          await Promise.resolve();
          throw new Deliberate();
        }),
        database.withTransaction(async (slow) => {
          await turn();
          await put(slow, 'slow');
        }),
      ]);
    });
    const next = database.withTransaction((tx) => put(tx, 'next'));
    await expect(run).rejects.toBeInstanceOf(Deliberate);
    await next;
    await turn();
    expect(await names(database)).toEqual(['next']);
  });

  it('do not take in what a finished one left running', async () => {
    const database = await open();
    let leaked: Promise<void> = Promise.resolve();
    await database.withTransaction(async (tx) => {
      await put(tx, 'kept');
      leaked = (async () => {
        await turn();
        await database.withTransaction((late) => put(late, 'leaked'));
      })();
    });
    const failing = database.withTransaction(async (tx) => {
      await put(tx, 'lost');
      await turn();
      await turn();
      throw new Deliberate();
    });
    await expect(failing).rejects.toBeInstanceOf(Deliberate);
    await leaked;
    expect(await names(database)).toEqual(['kept', 'leaked']);
  });

  it('are finished before the database closes', async () => {
    const openIt = await newDatabase();
    const database = await openIt();
    const run = database.withTransaction(async (tx) => {
      await turn();
      await put(tx, 'last');
    });
    await database.close();
    await run;
    expect(await names(await openIt())).toEqual(['last']);
  });

  it('keep what ended well through any mix of nesting, waiting and failing', async () => {
    const database = await open();
    interface Plan {
      waits: number;
      fails: boolean;
      caught: boolean;
      inner: Plan[];
    }
    const plan: (depth: number) => fc.Arbitrary<Plan> = fc.memo((depth) =>
      fc.record({
        waits: fc.nat({ max: 2 }),
        fails: fc.integer({ min: 1, max: 5 }).map((dice) => dice === 5),
        caught: fc.boolean(),
        inner: depth > 1 ? fc.array(plan(depth - 1), { maxLength: 2 }) : fc.constant([]),
      }),
    );
    let serial = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(plan(3), { minLength: 1, maxLength: 6 }), async (plans) => {
        await database.withTransaction((tx) => tx.query('DELETE FROM system_state'));
        const expected: string[] = [];
        const perform = async ({ waits, fails, caught, inner }: Plan, written: string[]): Promise<void> => {
          const run = database.withTransaction(async (tx) => {
            const name = `n${++serial}`;
            await put(tx, name);
            written.push(name);
            for (let i = 0; i < waits; i++) await turn();
            for (const each of inner) await perform(each, written);
            if (fails) throw new Deliberate();
          });
          await (caught ? run.catch(() => undefined) : run);
        };
        await Promise.all(
          plans.map(async (each) => {
            const written: string[] = [];
            const failsSomewhere = (one: Plan): boolean => one.fails || one.inner.some(failsSomewhere);
            await perform({ ...each, caught: false }, written).catch(() => undefined);
            if (!failsSomewhere(each)) expected.push(...written);
          }),
        );
        expect(await names(database)).toEqual(expected.sort());
      }),
      { numRuns: 40 },
    );
  });
});

onBothEnginesAlone('the mark of the last commit', (newDatabase) => {
  it('is another after each commit, by whichever process, and the same while there is none', async () => {
    const open = await newDatabase();
    const [one, other] = [await open(), await open()];
    const marks: unknown[] = [];
    const mark = async (): Promise<number> => {
      const now = await one.lastCommit();
      if (!marks.includes(now)) marks.push(now);
      return marks.indexOf(now);
    };
    expect([await mark(), await mark()]).toEqual([0, 0]);
    await one.withTransaction((tx) => put(tx, 'a'));
    expect([await mark(), await mark()]).toEqual([1, 1]);
    await other.withTransaction((tx) => put(tx, 'b'));
    expect([await mark(), await mark()]).toEqual([2, 2]);
  });

  it('is not yet another within a transaction that has written', async () => {
    const open = await newDatabase();
    const [one, other] = [await open(), await open()];
    const before = await one.lastCommit();
    await other.withTransaction(async (tx) => {
      await put(tx, 'a');
      expect(await one.lastCommit()).toBe(before);
    });
    expect(await one.lastCommit()).not.toBe(before);
  });
});

describe('a database file', () => {
  it('has the same mark after a transaction of which nothing was kept', async () => {
    const database = await Database.open(join(tempDir(), 'muster.sqlite'));
    onTestFinished(() => database.close());
    const before = database.lastCommit();
    const failing = database.withTransaction(async (tx) => {
      await put(tx, 'a');
      throw new Deliberate();
    });
    await expect(failing).rejects.toBeInstanceOf(Deliberate);
    expect(database.lastCommit()).toBe(before);
  });

  it('is made where there is none, with the folders it lies in', async () => {
    const database = await Database.open(join(tempDir(), 'deep', 'er', 'muster.sqlite'));
    onTestFinished(() => database.close());
    expect(await names(database)).toEqual([]);
  });

  it('goes on after a transaction that could not be committed', async () => {
    const database = await Database.open(join(tempDir(), 'muster.sqlite'));
    onTestFinished(() => database.close());
    const run = database.withTransaction(async (tx) => {
      await tx.query('PRAGMA defer_foreign_keys = ON');
      await tx.query(
        `INSERT INTO availability_promotion_recipients VALUES ('r', 'no such campaign', 'u', '', 'LOOKING', 'discord', '', 0, 'recipient')`,
      );
    });
    await expect(run).rejects.toThrow(/FOREIGN KEY/);
    await database.withTransaction((tx) => put(tx, 'next'));
    expect(await names(database)).toEqual(['next']);
  });
});

describe('a large database', () => {
  async function large(): Promise<string> {
    const path = join(tempDir(), 'muster.sqlite');
    await (await Database.open(path)).close();
    const file = new SqliteFile(path);
    file.prepare(`INSERT INTO system_state VALUES ('progress:large', zeroblob(70000000), '', '')`).run();
    file.pragma('wal_checkpoint(TRUNCATE)');
    file.close();
    return path;
  }

  async function opened(path: string): Promise<Database> {
    const database = await Database.open(path);
    onTestFinished(() => database.close().catch(() => undefined));
    return database;
  }

  it('is not kept waiting for: it is looked through afterwards, while the event loop turns', async () => {
    const database = await opened(await large());
    let turns = 0;
    const looked = database.lookThrough().then(() => 'sound');
    for (; (await Promise.race([looked, turn('a turn')])) === 'a turn'; turns += 1);
    expect(turns).toBeGreaterThan(10);
  });

  it('that is damaged opens, and that it is damaged is found', async () => {
    const path = await large();
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(4_096, 0xff), 0, 4_096, 9_000 * 4_096);
    closeSync(file);
    const database = await opened(path);
    const found: unknown = await database.lookThrough().catch((error: unknown) => error);
    expect(databaseFault(found)).toBe('damaged');
    expect(await database.view.query('SELECT key FROM system_state')).toEqual([{ key: 'progress:large' }]);
  });
});
