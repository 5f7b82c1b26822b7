import { join } from 'node:path';
import fc from 'fast-check';
import { QueryFailedError } from 'typeorm';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { readerDataSource, writerDataSource } from '../../../src/persistence/engine/data-source.js';
import { isUniqueViolation } from '../../../src/persistence/engine/dialect.js';
import { SqliteConnection } from '../../../src/persistence/engine/sqlite-connection.js';
import { writeTransaction } from '../../../src/persistence/engine/write-transaction.js';
import { SqliteFile } from '../../../src/persistence/file/sqlite-file.js';
import { databaseFault } from '../../../src/persistence/file/storage-error.js';
import { startRecording } from '../../bench/recorder.js';
import { tempDir } from '../../support/temp-dir.js';

let path: string;
let connection: SqliteConnection;
beforeEach(async () => {
  path = join(tempDir(), 'muster.sqlite');
  connection = await opened(() => writerDataSource(path));
  connection.file.exec('CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, what)');
});

async function opened(source: () => ReturnType<typeof writerDataSource>): Promise<SqliteConnection> {
  const made = await SqliteConnection.open(source());
  onTestFinished(() => made.close().catch(() => undefined));
  return made;
}

/** What a statement comes to, so that two can be compared: its rows, or all that callers see of its error. */
async function outcomeOf(statement: Promise<unknown>): Promise<unknown> {
  try {
    return { rows: await statement };
  } catch (error) {
    if (!(error instanceof QueryFailedError)) return { error };
    const { constructor, message, parameters, query } = error;
    const { code } = error.driverError as { code?: string };
    return { constructor, message, code, parameters, query: query.replaceAll(/\s+/g, ' ').trim() };
  }
}

/** Asks the same of Muster's own `sql` and of TypeORM's, on one connection. */
async function both(strings: TemplateStringsArray, ...values: unknown[]): Promise<unknown> {
  const ours = await outcomeOf(connection.sql(strings, ...values));
  const typeorms = await outcomeOf(connection.source.manager.sql(strings, ...values));
  expect(ours).toEqual(typeorms);
  return ours;
}

/** How many statements are prepared on any connection while `work` runs. */
async function preparedBy(work: () => Promise<unknown>): Promise<number> {
  const prepare = vi.spyOn(SqliteFile.prototype, 'prepare');
  try {
    await work();
    return prepare.mock.calls.length;
  } finally {
    prepare.mockRestore();
  }
}

describe('a value in a gap', () => {
  it('arrives as it does by way of TypeORM', async () => {
    const values = [
      null,
      undefined,
      true,
      false,
      0,
      -1.5,
      2 ** 53,
      9_007_199_254_740_993n,
      '',
      'ß"\'?',
      'x'.repeat(1e6),
    ];
    for (const value of values) {
      await both`SELECT ${value} AS value, typeof(${value}) AS type, ${value} IS NULL AS missing`;
    }
    await both`SELECT ${Buffer.from([0, 1, 255])} AS value, typeof(${Buffer.from('a')}) AS type`;
  });

  it('is refused as it is by TypeORM where SQLite has no such thing', async () => {
    const told: unknown[] = [];
    for (const value of [new Date(0), { a: 1 }, Symbol('no'), 2n ** 70n]) {
      told.push(await both`SELECT ${value} AS value`);
    }
    expect(told).toEqual(
      told.map(() => expect.objectContaining({ constructor: QueryFailedError }) as unknown),
    );
  });

  it('is a list, or SQL, where a function gives it', async () => {
    const name = (): string => 'sqlite_master';
    expect(await both`SELECT 1 WHERE 2 IN (${() => [1, 2, 3]})`).toEqual({ rows: [{ 1: 1 }] });
    expect(await both`SELECT 1 WHERE true IN (${() => [false, null, 'x']})`).toEqual({ rows: [] });
    expect(await both`SELECT COUNT(*) AS n FROM ${name} WHERE ${name}.name = ${'things'}`).toEqual({
      rows: [{ n: 1 }],
    });
  });

  it('is refused as it is by TypeORM where a function gives an empty list or anything else', async () => {
    const told: unknown[] = [];
    for (const value of [[], null, 7, { a: 1 }]) told.push(await both`SELECT ${1} IN (${() => value})`);
    expect(told[0]).toMatchObject({ error: { message: expect.stringContaining('empty array') as unknown } });
  });

  it('reads as TypeORM reads it, whatever stands in whichever gap', async () => {
    const gap = fc.oneof(
      fc.constant(null),
      fc.boolean(),
      fc.string(),
      fc.integer(),
      fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
      fc
        .array(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { minLength: 1, maxLength: 3 })
        .map((some) => () => some),
      fc.constantFrom('1', "'0N'", 'NULL', '2, 1', "'1W4,'").map((words) => () => words),
    );
    // One template for all of it: its statements must never be mistaken for each other.
    await fc.assert(
      fc.asyncProperty(gap, gap, gap, async (a, b, c) => {
        await both`SELECT json_array(${a}, ${b}, ${c}) AS said`;
      }),
      { numRuns: 300 },
    );
  });
});

