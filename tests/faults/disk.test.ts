import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, copyFileSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BotProcess } from '../../demo/bot-process.js';
import { DiscordStandIn } from '../../demo/discord/stand-in.js';
import { Database } from '../../src/persistence/engine/database.js';
import { writeState } from '../../src/persistence/stores/system-state-store.js';
import { betweenStatements } from '../support/between-statements.js';
import { faultsOf } from '../support/crash.js';
import { closed, notDelivered, sent } from '../support/fake-channel.js';
import { players, promoter } from '../support/people.js';
import { tempDir } from '../support/temp-dir.js';
import { REMINDER_AT, START_AT, testApp, type TestApp } from '../support/test-app.js';
import { makeTemplate } from './support/campaign-under-fire.js';
import { Headless } from './support/headless.js';
import { canMount, fill, smallDisk } from './support/small-disk.js';
import { SQLITE_PACKAGE, SqliteFile } from '../../src/persistence/file/sqlite-file.js';
import type { SqliteConnection } from '../../src/persistence/engine/sqlite-connection.js';

const SECOND = 1_000;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('a database that fails', () => {
  /** What SQLite does when the disk is full: it ends the transaction by itself, and says so by an error. */
  function failStatements(
    app: TestApp,
    isFailing: (statement: number) => boolean,
  ): { readonly statements: number } {
    const count = { statements: 0 };
    const { file } = app.database['writer'] as SqliteConnection;
    betweenStatements(app.database['writer'], async (text, go) => {
      if (text === 'ROLLBACK') return go();
      count.statements += 1;
      if (!isFailing(count.statements)) return go();
      if (file.inTransaction) file.exec('ROLLBACK');
      throw Object.assign(new Error('database or disk is full'), { driverError: { code: 'SQLITE_FULL' } });
    });
    return count;
  }

  /** Somebody who is reached at the second try, and somebody whose door is closed. */
  async function evening(): Promise<TestApp> {
    const app = await testApp({ at: '2026-03-10T19:44:58.123Z', sweepEveryMs: 5 * SECOND });
    await players(app, 3);
    await app.campaign(await promoter(app));
    app.discord.script('p1', notDelivered());
    app.discord.reply = ({ userId }) => (userId === 'p2' ? closed() : sent);
    await app.advanceTo(REMINDER_AT - 1);
    return app;
  }

  async function expectGoodEnd(app: TestApp, what: string): Promise<void> {
    await app.advanceTo(START_AT + 60 * SECOND);
    expect(await faultsOf(app), what).toEqual([]);
    expect(app.dispatcher.inFlight, what).toBe(0);
    const reminders = await app.fates('reminder');
    // What an answer said is recorded as soon as the database takes it again: nobody is unclear.
    expect(reminders, what).toMatchObject({ p1: 'sent', p2: 'failed(channel_closed)', p3: 'sent' });
  }

  // Every second statement, spread over several tests, so that none takes long.
  const STRIDE = 8;
  for (let offset = 1; offset <= STRIDE; offset += 2) {
    it(`at statement ${offset}, ${offset + STRIDE}, ${offset + 2 * STRIDE} …: the evening ends as if nothing had happened`, async () => {
      for (let statement = offset; ; statement += STRIDE) {
        const app = await evening();
        const count = failStatements(app, (n) => n === statement);
        await app.advance(3 * SECOND);
        if (count.statements < statement) break;
        await expectGoodEnd(app, `failed at statement ${statement}`);
        await app.close();
      }
    });
  }

  it('for a while, from any statement on: so does this', async () => {
    for (let statement = 2; ; statement += 9) {
      const app = await evening();
      let until = Number.POSITIVE_INFINITY;
      const count = failStatements(app, (n) => {
        if (n === statement) until = app.clock.now() + 20 * SECOND;
        return n >= statement && app.clock.now() < until;
      });
      await app.advance(3 * SECOND);
      if (count.statements < statement) break;
      await expectGoodEnd(app, `failed from statement ${statement} on`);
      await app.close();
    }
  });
});

