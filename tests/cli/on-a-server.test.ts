import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Membership } from '../../src/cluster/membership.js';
import { MIGRATIONS } from '../../src/persistence/engine/data-source.js';
import { Database } from '../../src/persistence/engine/database.js';
import { PostgresConnection } from '../../src/persistence/engine/postgres-connection.js';
import { PostgresEngine } from '../../src/persistence/engine/postgres-engine.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { saveContact } from '../../src/persistence/stores/channel-link-store.js';
import { defaultPreferences, savePreferences } from '../../src/persistence/stores/preference-store.js';
import { writeSetting } from '../../src/persistence/stores/setting-store.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import { ContactVault } from '../../src/vault/contact-vault.js';
import { postgresPrograms, type PostgresServer } from '../../demo/servers/postgres.js';
import { startPostgres, TEMPLATE } from '../support/postgres-template.js';
import { havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';
import { section } from '../docs/documents.js';
import { aBot, aDiscord, credentialsFor } from '../e2e/support.js';
import { tempDir } from '../support/temp-dir.js';
import { CONTACT_KEY } from '../support/test-app.js';
import { run } from './program.js';

const NEW_KEY = 'X19fX19fX19fX19fX19fX19fX19fX19fX19fX19fX18=';
const NEWEST = MIGRATIONS.at(-1)!.name;

describe.skipIf(!havePostgres)(`commands, with a database on a server (${NEEDS_POSTGRES})`, () => {
  let server: PostgresServer;
  let made = 0;
  let url: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    url = await aDatabase(TEMPLATE);
    env = { DATABASE_URL: url };
  });

  async function aDatabase(template: string): Promise<string> {
    const name = `told_${(made += 1)}`;
    const admin = await PostgresConnection.open({ url: server.urlOf('postgres') });
    await admin.script(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    await admin.close();
    return server.urlOf(name);
  }

  async function open(): Promise<Database> {
    return new Database(await PostgresEngine.open({ url }));
  }

  it('`migrate` brings it up to date, and takes the newest step back', async () => {
    const empty = { DATABASE_URL: await aDatabase('template1') };
    expect(await run('migrate', ['up'], empty)).toMatchObject({
      code: 0,
      said: expect.stringContaining(`Ran Initial`) as string,
    });
    expect(await run('migrate', ['up'], env)).toMatchObject({
      code: 0,
      said: 'Nothing to run: the database is up to date.\n',
    });
    expect(await run('migrate', ['down'], env)).toEqual({ code: 0, said: `Took ${NEWEST} back.\n` });
    expect(await run('migrate', ['up'], env)).toEqual({ code: 0, said: `Ran ${NEWEST}.\n` });
  });

  it('`migrate down` takes nothing from under a Muster that is at work', async () => {
    const database = await open();
    const member = await Membership.join(url, database, {
      machine: new SystemClock(),
      events: new SimpleEventBus(),
      gone: () => undefined,
    });
    const refused = await run('migrate', ['down'], env);
    expect(refused.said).toContain(
      'Muster is at work on this database. Stop every process of it first; nothing was changed.',
    );
    expect(refused.code).toBe(1);
    await member.leave();
    await database.close();
  });

  it('`keys rotate` seals every contact anew, and `check` finds which none opens', async () => {
    const database = await open();
    const vault = new ContactVault([CONTACT_KEY]);
    await database.withTransaction(async (tx) => {
      await savePreferences(tx, 'ana', defaultPreferences(), 0);
      await saveContact(tx, 'ana', 'telegram', vault.seal('telegram', { address: '7', name: 'Ana' }), 0);
      await writeSetting(tx, 'session_minimum', '3', 'ana', 0);
    });
    await database.close();
    const keys = (value: string) => ({ ...env, CONTACT_DATA_ENCRYPTION_KEY: value });
    const wrong = await run('check', [], keys(NEW_KEY));
    expect(wrong.said).toMatch(/fault +contact key +1 kept contacts are opened by no key/);
    expect(wrong.said).toMatch(/ok +settings +SESSION_MINIMUM: 3 \(changed with \/settings\)/);
    const rotated = await run('keys', ['rotate'], keys(`${NEW_KEY},${CONTACT_KEY}`));
    expect(rotated).toMatchObject({
      code: 0,
      said: expect.stringContaining('Sealed 1 contacts anew') as string,
    });
    expect((await run('check', [], keys(NEW_KEY))).said).toMatch(/ok +contact key +opens every contact/);
  });

  it('`keys rotate` does not bring another release’s database up to date', async () => {
    await run('migrate', ['down'], env);
    const refused = await run('keys', ['rotate'], { ...env, CONTACT_DATA_ENCRYPTION_KEY: NEW_KEY });
    expect(refused.said).toContain('of another release. Bring it up to date first: npm run migrate.');
    expect(refused.code).toBe(1);
  });

  it('`backup` and `restore` leave it to PostgreSQL’s own means, and what the documents say of them works', async () => {
    expect(await run('backup', [], env)).toMatchObject({
      code: 78,
      said: expect.stringMatching(/pg_dump.*docs\/operations\.md/) as string,
    });
    expect(await run('restore', ['x'], env)).toMatchObject({
      code: 78,
      said: expect.stringContaining('docs/operations.md') as string,
    });

    // Just as docs/operations.md has it.
    const [, dumping = '', restoring = ''] =
      /```sh\n(pg_dump [^`]+)```[^]*?```sh\n(createdb [^`]+)```/.exec(
        section('docs/operations.md', '## Several machines'),
      ) ?? [];
    const folder = tempDir();
    const shell = (words: string, on: string) =>
      spawnSync('sh', ['-ec', words], {
        encoding: 'utf8',
        cwd: folder,
        env: {
          PATH: `${postgresPrograms()!}:${process.env['PATH'] ?? ''}`,
          PGHOST: '127.0.0.1',
          PGPORT: new URL(url).port,
          PGUSER: 'muster',
          DATABASE_URL: on,
        },
      });
    const restored = server.urlOf('restored');
    expect(shell(dumping, url)).toMatchObject({ status: 0, stderr: '' });
    expect(shell(restoring, restored)).toMatchObject({ status: 0, stderr: '', stdout: 'INSERT 0 1\n' });
    const there = { DATABASE_URL: restored };
    expect((await run('check', [], there)).said).toMatch(/ok +database +.* may do there what it takes\n/);

    const bot = aBot({ ...credentialsFor(await aDiscord()), ...there });
    const { msg } = await bot.waitForEvent('backup_adopted');
    expect(msg).toMatch(
      /^This database is a backup of 2026-11-23T02:32:48\.212Z that was put in place by hand: 0 jobs/,
    );
  });
});
