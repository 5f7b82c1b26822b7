import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Membership } from '../../src/cluster/membership.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { Database } from '../../src/persistence/engine/database.js';
import { PostgresEngine } from '../../src/persistence/engine/postgres-engine.js';
import { ProcessLock } from '../../src/persistence/file/process-lock.js';
import { erase } from '../../src/persistence/stores/erasure-store.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import { BlindIndex } from '../../src/vault/blind-index.js';
import { dumpOriginal, inOriginal, makeOriginal, oddCommunity } from '../support/original.js';
import { aMigratedPostgres, aPostgres, havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';
import { tempDir } from '../support/temp-dir.js';
import { CONTACT_KEY } from '../support/test-app.js';
import { run } from './program.js';

const KEY = { CONTACT_DATA_ENCRYPTION_KEY: CONTACT_KEY };
const ANA = '200000000000000001';
const BOR = '200000000000000002';

/** A database file that is not there yet. */
function aPlace(): { path: string; env: Record<string, string> } {
  const path = join(tempDir(), 'muster.sqlite');
  return { path, env: { ...KEY, DATABASE_URL: `sqlite:${path}` } };
}

function aFile(text: string, name = 'links.csv'): string {
  const path = join(tempDir(), name);
  writeFileSync(path, text);
  return path;
}

const LINKS = `user_id,player_guid,player_name,timezone
${ANA},guid-1,^1Ana,Europe/Vienna
${BOR},guid-2,"Bor, the ""second""",
${BOR.replace(/2$/, '3')},guid-1,Cene,
12345,guid-4,Dana,
`;

describe('`import` of a list of links', () => {
  it('says what it would bring, brings it when asked, and then finds nothing to do', async () => {
    const { path, env } = aPlace();
    const file = aFile(LINKS);
    const report = await run('import', [file], env);
    expect(report.said).toMatch(/^members +4 +2 +0 +0 +2$/m);
    expect(report.said).toMatch(/^ +1 of accounts without a Discord account$/m);
    expect(report.said).toMatch(/^ +1 with a game account that somebody else has$/m);
    expect(report.said).toContain('Nothing was changed.');
    expect(report.code).toBe(0);
    expect(existsSync(path)).toBe(false);

    const done = await run('import', [file, '--apply'], env);
    expect(done).toMatchObject({ code: 0, said: expect.stringContaining('It is done.') as string });
    const again = await run('import', [file, '--apply'], env);
    expect(again).toMatchObject({ code: 0, said: expect.stringContaining('nothing to do.') as string });
    expect(again.said).toMatch(/^As it is now, the database is in .*manual/m);

    const database = await Database.open(path);
    const links = await database.view
      .sql`SELECT user_id, player_guid, player_name, verified_at FROM player_links ORDER BY user_id`;
    expect(links).toEqual([
      { user_id: ANA, player_guid: 'guid-1', player_name: '^1Ana', verified_at: null },
      { user_id: BOR, player_guid: 'guid-2', player_name: 'Bor, the "second"', verified_at: null },
    ]);
    // Links, and never consent.
    const preferences = await database.view
      .sql`SELECT user_id, allow_promotions + allow_questions + allow_ready_notices AS yes, timezone FROM subscription_preferences`;
    expect(preferences).toEqual([{ user_id: ANA, yes: 0, timezone: 'Europe/Vienna' }]);
    await database.close();
  });

  it('can be taken back: the backup it names is what was there before', async () => {
    const { path, env } = aPlace();
    await run('migrate', ['up'], env);
    const file = aFile(LINKS);
    const { said } = await run('import', [file, '--apply'], env);
    const [, backup = ''] = /As it is now, the database is in (\S+)\./.exec(said) ?? [];
    expect(await run('restore', ['--yes', backup], env)).toMatchObject({ code: 0 });
    const database = await Database.open(path);
    expect(await database.view.sql`SELECT user_id FROM player_links`).toEqual([]);
    expect(await database.view.sql`SELECT user_id FROM imported_items`).toEqual([]);
    await database.close();
    expect((await run('import', [file, '--apply'], env)).said).toMatch(/^members +4 +2 +0 +0 +2$/m);
  });

  it('takes a newer list’s names and zones', async () => {
    const { path, env } = aPlace();
    await run('import', [aFile(LINKS), '--apply'], env);
    const newer = LINKS.replace('^1Ana,Europe/Vienna', 'Anja,Europe/Ljubljana');
    const { said } = await run('import', [aFile(newer), '--apply'], env);
    expect(said).toMatch(/^members +4 +0 +1 +1 +2$/m);
    const database = await Database.open(path);
    expect(await database.view.sql`SELECT timezone FROM subscription_preferences`).toEqual([
      { timezone: 'Europe/Ljubljana' },
    ]);
    await database.close();
  });
});

describe('`import` refuses in words', () => {
  it.each<[string, string[], number, RegExp]>([
    ['nothing to import from', [], 64, /Say from where[^]*muster import <postgres:/],
    ['a folder there is none of', ['/nowhere/dumps'], 1, /There is no \/nowhere\/dumps\. Name the folder/],
    ['another kind of address', ['mysql://ana:secret@db/x'], 64, /has to begin with postgres:/],
    ['a mistyped address', ['postgres//ana:secret@db/x'], 1, /There is no such folder or file/],
    ['an address nobody can read', ['postgres://ana:sec%ret@:x:/'], 1, /can’t be read/],
    ['a time zone there is none of', ['/x', '--zone', 'Mars/Olympus'], 64, /--zone takes a name/],
    ['no value for the zone', ['/x', '--zone'], 64, /no such option/],
  ])('%s', async (_, args, code, words) => {
    const { env, path } = aPlace();
    const refused = await run('import', args, env);
    expect(refused.said).toMatch(words);
    expect(refused.said).not.toMatch(/sec(%?)ret/);
    expect(refused.code).toBe(code);
    expect(existsSync(path)).toBe(false);
  });

  it('a folder that holds something else', async () => {
    const { env } = aPlace();
    const folder = tempDir();
    writeFileSync(join(folder, 'notes.csv'), 'a,b\n');
    const { said, code } = await run('import', [folder], env);
    expect(said).toMatch(
      /none of the original’s tables in .*availability_entries\.csv[^]*\\copy player_links/,
    );
    expect(code).toBe(1);
  });

  it('a file that is no list of links, and one that is no CSV, without a word of what is in them', async () => {
    const { env } = aPlace();
    const other = await run('import', [aFile('name,mail\nAna,ana@example.org\n')], env);
    expect(other.said).toMatch(/is no list of links: its first line has no user_id, no player_guid/);
    const broken = await run('import', [aFile(`user_id,player_guid,player_name\n${ANA},g,"An"a\n`)], env);
    expect(broken.said).toMatch(/can’t be read as CSV \(line 2\)/);
    expect(other.said + broken.said).not.toMatch(/example\.org|An"a|20000/);
    const empty = await run('import', [aFile('')], env);
    expect(empty.said).toMatch(/is no list of links/);
  });

  it('a database on which Muster runs; the report works beside it', async () => {
    const { env, path } = aPlace();
    const file = aFile(LINKS);
    await run('import', [file, '--apply'], env);
    const lock = ProcessLock.acquire(path);
    expect(await run('import', [file, '--apply'], env)).toMatchObject({
      code: 1,
      said: expect.stringContaining('Muster is running on this database. Stop it, import') as string,
    });
    expect(await run('import', [file], env)).toMatchObject({ code: 0 });
    lock.release();
  });

  it('a database of another release, to report on', async () => {
    const { env } = aPlace();
    await run('migrate', ['up'], env);
    await run('migrate', ['down'], env);
    const { said, code } = await run('import', [aFile(LINKS)], env);
    expect(said).toContain('Bring it up to date first: npm run migrate.');
    expect(code).toBe(1);
  });

  it('people erased under a key that is lost, unless that is said to be known', async () => {
    const { env, path } = aPlace();
    await run('migrate', ['up'], env);
    const erasedUnder = async (secret: string): Promise<void> => {
      const database = await Database.open(path);
      const index = new BlindIndex([secret]);
      const gone = { userId: ANA, standIn: 'erased:x', digest: 'digest:y', guardedDates: [] };
      await database.withTransaction((tx) => erase(tx, { ...gone, tombstone: index.tombstone(ANA) }, 0));
      await database.close();
    };
    const file = aFile(LINKS);
    // Before there was a contact key, the bot's token was the key.
    await erasedUnder('token');
    const known = await run('import', [file, '--apply'], env);
    expect(known.said).toMatch(/^ +1 of people who had themselves erased here$/m);
    expect(known.code).toBe(0);
    await erasedUnder('a key that is lost');
    expect((await run('import', [file], env)).said).toMatch(/1 had themselves erased under a key/);
    const refused = await run('import', [file, '--apply'], env);
    expect(refused.said).toMatch(
      /1 had themselves erased under a key that is no longer set[^]*nothing was\s+changed/,
    );
    expect(refused.code).toBe(1);
    expect((await run('import', [file, '--apply', '--despite-lost-keys'], env)).code).toBe(0);
  });
});

describe.skipIf(!havePostgres)(`\`import\` from PostgreSQL (${NEEDS_POSTGRES})`, () => {
  const { rows } = oddCommunity(12, { date: '2026-03-10', yesterday: '2026-03-09' });

  async function anOriginal(): Promise<string> {
    const url = await aPostgres();
    await makeOriginal(url, rows);
    return url;
  }

  /** The same database, as somebody who has a password. */
  async function asGuest(url: string): Promise<string> {
    const { pathname } = new URL(url);
    const name = `guest_${pathname.slice(1)}`;
    await inOriginal(url, `CREATE ROLE ${name} LOGIN PASSWORD 'hush-hush'`);
    return Object.assign(new URL(url), { username: name, password: 'hush-hush' }).href;
  }

  it('reports and brings it, from the server and from a folder of its dumps, and leaves the source alone', async () => {
    const url = await anOriginal();
    const { env } = aPlace();
    const before = await inOriginal(
      url,
      'SELECT n_tup_ins + n_tup_upd + n_tup_del AS n FROM pg_stat_user_tables',
    );
    const report = await run('import', [url], env);
    expect(report.said).toMatch(/^player_links +12 +11 +0 +0 +1$/m);
    expect(report.code).toBe(0);
    expect((await run('import', [url, '--apply'], env)).said).toContain('It is done. Start Muster again.');
    const folder = dumpOriginal(url, ['player_links', 'subscription_preferences']);
    const again = await run('import', [folder, '--apply'], env);
    expect(again.said).toContain('There was nothing to do.');
    expect(again.said).toMatch(/Tables that are not there: .*notifications_ledger/);
    expect(
      await inOriginal(url, 'SELECT n_tup_ins + n_tup_upd + n_tup_del AS n FROM pg_stat_user_tables'),
    ).toEqual(before);
  });

  it('says of an older version which tables and columns it lacks', async () => {
    const url = await aPostgres();
    await makeOriginal(
      url,
      {
        player_links: [{ discord_id: ANA, player_guid: 'g1', player_name: 'Ana' }],
        availability_entries: [{ user_id: ANA }],
      },
      `CREATE TABLE player_links (discord_id bigint, player_guid text, player_name text);
       CREATE TABLE availability_entries (user_id bigint, entry_date date)`,
    );
    const { said, code } = await run('import', [url], aPlace().env);
    expect(said).toMatch(/^player_links +1 +1 +0 +0 +0\n +without display_name, linked_at$/m);
    expect(said).toMatch(
      /^availability_entries +1 +0 +0 +0 +1\n +1 unread, for a column is missing\n +without status/m,
    );
    expect(said).toContain('Tables that are not there: website_users,');
    expect(code).toBe(0);
  });

  it('takes the server’s zone for time stamps without one, unless another is named', async () => {
    const url = await anOriginal();
    const { pathname } = new URL(url);
    await inOriginal(url, `ALTER DATABASE ${pathname.slice(1)} SET TimeZone = 'Europe/Ljubljana'`);
    expect((await run('import', [url], aPlace().env)).said).toContain('read as Europe/Ljubljana:');
    expect((await run('import', [url, '--zone', 'utc'], aPlace().env)).said).toContain('read as UTC:');
  });

  it('refuses whoever may not read, hides rows, or is nobody, in words without the password', async () => {
    const url = await anOriginal();
    const guest = await asGuest(url);
    const { env } = aPlace();
    const said = async (from: string): Promise<string> => {
      const refused = await run('import', [from], env);
      expect(refused.code).toBe(1);
      expect(refused.said).not.toMatch(/hush|password=/);
      return refused.said;
    };
    expect(await said(guest)).toMatch(
      /may not read these tables in .*: account_link_audit_log, .*GRANT SELECT/s,
    );
    const { username } = new URL(guest);
    await inOriginal(url, `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${username}`);
    await inOriginal(url, 'ALTER TABLE player_links ENABLE ROW LEVEL SECURITY');
    expect(await said(guest)).toMatch(/may not read all of the original’s tables/);
    const nowhere = Object.assign(new URL(guest), { pathname: '/no_such_database' }).href;
    expect(await said(nowhere)).toMatch(/There is no database by that name: .*no_such_database/);
    const closed = Object.assign(new URL(guest), { port: '1' }).href;
    expect(await said(closed)).toMatch(/can’t be read \(ECONNREFUSED\)/);
    const empty = Object.assign(new URL(await aPostgres()), { password: 'hush-hush' }).href;
    expect(await said(empty)).toMatch(/none of the original's tables in/);
  });

  it('goes to a PostgreSQL of Muster’s too, while no process works on it', async () => {
    const url = await anOriginal();
    const own = await aMigratedPostgres();
    const env = { ...KEY, DATABASE_URL: own };
    const database = new Database(await PostgresEngine.open({ url: own }));
    const member = await Membership.join(own, database, {
      machine: new SystemClock(),
      events: new SimpleEventBus(),
      gone: () => undefined,
    });
    const refused = await run('import', [url, '--apply'], env);
    expect(refused).toMatchObject({
      code: 1,
      said: expect.stringContaining('Muster is running on this database.') as string,
    });
    await member.leave();
    expect(await database.view.sql`SELECT user_id FROM player_links`).toEqual([]);
    expect((await run('import', [url], env)).said).toMatch(/^player_links +12 +11 +0 +0 +1$/m);
    expect((await run('import', [url, '--apply'], env)).said).toContain('It is done.');
    expect((await run('import', [url, '--apply'], env)).said).toContain('There was nothing to do.');
    expect(await database.view.sql`SELECT user_id FROM player_links`).toHaveLength(12);
    await database.close();
  });
});

it('a folder keeps what it had', async () => {
  const { env } = aPlace();
  const folder = tempDir();
  mkdirSync(join(folder, 'sub'));
  const table = join(folder, 'player_links.csv');
  writeFileSync(table, `\uFEFFdiscord_id,player_guid,player_name\r\n${ANA},g1,"A\0na"\r\n`);
  expect((await run('import', [folder, '--apply'], env)).said).toMatch(/^player_links +1 +1 /m);
  expect(readdirSync(folder).sort()).toEqual(['player_links.csv', 'sub']);
});
