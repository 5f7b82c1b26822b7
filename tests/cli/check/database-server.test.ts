import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { databaseServerChecks } from '../../../src/cli/check/database-server.js';
import { runChecks } from '../../../src/cli/check/run.js';
import { Membership } from '../../../src/cluster/membership.js';
import type { Clock } from '../../../src/domain/clock.js';
import { Database } from '../../../src/persistence/engine/database.js';
import { PostgresConnection } from '../../../src/persistence/engine/postgres-connection.js';
import { PostgresEngine } from '../../../src/persistence/engine/postgres-engine.js';
import { SimpleEventBus } from '../../../src/observability/event-bus.js';
import { SystemClock } from '../../../src/scheduling/system-clock.js';
import type { PostgresServer } from '../../../demo/servers/postgres.js';
import { startPostgres, TEMPLATE } from '../../support/postgres-template.js';
import { havePostgres, NEEDS_POSTGRES } from '../../support/postgres.js';
import { aPoolerInTransactionMode } from '../../support/transaction-pooler.js';

const machine = new SystemClock();

describe.skipIf(!havePostgres)(`the checks of a PostgreSQL (${NEEDS_POSTGRES})`, () => {
  let server: PostgresServer;
  let made = 0;

  beforeAll(async () => {
    server = await startPostgres();
    await administer('CREATE ROLE reader LOGIN');
  });
  afterAll(() => server.stop());

  async function administer(words: string, database = 'postgres'): Promise<void> {
    const admin = await PostgresConnection.open({ url: server.urlOf(database) });
    await admin.script(words);
    await admin.close();
  }

  async function aDatabase(template: string): Promise<string> {
    const name = `checked_${(made += 1)}`;
    await administer(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    return server.urlOf(name);
  }

  /** What is found, a line for each. */
  async function found(url: string, sessionUrl = url, clock: Clock = machine): Promise<string[]> {
    const findings = await runChecks(
      databaseServerChecks({ kind: 'postgres', url, sessionUrl }, clock),
      machine,
    );
    return findings.map(({ what, state, said }) => `${state} ${what}: ${said}`);
  }

  /** What the database holds, as somebody would dump it. */
  async function tablesOf(url: string): Promise<unknown> {
    const connection = await PostgresConnection.open({ url });
    onTestFinished(() => connection.close());
    return connection.query(
      `SELECT relname, reltuples, relfilenode FROM pg_class WHERE relkind IN ('r', 'i') ORDER BY 1`,
    );
  }

  it('find all well, and change nothing', async () => {
    const url = await aDatabase(TEMPLATE);
    const before = await tablesOf(url);
    expect(await found(url)).toEqual([
      expect.stringMatching(
        /^ok database: 127\.0\.0\.1:\d+\/checked_\d+ is PostgreSQL \d+\.\d+.*, and muster may do there what it takes$/,
      ),
      'ok session: lasts by DATABASE_URL',
      'ok database clock: matches this machine’s (±2 s)',
      expect.stringMatching(/^ok connections: \d+ of 97 are left, and a process of Muster’s takes 4$/),
      'ok processes: none is at work',
    ]);
    expect(await tablesOf(url)).toEqual(before);
  });

  it('say what the first start does in an empty one, and the next in one of an earlier release', async () => {
    const empty = await aDatabase('template1');
    expect((await found(empty))[0]).toMatch(/^ok .*the first start makes the tables$/);
    const older = await aDatabase(TEMPLATE);
    await administer('DELETE FROM migrations WHERE id > 2', new URL(older).pathname.slice(1));
    expect((await found(older))[0]).toMatch(/^ok .*the next start migrates it \(\d+ steps\)$/);
  });

  it('find that a newer release made it', async () => {
    const url = await aDatabase(TEMPLATE);
    const newer = `INSERT INTO migrations (timestamp, name) VALUES (9, 'FromTheFuture9')`;
    await administer(newer, new URL(url).pathname.slice(1));
    expect((await found(url))[0]).toMatch(/^fault database: .*newer release \(FromTheFuture9\)/);
  });

  it('find a user who may not do what it takes', async () => {
    const url = (await aDatabase('template1')).replace('muster@', 'reader@');
    expect((await found(url))[0]).toMatch(
      /^fault database: The user reader in DATABASE_URL may not make tables/,
    );
    const made = (await aDatabase(TEMPLATE)).replace('muster@', 'reader@');
    expect((await found(made))[0]).toMatch(/^fault database: The user reader in DATABASE_URL may not do in/);
  });

  it('find nobody there once, and let the rest be', async () => {
    const nobody = 'postgres://muster:hunter2@127.0.0.1:1/muster';
    const lines = await found(nobody);
    expect(lines[0]).toMatch(/^fault database: .*can't be reached \(ECONNREFUSED\)/);
    expect(lines[2]).toBe('warning database clock: not asked: see the database');
    expect(lines.join()).not.toContain('hunter2');
  });

  it('find a pooler in transaction mode, and a way around it', async () => {
    const url = await aDatabase(TEMPLATE);
    const pooler = await aPoolerInTransactionMode(url);
    expect((await found(pooler))[1]).toMatch(
      /^fault session: DATABASE_URL leads through a pooler in transaction mode/,
    );
    const lines = await found(pooler, url);
    expect(lines.map((line) => line.split(' ')[0])).toEqual(Array(5).fill('ok'));
    expect(lines[1]).toMatch(/^ok session: lasts by DATABASE_SESSION_URL/);
    const other = await aDatabase(TEMPLATE);
    expect((await found(url, other))[1]).toMatch(/^fault session: .*leads to another database/);
  });

  it('find a clock that is two seconds off', async () => {
    const late: Clock = Object.assign(Object.create(machine) as Clock, { now: () => machine.now() - 2_500 });
    const url = await aDatabase(TEMPLATE);
    expect((await found(url, url, late))[2]).toMatch(
      /^warning database clock: this machine’s is 2\.5 s behind it/,
    );
  });

  it('find few connections left', async () => {
    const url = await aDatabase(TEMPLATE);
    const guests = await Promise.all(Array.from({ length: 92 }, () => PostgresConnection.open({ url })));
    onTestFinished(async () => {
      for (const guest of guests) await guest.close();
    });
    expect((await found(url)).join('\n')).toMatch(
      /warning connections: \d of 97 are left.*raise max_connections/,
    );
  });

  it('find who is at work', async () => {
    const url = await aDatabase(TEMPLATE);
    const database = new Database(await PostgresEngine.open({ url }));
    const members = await Promise.all(
      [1, 2].map(() =>
        Membership.join(url, database, { machine, events: new SimpleEventBus(), gone: () => undefined }),
      ),
    );
    await members[0]!.take('housekeeping');
    expect((await found(url))[4]).toBe('ok processes: 2 are at work, with housekeeping');
    for (const member of members) await member.leave();
    await database.close();
  });
});
