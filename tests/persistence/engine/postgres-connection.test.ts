import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { QueryFailedError } from 'typeorm';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { isUniqueViolation } from '../../../src/persistence/engine/dialect.js';
import { PostgresConnection } from '../../../src/persistence/engine/postgres-connection.js';
import { databaseFault } from '../../../src/persistence/file/storage-error.js';
import { aPostgres, havePostgres, NEEDS_POSTGRES } from '../../support/postgres.js';

describe.skipIf(!havePostgres)(`a connection to PostgreSQL (${NEEDS_POSTGRES})`, () => {
  let url: string;
  let connection: PostgresConnection;
  beforeEach(async () => {
    url = await aPostgres();
    connection = await opened();
    await connection.script(
      'CREATE TABLE things (id serial PRIMARY KEY, name text UNIQUE NOT NULL, what integer)',
    );
  });

  async function opened(options: { readOnly?: boolean } = {}): Promise<PostgresConnection> {
    const made = await PostgresConnection.open({ url, ...options });
    onTestFinished(() => made.close().catch(() => undefined));
    return made;
  }

  /** How many statements the server keeps for a connection. */
  async function keptFor(asked: PostgresConnection): Promise<number> {
    const [row] = await asked.query<{ n: number }>('SELECT COUNT(*) AS n FROM pg_prepared_statements');
    return row!.n;
  }

  async function codeOf(asked: Promise<unknown>): Promise<unknown> {
    const error: unknown = await asked.catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(QueryFailedError);
    return (error as QueryFailedError & { driverError: { code?: unknown } }).driverError.code;
  }

  /** How soon the server notices that nobody is there any more. */
  const noticing = (of: PostgresConnection) =>
    of.query(`SELECT current_setting('tcp_keepalives_idle') AS idle, current_setting('tcp_keepalives_interval') AS interval,
      current_setting('tcp_keepalives_count') AS count, current_setting('tcp_user_timeout') AS unheard`);

  it('is ended by the server soon after its host is gone without a word', async () => {
    const settings = { idle: '5', interval: '2', count: '3', unheard: '11000' };
    expect(await noticing(connection)).toEqual([settings]);
    expect(await noticing(await opened({ readOnly: true }))).toEqual([settings]);
  });

  it('works as well with a server that knows of no such setting', async () => {
    const { port, hostname } = new URL(url);
    const server = createServer((client) => {
      const upstream = connect(Number(port), hostname);
      for (const socket of [client, upstream]) socket.on('error', () => undefined);
      upstream.pipe(client);
      client.on('data', (said) =>
        upstream.write(
          said.toString('latin1').replace('SET tcp_user_timeout', 'SET tcp_no_such_here'),
          'latin1',
        ),
      );
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port: own } = server.address() as AddressInfo;
    const by = Object.assign(new URL(url), { port: String(own) }).href;
    const elsewhere = await PostgresConnection.open({ url: by });
    expect(await elsewhere.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await elsewhere.close();
  });

  describe('a value in a gap', () => {
    it('arrives as what it is', async () => {
      const values = [
        null,
        undefined,
        true,
        false,
        0,
        -1.5,
        9_007_199_254_740_993n,
        '',
        'ß"\'?$1\\',
        'x'.repeat(1e6),
      ];
      const types = [
        'text',
        'text',
        'boolean',
        'boolean',
        'integer',
        'numeric',
        'bigint',
        'text',
        'text',
        'text',
      ];
      for (const [index, value] of values.entries()) {
        const [row] = await connection.sql<{
          value: unknown;
        }>`SELECT CAST(${value} AS ${() => types[index]!}) AS value`;
        expect(row!.value).toBe(typeof value === 'bigint' ? Number(value) : (value ?? null));
      }
    });

    it('is a list, or SQL, where a function gives it, and each parameter has its number', async () => {
      const name = (): string => 'things';
      await connection.sql`INSERT INTO ${name} (name, what) VALUES (${'a'}, ${1}), (${'b'}, ${null}), (${'c'}, ${3})`;
      const found = await connection.sql`
        SELECT name FROM ${name} WHERE what IN (${() => [3, 1]}) AND name <> ${'c'} OR name = ${'b'} ORDER BY name`;
      expect(found).toEqual([{ name: 'a' }, { name: 'b' }]);
      expect(
        await connection.query(`SELECT '?' AS mark, name FROM things WHERE what = ? AND name = ?`, [1, 'a']),
      ).toEqual([{ mark: '?', name: 'a' }]);
    });

    it('is without the NULs PostgreSQL has no place for', async () => {
      await connection.sql`INSERT INTO things (name) VALUES (${'a\0b\0'})`;
      expect(await connection.sql`SELECT name FROM things WHERE name = ${'\0ab'}`).toEqual([{ name: 'ab' }]);
    });

    it('is refused where it is no value of SQL', async () => {
      for (const value of [new Date(0), { a: 1 }, Symbol('no')])
        await expect(connection.sql`SELECT ${value} AS value`).rejects.toThrow(QueryFailedError);
      await expect(connection.sql`SELECT 1 WHERE 1 IN (${() => []})`).rejects.toThrow('empty array');
      expect(await connection.sql`SELECT 1 AS one`).toEqual([{ one: 1 }]);
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
    });

    it('has numbers where something is counted or summed, and booleans where it is asked for', async () => {
      await connection.sql`INSERT INTO things (name, what) VALUES ('a', 2), ('b', 3)`;
      const [row] = await connection.sql`
        SELECT COUNT(*) AS count, SUM(what) AS sum, SUM(CAST(what AS bigint)) AS large, MAX(id) AS last, 7 / 2 AS half,
          EXISTS (SELECT 1 FROM things) AS some FROM things`;
      expect(row).toEqual({ count: 2, sum: 5, large: 5, last: 2, half: 3, some: true });
    });
  });

  describe('an error', () => {
    it('has the code of the server', async () => {
      await connection.sql`INSERT INTO things (name) VALUES ('a')`;
      await expect(connection.sql`INSERT INTO things (name) VALUES (${'a'})`).rejects.toSatisfy(
        isUniqueViolation,
      );
      expect(await codeOf(connection.sql`INSERT INTO things (name) VALUES (${null})`)).toBe('23502');
      expect(await codeOf(connection.sql`SELECT * FROM nowhere WHERE id = ${1}`)).toBe('42P01');
      expect(await codeOf(connection.sql`SELEKT ${1}`)).toBe('42601');
      const reader = await opened({ readOnly: true });
      await expect(reader.sql`INSERT INTO things (name) VALUES ('b')`).rejects.toSatisfy(
        (error) => databaseFault(error) === 'read_only',
      );
    });

    it('leaves a transaction to be rolled back, to a savepoint or as a whole', async () => {
      await connection.sql`BEGIN`;
      await connection.sql`SAVEPOINT before`;
      expect(await codeOf(connection.sql`SELECT 1 / ${0}`)).toBe('22012');
      expect(connection.isInTransaction).toBe(true);
      expect(await codeOf(connection.sql`SELECT 1`)).toBe('25P02');
      await connection.sql`ROLLBACK TO before`;
      await connection.sql`INSERT INTO things (name) VALUES ('a')`;
      await connection.sql`COMMIT`;
      expect(connection.isInTransaction).toBe(false);
      expect(await connection.sql`SELECT name FROM things`).toEqual([{ name: 'a' }]);
    });

    it('that was caught is told by the commit, which the server answers as if all were well', async () => {
      await connection.sql`BEGIN`;
      await connection.sql`INSERT INTO things (name) VALUES ('a')`;
      await connection.sql`SELECT 1 / ${0}`.catch(() => undefined);
      expect(await codeOf(connection.sql`COMMIT`)).toBe('25P02');
      expect(connection.isInTransaction).toBe(false);
      expect(await connection.sql`SELECT name FROM things`).toEqual([]);
    });

    it('says that the connection is gone, once it is, for each statement from then on', async () => {
      const other = await opened();
      const [me] = await other.sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`;
      await connection.sql`SELECT pg_terminate_backend(${me!.pid})`;
      expect(['08006', '57P01']).toContain(await codeOf(other.sql`SELECT 1`));
      expect(other.isLost).toBe(true);
      expect(other.isInTransaction).toBe(false);
      await expect(other.sql`SELECT 1`).rejects.toSatisfy((error) => databaseFault(error) === 'unreachable');
    });

    it('says that it can’t be reached where nobody is there to connect to', async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      server.close();
      await once(server, 'close');
      const nobody = PostgresConnection.open({ url: `postgres://muster@127.0.0.1:${String(port)}/muster` });
      await expect(nobody).rejects.toSatisfy((error) => databaseFault(error) === 'unreachable');
      await expect(nobody).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    });

    it('and one that is cut while it is made says so too', async () => {
      const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
      await once(server, 'listening');
      onTestFinished(() => void server.close());
      const { port } = server.address() as AddressInfo;
      const cut = PostgresConnection.open({ url: `postgres://muster@127.0.0.1:${String(port)}/muster` });
      await expect(cut).rejects.toSatisfy((error) => databaseFault(error) === 'unreachable');
    });

    it('is no trouble of the database where only a statement was wrong', async () => {
      for (const asked of [
        connection.sql`SELEKT ${1}`,
        connection.sql`INSERT INTO things (name) VALUES (${null})`,
      ])
        await expect(asked).rejects.toSatisfy((error) => databaseFault(error) === null);
    });

    it('after it is closed is one, for a statement that ran before and for a new one', async () => {
      const one = () => connection.sql`SELECT 1`;
      await one();
      await connection.close();
      for (const asked of [one(), connection.query('SELECT 2')])
        await expect(asked).rejects.toThrow(QueryFailedError);
    });
  });

  describe('a statement', () => {
    it('is prepared once for each shape its gaps give it, however often its template is called', async () => {
      const among = (name: string | null, ids: number[]) =>
        connection.sql`SELECT id FROM things WHERE name = ${name} AND id IN (${() => ids})`;
      const before = await keptFor(connection);
      for (let i = 0; i < 10; i += 1) {
        await among('a', [i]);
        await among(null, [i]);
        await among('b', [i, i + 1]);
      }
      expect((await keptFor(connection)) - before).toBe(3);
    });

    it('is kept while it is among the last ones used; the server keeps no more than some hundred', async () => {
      for (let n = 1; n <= 500; n += 1) await connection.query(`SELECT ${n} AS n`);
      expect(await keptFor(connection)).toBeLessThanOrEqual(201);
      expect(await connection.query('SELECT 1 AS n')).toEqual([{ n: 1 }]);
    });

    it('that was wrong is not kept by the server, and its end disturbs nobody', async () => {
      for (let n = 1; n <= 300; n += 1)
        await connection.query(`SELECT ${n} FROM nowhere`).catch(() => undefined);
      expect(await connection.query('SELECT 1 AS n')).toEqual([{ n: 1 }]);
      expect(await keptFor(connection)).toBeLessThanOrEqual(2);
    });

    it('answers by the schema as it is now, after a change of it by another process', async () => {
      const all = () => connection.sql`SELECT * FROM things`;
      await connection.sql`INSERT INTO things (name) VALUES ('a')`;
      expect(await all()).toEqual([{ id: 1, name: 'a', what: null }]);
      const other = await opened();
      await other.sql`ALTER TABLE things ADD COLUMN colour text NOT NULL DEFAULT 'grey'`;
      expect(await all()).toEqual([{ id: 1, name: 'a', what: null, colour: 'grey' }]);
      await other.sql`ALTER TABLE things DROP COLUMN what`;
      await connection.sql`BEGIN`;
      expect(await codeOf(all())).toBe('0A000');
      await connection.sql`ROLLBACK`;
      await connection.sql`BEGIN`;
      expect(await all()).toEqual([{ id: 1, name: 'a', colour: 'grey' }]);
      await connection.sql`ROLLBACK`;
    });

    it('comes after those asked for before it', async () => {
      const asked = ['a', 'b', 'c'].map((name) => connection.sql`INSERT INTO things (name) VALUES (${name})`);
      const read = connection.sql`SELECT name FROM things ORDER BY id`;
      expect(await read).toEqual([{ name: 'a' }, { name: 'b' }, { name: 'c' }]);
      await Promise.all(asked);
    });
  });
});