describe.skipIf(!canMount)('a disk that is full (needs root, to mount a small one)', () => {
  it('leaves no transaction open: what is written afterwards is kept', async () => {
    const folder = smallDisk();
    const path = join(folder, 'muster.sqlite');
    const database = await Database.open(path);
    onTestFinished(() => database.close());
    const write = (key: string, size: number): Promise<void> =>
      database.withTransaction((tx) => writeState(tx, `progress:${key}`, 'x'.repeat(size), 0));
    const makeSpace = fill(folder);
    const results = [];
    for (let n = 0; n < 60; n += 1) results.push(...(await Promise.allSettled([write(`full-${n}`, 20_000)])));
    expect(results.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
    makeSpace();
    await write('afterwards', 10);
    await expect(
      database.withTransaction(async (tx) => {
        await writeState(tx, 'progress:undone', 'x', 0);
        throw new Error('on purpose');
      }),
    ).rejects.toThrow('on purpose');
    await write('and again', 10);

    // Somebody else's eyes see only what was committed.
    const file = new SqliteFile(path, { readonly: true });
    onTestFinished(() => void file.close());
    const kept = file
      .prepare(
        `SELECT key FROM system_state WHERE key LIKE 'progress:%' AND key NOT LIKE '%full%' ORDER BY key`,
      )
      .all() as { key: string }[];
    expect(kept.map(({ key }) => key)).toEqual(['progress:afterwards', 'progress:and again']);
  });

  it('in the middle of a campaign: nothing leaves without its ledger row, and all goes on when there is space', async () => {
    const folder = smallDisk();
    const databasePath = join(folder, 'muster.sqlite');
    const discord = await DiscordStandIn.start({ globalPerSecond: 10_000, latencyMs: 5 });
    onTestFinished(() => discord.stop());
    const ids = Array.from({ length: 12 }, (_, index) => discord.addMember({ name: `P${index}` }).id);
    const template = join(tempDir(), 'template.sqlite');
    await makeTemplate(template, ids, null);
    copyFileSync(template, databasePath);
    const muster = await Headless.open({
      databasePath,
      discord: { apiUrl: discord.url, token: discord.token, guildId: discord.guildId },
      channels: [{ type: 'discord', apiUrl: discord.url, token: discord.token }],
      promoterId: ids[0]!,
    });
    const errors: string[] = [];
    muster.events.on((event) => {
      if (event.type === 'background_error' || event.type === 'job_error') errors.push(String(event.error));
    });
    const file = new SqliteFile(databasePath, { readonly: true });
    onTestFinished(() => void file.close());
    const reserved = file.prepare('SELECT COUNT(*) AS rows FROM notifications_ledger');
    const withoutRow: string[] = [];
    discord.traffic.on('exchange', ({ route, status }) => {
      if (route !== 'POST /channels/:id/messages' || status !== 200) return;
      const { rows } = reserved.get() as { rows: number };
      if (discord.delivered.length > rows)
        withoutRow.push(`${discord.delivered.length} messages, ${rows} rows`);
    });
    await muster.create();
    let makeSpace = (): void => undefined;
    // The disk is full when some have been called.
    const full = discord
      .waitForMessage(() => discord.delivered.length === 4)
      .then(() => (makeSpace = fill(folder)));
    const over = muster.untilOver().catch((error: unknown) => error);
    await full;
    await expect.poll(() => errors.length, { timeout: 20_000 }).toBeGreaterThan(0);
    makeSpace();
    let ended: unknown = await over;
    for (let tries = 0; ended !== undefined && tries < 10; tries += 1) {
      ended = await muster.untilOver().catch((error: unknown) => error);
    }
    await muster.close();

    expect(withoutRow).toEqual([]);
    for (const id of ids) expect(discord.dmsTo(id).map((dm) => dm.text().split(',')[0])).toHaveLength(2);
    const fates = file
      .prepare(
        'SELECT outcome, COUNT(*) AS n FROM availability_promotion_send_logs WHERE is_final = 1 GROUP BY outcome',
      )
      .all();
    expect(fates).toEqual([{ outcome: 'sent', n: 24 }]);
  });
});

describe('a database that another program holds', () => {
  it('for some seconds in the middle of a campaign: all goes on afterwards', async () => {
    const databasePath = join(tempDir(), 'muster.sqlite');
    const discord = await DiscordStandIn.start({ globalPerSecond: 10_000 });
    onTestFinished(() => discord.stop());
    const ids = Array.from({ length: 3 }, (_, index) => discord.addMember({ name: `P${index}` }).id);
    await makeTemplate(databasePath, ids, null);
    const muster = await Headless.open({
      databasePath,
      discord: { apiUrl: discord.url, token: discord.token, guildId: discord.guildId },
      channels: [{ type: 'discord', apiUrl: discord.url, token: discord.token }],
      promoterId: ids[0]!,
    });
    await muster.create();
    const holder = await holdLocked(databasePath, 6_000);
    let ended: unknown = 'not yet';
    for (let tries = 0; ended !== undefined && tries < 20; tries += 1) {
      ended = await muster.untilOver().catch((error: unknown) => error);
    }
    await holder.released;
    await muster.close();
    for (const id of ids) expect(discord.dmsTo(id)).toHaveLength(2);
  });
});

describe('a start that can not work says why, and what to do', () => {
  async function startOn(databasePath: string): Promise<{ code: number | null; said: string }> {
    const bot = BotProcess.start({
      DISCORD_TOKEN: 'MTAwMDAwMDAwMDAwMDAwMDAx.token.of-a-test',
      DISCORD_GUILD_ID: '100000000000000001',
      DISCORD_API_URL: 'http://127.0.0.1:1/api',
      DATABASE_URL: `sqlite:${databasePath}`,
    });
    const { code } = await bot.exited;
    const fatal = bot.lines.filter(({ level }) => level === 'fatal');
    expect(fatal, bot.output.join('\n')).toHaveLength(1);
    expect(fatal[0]).not.toHaveProperty('err');
    return { code, said: fatal[0]!.msg };
  }

  it('where the file is no database', async () => {
    const path = join(tempDir(), 'muster.sqlite');
    writeFileSync(path, 'Dear diary, '.repeat(2_000));
    const { code, said } = await startOn(path);
    expect(said).toBe(
      `${path} is damaged, or no SQLite database. Restore a backup with npm run restore, or name another file in DATABASE_URL, and start again. Muster changed nothing in it.`,
    );
    expect(code).toBe(78);
  });

  it('where the file is damaged inside', async () => {
    const path = join(tempDir(), 'muster.sqlite');
    await makeTemplate(path, ['200000000000000001'], null);
    const file = openSync(path, 'r+');
    for (let page = 3; page < 20; page += 1)
      writeSync(file, Buffer.alloc(2_048, page), 0, 2_048, page * 4_096);
    closeSync(file);
    const { code, said } = await startOn(path);
    expect(said).toMatch(/is damaged/);
    expect(code).toBe(78);
  });

  it('where a folder stands in the way', async () => {
    const path = join(tempDir(), 'muster.sqlite');
    mkdirSync(path);
    const { code, said } = await startOn(path);
    expect(said).toMatch(/can't write to .*muster\.sqlite/);
    expect(code).toBe(78);
  });

  it('where another program holds the file', async () => {
    const path = join(tempDir(), 'muster.sqlite');
    await makeTemplate(path, ['200000000000000001'], null);
    const file = new SqliteFile(path);
    file.exec('BEGIN IMMEDIATE; CREATE TABLE held (id)');
    const { code, said } = await startOn(path);
    file.close();
    expect(said).toMatch(/Another program holds .*muster\.sqlite locked/);
    expect(code).toBe(1);
  });

  it.skipIf(!canMount)('where the disk is read-only (needs root, to mount one)', async () => {
    const path = join(smallDisk('ro,size=1m'), 'muster.sqlite');
    const { code, said } = await startOn(path);
    expect(said).toMatch(/can't write to .*muster\.sqlite.*DATABASE_URL/);
    expect(code).toBe(78);
  });

  it.skipIf(!canMount)('where the disk is full (needs root, to mount a small one)', async () => {
    const folder = smallDisk('size=1m');
    fill(folder);
    const { code, said } = await startOn(join(folder, 'muster.sqlite'));
    expect(said).toMatch(/The disk with .*muster\.sqlite.* is full\. Free some space/);
    expect(code).toBe(1);
  });
});

/** Another process locks the file for a while. Resolves once it has, with when it has let go. */
async function holdLocked(path: string, ms: number): Promise<{ released: Promise<unknown> }> {
  const program = `
    const file = new (require('${SQLITE_PACKAGE}'))(${JSON.stringify(path)});
    file.exec('BEGIN IMMEDIATE');
    console.log('held');
    setTimeout(() => file.close(), ${ms});`;
  const child = spawn(process.execPath, ['-e', program], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const released = once(child, 'exit');
  await once(child.stdout, 'data');
  return { released };
}
