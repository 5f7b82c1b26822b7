import { setImmediate as turn } from 'node:timers/promises';
import type { MigrationInterface } from 'typeorm';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { MIGRATIONS } from '../../../src/persistence/engine/data-source.js';
import { Database } from '../../../src/persistence/engine/database.js';
import { PostgresConnection } from '../../../src/persistence/engine/postgres-connection.js';
import { PostgresEngine } from '../../../src/persistence/engine/postgres-engine.js';
import { databaseFault } from '../../../src/persistence/file/storage-error.js';
import { readState, writeState } from '../../../src/persistence/stores/system-state-store.js';
import { aMigratedPostgres, aPostgres, havePostgres, NEEDS_POSTGRES } from '../../support/postgres.js';

/** A release to come. */
class Newer1990000000000 implements MigrationInterface {
  async up(): Promise<void> {
    // It changes nothing that matters here.
  }

  async down(): Promise<void> {
    throw new Error('never taken back here');
  }
}

describe.skipIf(!havePostgres)(`a database on PostgreSQL (${NEEDS_POSTGRES})`, () => {
  let url: string;
  beforeEach(async () => {
    url = await aMigratedPostgres();
  });

  /** A process of its own, as far as the server knows. */
  async function aProcess(): Promise<Database> {
    const database = new Database(await PostgresEngine.open({ url }));
    onTestFinished(() => database.close().catch(() => undefined));
    return database;
  }

  /** Somebody else, who administers the server. */
  async function administer(words: string): Promise<void> {
    const admin = await PostgresConnection.open({ url });
    await admin.script(words);
    await admin.close();
  }

  async function hangUpOn(database: Database, name: 'writer' | 'reader'): Promise<void> {
    const [me] = await database[name].sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`;
    await administer(`SELECT pg_terminate_backend(${String(me!.pid)}, 5000)`);
  }

  const COUNTER = 'progress:counter';

  /** Reads, waits, and writes by what it has read: wrong as soon as two do so at once. */
  const countOn = (database: Database): Promise<void> =>
    database.withTransaction(async (tx) => {
      const before = Number((await readState(tx, COUNTER)) ?? 0);
      await turn();
      await writeState(tx, COUNTER, String(before + 1), 0);
    });

  it('lets the transactions of all processes come one after the other: what one has read holds when it writes', async () => {
    const processes = [await aProcess(), await aProcess(), await aProcess()];
    const work = Array.from({ length: 60 }, (_, index) => countOn(processes[index % 3]!));
    await Promise.all(work);
    expect(await readState(processes[0]!.view, COUNTER)).toBe('60');
  });

  it('does so whatever the server takes for usual', async () => {
    const [{ name }] = (await (await aProcess()).view.query('SELECT current_database() AS name')) as [
      { name: string },
    ];
    await administer(`ALTER DATABASE ${name} SET default_transaction_isolation = 'repeatable read';
      ALTER DATABASE ${name} SET default_transaction_read_only = on;
      ALTER DATABASE ${name} SET synchronous_commit = off`);
    const processes = [await aProcess(), await aProcess()];
    await Promise.all(Array.from({ length: 20 }, (_, index) => countOn(processes[index % 2]!)));
    expect(await readState(processes[0]!.view, COUNTER)).toBe('20');
    expect(await processes[0]!['writer'].query('SHOW synchronous_commit')).toEqual([
      { synchronous_commit: 'on' },
    ]);
  });

  it('lets other deployments of the same database be', async () => {
    const [one, other] = [await aProcess(), await PostgresConnection.open({ url })];
    onTestFinished(() => other.close());
    await other.script('CREATE SCHEMA theirs; SET search_path = theirs');
    const [theirs] = await other.sql<{ lock: string }>`
      SELECT CAST(hashtextextended('muster ' || current_schema(), 0) AS text) AS lock`;
    await one.withTransaction(async () => {
      await other.script(`BEGIN; SELECT pg_advisory_xact_lock(${theirs!.lock}); COMMIT`);
    });
  });

  it('takes back a transaction whose connection is lost, and goes on with another one', async () => {
    const database = await aProcess();
    const run = database.withTransaction(async (tx) => {
      await writeState(tx, COUNTER, 'lost', 0);
      await hangUpOn(database, 'writer');
      await writeState(tx, 'progress:after', 'lost', 0);
    });
    await expect(run).rejects.toSatisfy((error) => databaseFault(error) === 'unreachable');
    expect(await readState(database.view, COUNTER)).toBeNull();
    await countOn(database);
    expect(await database.view.query('SELECT key, value FROM system_state')).toEqual([
      { key: COUNTER, value: '1' },
    ]);
  });

  it('goes on reading after the connection of its views is lost', async () => {
    const database = await aProcess();
    await countOn(database);
    await hangUpOn(database, 'reader');
    const asked = [1, 2, 3].map(() => readState(database.view, COUNTER));
    expect(await Promise.all(asked)).toEqual(['1', '1', '1']);
    await database.ping();
  });

  it('that is closed connects no more: whoever still asks is told', async () => {
    const database = await aProcess();
    await database.close();
    await expect(countOn(database)).rejects.toThrow('the database is closed');
    await expect(readState(database.view, COUNTER)).rejects.toThrow();
  });

  it('can be closed after its server has gone', async () => {
    const database = await aProcess();
    const [{ name }] = (await database.view.query('SELECT current_database() AS name')) as [{ name: string }];
    const admin = await PostgresConnection.open({
      url: Object.assign(new URL(url), { pathname: '/postgres' }).href,
    });
    await admin.script(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`);
    await admin.sql`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = ${name}`;
    await admin.close();
    await expect(readState(database.view, COUNTER)).rejects.toThrow();
    await database.close();
  });

  it('can’t write where views read', async () => {
    const database = await aProcess();
    const written = database['reader'].sql`INSERT INTO system_state VALUES ('k', 'v', '', '')`;
    await expect(written).rejects.toSatisfy((error) => databaseFault(error) === 'read_only');
  });

  it('that is empty is brought up to date by one of many who open it at once', async () => {
    url = await aPostgres();
    const processes = await Promise.all([aProcess(), aProcess(), aProcess()]);
    const upgrades = processes.flatMap(({ upgraded }) => (upgraded ? [upgraded] : []));
    expect(upgrades).toEqual([{ migrations: MIGRATIONS.map(({ name }) => name), backupPath: null }]);
    await Promise.all(processes.map(countOn));
    expect(await readState(processes[0].view, COUNTER)).toBe('3');
  });

  it('of a newer release is refused in words, without the password', async () => {
    const newer = [...MIGRATIONS, Newer1990000000000];
    await (await PostgresEngine.open({ url, migrations: newer })).close();
    const secret = Object.assign(new URL(url), { password: 'hunter2' }).href;
    const refused = await PostgresEngine.open({ url: secret }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: 'StorageError', lasting: true });
    expect(String(refused)).toMatch(/by a newer Muster than this one \(Newer1990000000000\)/);
    expect(String(refused)).not.toContain('hunter2');
  });
});