describe('the answer', () => {
  it('is rows for whatever gives rows, and none for what gives none', async () => {
    expect(await connection.sql`INSERT INTO things (name) VALUES (${'a'}), (${'b'})`).toEqual([]);
    expect(await connection.sql`UPDATE things SET what = ${1} RETURNING id, name`).toEqual([
      { id: 1, name: 'a' },
      { id: 2, name: 'b' },
    ]);
    expect(await connection.sql`DELETE FROM things WHERE name = ${'nobody'} RETURNING id`).toEqual([]);
    expect(await connection.sql`DELETE FROM things WHERE name = ${'a'}`).toEqual([]);
    expect(await connection.sql`PRAGMA foreign_keys`).toEqual([{ foreign_keys: 1 }]);
    expect(await connection.query('SELECT name FROM things WHERE id = ?', [2])).toEqual([{ name: 'b' }]);
  });

  it('names its columns as TypeORM does: few or many, twice the same, out of order, and those of a star', async () => {
    await connection.sql`INSERT INTO things (name, what) VALUES ('a', 1.5), ('b', x'00ff')`;
    const many = Array.from({ length: 60 }, (_, index) => `${String(index)} AS column_${String(index)}`);
    await both`SELECT ${() => many.join(', ')} FROM things`;
    await both`SELECT what AS twice, id, name AS twice, NULL AS "10", 1 AS "2", 2 FROM things ORDER BY id`;
    expect(await both`SELECT 1 AS before, things.*, 2 AS after FROM things WHERE name = ${'a'}`).toEqual({
      rows: [{ before: 1, id: 1, name: 'a', what: 1.5, after: 2 }],
    });
    await both`SELECT name FROM things WHERE id = ${0}`;
  });
});

describe('an error', () => {
  it('is what TypeORM throws: of its class, in its words, with the code of the driver', async () => {
    await connection.sql`INSERT INTO things (name) VALUES ('a')`;
    const taken = await both`INSERT INTO things (name, what) VALUES (${'a'}, ${true})`;
    expect(taken).toMatchObject({ code: 'SQLITE_CONSTRAINT_UNIQUE', parameters: ['a', 1] });
    expect(await both`INSERT INTO things (name) VALUES (${null})`).toMatchObject({
      code: 'SQLITE_CONSTRAINT_NOTNULL',
    });
    await both`SELECT * FROM nowhere WHERE id = ${1}`;
    await both`SELEKT ${1}`;
    await both`SELECT 1; SELECT 2`;
    await both`SELECT ? AS one, ${2} AS two`;
  });

  it('tells what callers ask of it', async () => {
    await connection.sql`INSERT INTO things (name) VALUES ('a')`;
    await expect(connection.sql`INSERT INTO things (name) VALUES ('a')`).rejects.toSatisfy(isUniqueViolation);
    const other = new SqliteFile(path);
    onTestFinished(() => void other.close());
    connection.file.pragma('busy_timeout = 0');
    other.exec('BEGIN IMMEDIATE');
    await expect(connection.sql`DELETE FROM things`).rejects.toSatisfy(
      (error) => databaseFault(error) === 'locked',
    );
  });

  it('is a rejection, never a throw, also before anything has reached the file', async () => {
    const asked = connection.sql`SELECT ${() => []}`;
    await expect(asked).rejects.toThrow('empty array');
  });

  it('in a transaction takes all of it back', async () => {
    const run = writeTransaction(connection, null, async (tx) => {
      await tx.sql`INSERT INTO things (name) VALUES (${'a'})`;
      await tx.sql`INSERT INTO things (name) VALUES (${'a'})`;
    });
    await expect(run).rejects.toSatisfy(isUniqueViolation);
    expect(connection.file.inTransaction).toBe(false);
    expect(await connection.sql`SELECT * FROM things`).toEqual([]);
    await writeTransaction(connection, null, (tx) => tx.sql`INSERT INTO things (name) VALUES (${'a'})`);
    expect(await connection.sql`SELECT name FROM things`).toEqual([{ name: 'a' }]);
  });

  it('after the file is closed is what TypeORM throws then, for a statement that ran before and for a new one', async () => {
    const count = () => connection.sql`SELECT COUNT(*) AS n FROM things`;
    await count();
    await connection.close();
    for (const asked of [count(), connection.sql`SELECT 2`, connection.query('SELECT 3')]) {
      await expect(asked).rejects.toThrow(QueryFailedError);
      await expect(asked).rejects.toThrow('The database connection is not open');
    }
  });
});

