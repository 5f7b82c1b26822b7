import { describe, expect, it, onTestFinished } from 'vitest';
import { newerRelease } from '../../src/cluster/release-watch.js';
import { Database } from '../../src/persistence/engine/database.js';
import { PostgresConnection } from '../../src/persistence/engine/postgres-connection.js';
import { PostgresEngine } from '../../src/persistence/engine/postgres-engine.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import { aMigratedPostgres, havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';

const clock = new SystemClock();

describe.skipIf(!havePostgres)(`a process of an older release (${NEEDS_POSTGRES})`, () => {
  async function setUp() {
    const url = await aMigratedPostgres();
    const database = new Database(await PostgresEngine.open({ url }));
    const admin = await PostgresConnection.open({ url });
    onTestFinished(async () => {
      await admin.close();
      await database.close();
    });
    return { database, admin };
  }

  it('is told when a newer one has migrated the database, also over a lost connection', async () => {
    const { database, admin } = await setUp();
    const told = newerRelease(database.view, clock, new AbortController().signal);
    const [me] = await database.view.sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`;
    await admin.script(`SELECT pg_terminate_backend(${String(me!.pid)}, 5000)`);
    await admin.script(`INSERT INTO migrations (timestamp, name) VALUES (9, 'FromTheFuture9')`);
    expect(await told).toEqual(['FromTheFuture9']);
  });

  it('is told nothing as long as there is none, and stops listening when it stops', async () => {
    const { database } = await setUp();
    const stop = new AbortController();
    const told = newerRelease(database.view, clock, stop.signal);
    await database.ping();
    stop.abort();
    expect(await told).toBeNull();
  });
});
