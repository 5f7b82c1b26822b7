import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Database } from '../../../src/persistence/engine/database.js';
import { isUniqueViolation } from '../../../src/persistence/engine/dialect.js';
import { attempt } from '../../../src/persistence/engine/savepoint.js';
import type { SqliteConnection } from '../../../src/persistence/engine/sqlite-connection.js';
import { writeState } from '../../../src/persistence/stores/system-state-store.js';
import { onBothEngines } from '../../support/both-engines.js';
import { tempDir } from '../../support/temp-dir.js';

async function kept(database: Database): Promise<string[]> {
  const rows = await database.view.sql<{ value: string }>`SELECT value FROM system_state ORDER BY value`;
  return rows.map(({ value }) => value);
}

class Deliberate extends Error {}

onBothEngines('an attempt within a transaction', (newDatabase) => {
  let database: Database;
  beforeEach(async () => {
    database = await (await newDatabase())();
  });

  it('that fails is taken back alone, and says why', async () => {
    const outcomes = await database.withTransaction(async (tx) => {
      const put = (name: string, fails: boolean) =>
        attempt(tx, async () => {
          await writeState(tx, `progress:${name}`, name, 0);
          if (fails) throw new Deliberate(name);
          return name.toUpperCase();
        });
      return [await put('a', false), await put('b', true), await put('c', false)];
    });
    expect(outcomes).toEqual([
      { ok: true, value: 'A' },
      { ok: false, error: new Deliberate('b') },
      { ok: true, value: 'C' },
    ]);
    expect(await kept(database)).toEqual(['a', 'c']);
  });

  it('can be made within another', async () => {
    await database.withTransaction(async (tx) => {
      await attempt(tx, async () => {
        await writeState(tx, 'progress:outer', 'outer', 0);
        await attempt(tx, async () => {
          await writeState(tx, 'progress:inner', 'inner', 0);
          throw new Deliberate();
        });
      });
    });
    expect(await kept(database)).toEqual(['outer']);
  });

  it('is kept with the transaction or not at all', async () => {
    const run = database.withTransaction(async (tx) => {
      await attempt(tx, () => writeState(tx, 'progress:a', 'a', 0));
      throw new Deliberate();
    });
    await expect(run).rejects.toBeInstanceOf(Deliberate);
    expect(await kept(database)).toEqual([]);
  });

  it('takes a statement back that the database refused, and goes on', async () => {
    const again = await database.withTransaction(async (tx) => {
      const put = (name: string) => tx.sql`INSERT INTO system_state VALUES (${name}, ${name}, '', '')`;
      await put('a');
      const refused = await attempt(tx, () => put('a'));
      await put('b');
      return refused;
    });
    expect(again).toMatchObject({ ok: false });
    expect(isUniqueViolation(again.ok ? null : again.error)).toBe(true);
    expect(await kept(database)).toEqual(['a', 'b']);
  });
});

describe('an attempt on SQLite', () => {
  it('is over with the whole where the database is in trouble, or has ended the transaction by itself', async () => {
    const database = await Database.open(join(tempDir(), 'muster.sqlite'));
    onTestFinished(() => database.close());
    const { file } = database['writer'] as SqliteConnection;
    const troubles = [
      Object.assign(new Error('full'), { driverError: { code: 'SQLITE_FULL' } }),
      Object.assign(new Error('no memory'), { driverError: { code: 'SQLITE_NOMEM' } }),
    ];
    for (const trouble of troubles) {
      const run = database.withTransaction(async (tx) => {
        await writeState(tx, 'progress:before', 'before', 0);
        await attempt(tx, async () => {
          await writeState(tx, 'progress:a', 'a', 0);
          file.exec('ROLLBACK');
          throw trouble;
        });
        await writeState(tx, 'progress:after', 'after', 0);
      });
      await expect(run).rejects.toBe(trouble);
      expect(await kept(database)).toEqual([]);
    }
  });
});