describe('a statement', () => {
  it('is prepared once, however often its template is called', async () => {
    const named = (name: string) => connection.sql`SELECT id FROM things WHERE name = ${name}`;
    expect(
      await preparedBy(async () => {
        for (let i = 0; i < 50; i += 1) await named(`n${String(i)}`);
        await Promise.all(['a', 'b', 'c'].map(named));
      }),
    ).toBe(1);
  });

  it('is prepared once for each shape its gaps give it', async () => {
    const among = (name: string | null, ids: number[]) =>
      connection.sql`SELECT id FROM things WHERE name IS ${name} AND id IN (${() => ids})`;
    expect(
      await preparedBy(async () => {
        for (let i = 0; i < 10; i += 1) {
          await among('a', [i]);
          await among(null, [i]);
          await among('b', [i, i + 1]);
          await among('c', [i + 1, i]);
        }
      }),
    ).toBe(3);
  });

  it('is told from others by the SQL put into it, however much of it there was', async () => {
    const putIn = (number: number) => connection.sql`SELECT ${() => String(number)} AS number`;
    await putIn(0);
    for (let number = 1; number <= 2_500; number += 1) expect(await putIn(number)).toEqual([{ number }]);
    expect([await putIn(0), await putIn(2_500), await putIn(1)]).toEqual([
      [{ number: 0 }],
      [{ number: 2_500 }],
      [{ number: 1 }],
    ]);
  });

  it('is kept for as long as it is among the last ones used, and no more are kept than some hundred', async () => {
    const often = () => connection.sql`SELECT 'often'`;
    await often();
    const prepared = await preparedBy(async () => {
      for (let n = 1; n <= 1_000; n += 1) {
        await connection.sql`SELECT ${n} IN (${() => Array.from({ length: n }, () => 0)})`;
        await often();
      }
    });
    expect(prepared).toBe(1_000);
    // What was used long ago has been dropped, and is prepared again when it is needed again.
    const again = (n: number) => preparedBy(() => connection.query(`SELECT ${String(n)}`));
    for (let n = 0; n < 300; n += 1) expect(await again(n)).toBe(1);
    expect([await again(299), await again(0)]).toEqual([0, 1]);
  });

  it('answers by the schema as it is now, after a change of it here or by another process', async () => {
    const all = () => connection.sql`SELECT * FROM things`;
    await connection.sql`INSERT INTO things (id, name) VALUES (1, 'a')`;
    expect(await all()).toEqual([{ id: 1, name: 'a', what: null }]);
    await connection.sql`ALTER TABLE things ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey'`;
    expect(await all()).toEqual([{ id: 1, name: 'a', what: null, colour: 'grey' }]);
    const other = new SqliteFile(path);
    onTestFinished(() => void other.close());
    other.exec('ALTER TABLE things DROP COLUMN what');
    expect(await all()).toEqual([{ id: 1, name: 'a', colour: 'grey' }]);
    other.exec('DROP TABLE things');
    await expect(all()).rejects.toThrow('no such table: things');
  });

  it('holds no attached database: it is detached, and another attached under its name', async () => {
    const attached = async (name: string): Promise<unknown> => {
      const file = new SqliteFile(join(tempDir(), name));
      file.exec(`CREATE TABLE kept (name); INSERT INTO kept VALUES ('${name}')`);
      file.close();
      await connection.sql`ATTACH DATABASE ${file.name} AS beside`;
      const rows = await connection.sql`SELECT name FROM beside.kept`;
      await connection.sql`DETACH DATABASE beside`;
      return rows;
    };
    expect(await attached('one')).toEqual([{ name: 'one' }]);
    expect(await attached('two')).toEqual([{ name: 'two' }]);
  });

  it('is of its connection alone', async () => {
    const reader = await opened(() => readerDataSource(path));
    const write = (to: SqliteConnection) => to.sql`INSERT INTO things (name) VALUES (${'x'})`;
    await write(connection);
    await expect(write(reader)).rejects.toThrow('readonly');
    await connection.close();
    const again = await opened(() => writerDataSource(path));
    expect(await again.sql`SELECT name FROM things`).toEqual([{ name: 'x' }]);
    await expect(write(again)).rejects.toSatisfy(isUniqueViolation);
  });

  it('reaches the file in one step, so that nothing comes between two that are asked for together', async () => {
    const recording = startRecording();
    const [first, second] = [connection.sql`SELECT 1 AS a`, connection.sql`SELECT 2 AS b`];
    recording.stop();
    expect(recording.statements.map(({ sql }) => sql)).toEqual(['SELECT 1 AS a', 'SELECT 2 AS b']);
    expect([await first, await second]).toEqual([[{ a: 1 }], [{ b: 2 }]]);
  });
});
