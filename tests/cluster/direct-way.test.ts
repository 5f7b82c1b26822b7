import { inspect } from 'node:util';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { assertDirect, type Ways } from '../../src/cluster/direct-way.js';
import { Database } from '../../src/persistence/engine/database.js';
import { PostgresConnection } from '../../src/persistence/engine/postgres-connection.js';
import { PostgresEngine } from '../../src/persistence/engine/postgres-engine.js';
import { StorageError } from '../../src/persistence/file/storage-error.js';
import { readState, writeState } from '../../src/persistence/stores/system-state-store.js';
import { aMigratedPostgres, aPostgres, havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';
import { aPoolerInTransactionMode } from '../support/transaction-pooler.js';
import { wayTo } from '../support/way-to-postgres.js';

const withPassword = (url: string): string => Object.assign(new URL(url), { password: 'hunter2' }).href;

describe.skipIf(!havePostgres)(`the ways to a PostgreSQL database (${NEEDS_POSTGRES})`, () => {
  let url: string;
  beforeEach(async () => {
    url = await aMigratedPostgres();
  });

  async function refusal(ways: Ways): Promise<StorageError> {
    const refused: unknown = await assertDirect(ways).catch((error: unknown) => error);
    expect(inspect(refused, { depth: null })).not.toContain('hunter2');
    expect(refused).toBeInstanceOf(StorageError);
    return refused as StorageError;
  }

  it('are good where one leads to the server, or both do', async () => {
    await assertDirect({ url, sessionUrl: url });
    await assertDirect({ url, sessionUrl: withPassword(url) });
  });

  it('are good through something that hands each connection on', async () => {
    const relayed = (await wayTo(url)).url;
    await assertDirect({ url: relayed, sessionUrl: relayed });
  });

  it('leave nothing behind on a pooler’s sessions', async () => {
    const pooler = await aPoolerInTransactionMode(url);
    await assertDirect({ url: pooler, sessionUrl: url });
    const next = await PostgresConnection.open({ url: pooler, isPooled: true });
    onTestFinished(() => next.close());
    expect(await next.query('SHOW lock_timeout')).toEqual([{ lock_timeout: '0' }]);
    expect(
      await next.query(`SELECT count(*) AS held FROM pg_locks WHERE locktype = 'advisory'
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`),
    ).toEqual([{ held: 0 }]);
  });

  it('through a pooler in transaction mode keep no session: the setting to set is named', async () => {
    const pooler = withPassword(await aPoolerInTransactionMode(url));
    const alone = await refusal({ url: pooler, sessionUrl: pooler });
    expect(alone.message).toMatch(
      /^DATABASE_URL leads through a pooler in transaction mode.*in DATABASE_SESSION_URL/,
    );
    const both = await refusal({ url, sessionUrl: pooler });
    expect(both.message).toMatch(/^DATABASE_SESSION_URL leads through a pooler in transaction mode/);
    expect([alone.lasting, both.lasting]).toEqual([true, true]);
  });

  it('through such a pooler are good with a direct one beside it', async () => {
    const pooler = await aPoolerInTransactionMode(url);
    for (let round = 0; round < 10; round += 1) await assertDirect({ url: pooler, sessionUrl: url });
  });

  it('that lead to two databases are refused', async () => {
    const other = withPassword(await aPostgres());
    const refused = await refusal({ url: withPassword(url), sessionUrl: other });
    expect(refused.message).toMatch(
      /^DATABASE_SESSION_URL \(.*\) leads to another database, .* than DATABASE_URL \(.*\)/,
    );
    expect(refused.lasting).toBe(true);
  });

  it('of which one leads nowhere are told by its name', async () => {
    const nowhere = 'postgres://muster:hunter2@127.0.0.1:1/muster';
    expect((await refusal({ url, sessionUrl: nowhere })).message).toContain(
      'that DATABASE_SESSION_URL leads there',
    );
    expect((await refusal({ url: nowhere, sessionUrl: url })).message).toContain(
      'that DATABASE_URL leads there',
    );
  });

  it('serve a database through a pooler: transactions of several processes come one after the other', async () => {
    const pooler = await aPoolerInTransactionMode(url);
    const processes = await Promise.all(
      [1, 2, 3].map(() => PostgresEngine.open({ url: pooler, sessionUrl: url })),
    );
    const databases = processes.map((engine) => new Database(engine));
    onTestFinished(async () => {
      for (const database of databases) await database.close();
    });
    const count = (database: Database): Promise<void> =>
      database.withTransaction(async (tx) => {
        const before = Number((await readState(tx, 'progress:counter')) ?? 0);
        await writeState(tx, 'progress:counter', String(before + 1), 0);
      });
    await Promise.all(Array.from({ length: 30 }, (_, index) => count(databases[index % 3]!)));
    for (const database of databases) expect(await readState(database.view, 'progress:counter')).toBe('30');
  });
});
