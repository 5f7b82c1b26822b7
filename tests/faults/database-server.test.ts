import { once } from 'node:events';
import { chownSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { BotProcess, LogLine } from '../../demo/bot-process.js';
import { PostgresConnection } from '../../src/persistence/engine/postgres-connection.js';
import { aBot, aDiscord, anEvening, credentialsFor, type Evening } from '../e2e/support.js';
import { postgresPrograms, PostgresServer } from '../../demo/servers/postgres.js';
import { havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';
import { canMount, fill, smallDisk } from './support/small-disk.js';

const PASSWORD = 'hunter2';
const CLUB = { ana: { promoter: true }, bor: {}, cene: {} };

/** What is said on its database, line by line; nothing else of a database is. */
function saidOfDatabase(bot: BotProcess): string[] {
  return bot.lines.flatMap(({ event }) => (event?.includes('database') ? [event] : []));
}

async function statusOf(bot: BotProcess, path: string): Promise<{ status: number; body: unknown }> {
  const { url } = await bot.waitForEvent('bridge_listening');
  const answer = await fetch(`${String(url)}${path}`);
  return { status: answer.status, body: await answer.json() };
}

/** Everybody was called so often, once for each job; nobody is left to be called. */
async function expectCalled(evening: Evening<keyof typeof CLUB>, times: number): Promise<void> {
  for (const person of Object.values(evening.people)) await person.dm(times, 60_000);
  for (const person of Object.values(evening.people)) expect(person.calls).toHaveLength(times);
}

/** A way to a database that can be turned to another server. */
async function aTurnableWay(url: string): Promise<{ url: string; turnTo: (url: string) => void }> {
  let target = new URL(url);
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
      one.pipe(other);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: Object.assign(new URL(url), { port: String(port) }).href,
    turnTo: (to) => {
      target = new URL(to);
    },
  };
}

describe.skipIf(!havePostgres)(`a PostgreSQL with good and bad days (${NEEDS_POSTGRES})`, () => {
  let server: PostgresServer;

  beforeAll(async () => {
    server = await PostgresServer.start(postgresPrograms()!, {
      hba: ['host all,replication muster 127.0.0.1/32 trust', 'host all guarded 127.0.0.1/32 scram-sha-256'],
    });
    await administer(`CREATE ROLE guarded LOGIN PASSWORD '${PASSWORD}'`);
  });
  afterAll(() => server.stop());

  async function administer(words: string, of = server): Promise<void> {
    const admin = await PostgresConnection.open({ url: of.urlOf('postgres') });
    await admin.script(words);
    await admin.close();
  }

  it('refuses the password: 78, in words, and nobody reads the password', async () => {
    const discord = await aDiscord();
    const url = server.urlOf('postgres').replace('muster@', `guarded:${PASSWORD}x@`);
    const bot = aBot({ ...credentialsFor(discord), DATABASE_URL: url, LOG_LEVEL: 'trace' });
    expect(await bot.exited).toEqual({ code: 78, signal: null });
    expect(bot.lines.at(-1)).toMatchObject({
      level: 'fatal',
      msg: expect.stringMatching(/refuses the user guarded or the password in DATABASE_URL/) as string,
    });
    expect(JSON.stringify([bot.lines, bot.output])).not.toContain(PASSWORD);
  });

  it('is not there yet: it is waited for, and found; a stop ends the wait', async () => {
    await server.kill();
    const discord = await aDiscord();
    const env = { ...credentialsFor(discord), DATABASE_URL: server.urlOf('postgres') };
    const [stopped, bot] = [aBot(env), aBot(env)];
    for (const each of [stopped, bot]) {
      const { msg } = await each.waitForEvent('waiting_for_database');
      expect(msg).toMatch(/can't be reached \(ECONNREFUSED\).*Muster waits, and goes on by itself$/);
    }
    expect(await stopped.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    await server.resume();
    await bot.ready();
    expect(saidOfDatabase(bot)).toEqual(['waiting_for_database', 'database_there']);
    expect((await statusOf(bot, '/readyz')).status).toBe(200);
  });

  it('is migrated by a newer release: the older one drains itself, to be started again, and then says why it does not start', async () => {
    await administer('CREATE DATABASE updated');
    const discord = await aDiscord();
    const env = { ...credentialsFor(discord), DATABASE_URL: server.urlOf('updated') };
    const bot = aBot(env);
    await bot.ready();
    const admin = await PostgresConnection.open({ url: server.urlOf('updated') });
    await admin.script(`INSERT INTO migrations (timestamp, name) VALUES (9, 'FromTheFuture9')`);
    await admin.close();
    expect(await bot.exited).toEqual({ code: 75, signal: null });
    const last = bot.lines.slice(-3).map(({ event }) => event);
    expect(last).toEqual(expect.arrayContaining(['stopping', 'stopped']));
    expect(bot.lines.find(({ event }) => event === 'outdated')?.msg).toMatch(
      /\(FromTheFuture9\), so this one ends/,
    );

    const again = aBot(env);
    expect(await again.exited).toEqual({ code: 78, signal: null });
    expect(again.lines.at(-1)?.msg).toMatch(
      /by a newer Muster than this one \(FromTheFuture9\)\. Start that release, or bring back/,
    );
  });

  it('is gone over the reminder: nothing leaves meanwhile, and everybody is called once when it is back', async () => {
    await administer('CREATE DATABASE evening');
    const evening = await anEvening({
      players: CLUB,
      reminderIn: 10,
      startIn: 40,
      env: { DATABASE_URL: server.urlOf('evening') },
    });
    const { bot } = evening;
    await evening.people.ana.promotes();
    await server.kill();
    await bot.waitForEvent('database_trouble');
    await evening.clockPasses(evening.reminderAt + 3_000);
    expect(Object.values(evening.people).flatMap(({ calls }) => calls)).toEqual([]);
    expect(await statusOf(bot, '/healthz')).toMatchObject({ status: 200 });
    expect(await statusOf(bot, '/readyz')).toMatchObject({
      status: 503,
      body: { checks: { database: 'failing' } },
    });

    await server.resume();
    await expectCalled(evening, 1);
    expect(await statusOf(bot, '/readyz')).toMatchObject({ status: 200 });
    await expectCalled(evening, 2);
    expect(saidOfDatabase(bot).toSorted()).toEqual(
      ['database_session', 'database_session', 'database_trouble', 'database_well'].toSorted(),
    );
    const errors = bot.lines.filter(({ level }: LogLine) => level === 'error').map(({ event }) => event);
    expect(errors).toEqual(['database_trouble']);
  });

  it('hands over to a copy, which only reads at first: it is told so, and goes on when the copy takes over', async () => {
    const primary = await PostgresServer.start(postgresPrograms()!);
    onTestFinished(() => primary.stop());
    await administer('CREATE DATABASE evening', primary);
    const way = await aTurnableWay(primary.urlOf('evening'));
    const evening = await anEvening({
      players: CLUB,
      reminderIn: 12,
      startIn: 60,
      env: { DATABASE_URL: way.url },
    });
    const { bot } = evening;
    await evening.people.ana.promotes();
    const copy = await primary.copy();
    onTestFinished(() => copy.stop());
    await primary.kill();
    way.turnTo(copy.urlOf('evening'));
    const isOfCopy = (line: LogLine): boolean => line['fault'] === 'read_only';
    const { msg } = await bot.waitForEvent('database_trouble', isOfCopy, 30_000);
    expect(msg).toMatch(/its server only takes what another one writes/);
    await evening.clockPasses(evening.reminderAt);
    expect(await statusOf(bot, '/readyz')).toMatchObject({
      status: 503,
      body: { checks: { database: 'failing' } },
    });
    expect(Object.values(evening.people).flatMap(({ calls }) => calls)).toEqual([]);

    await administer('SELECT pg_promote()', copy);
    await expectCalled(evening, 1);
    await bot.waitForEvent('database_well');
    expect(await statusOf(bot, '/readyz')).toMatchObject({ status: 200 });
  });

  it.skipIf(!canMount)(
    'has a full disk: nobody is called without a row of it, and everybody once there is room',
    async () => {
      const disk = smallDisk('size=24m');
      const { uid, gid } = server.owner;
      if (uid !== undefined) chownSync(disk, uid, gid!);
      await administer(`CREATE TABLESPACE small LOCATION '${disk}'`);
      await administer('CREATE DATABASE little TABLESPACE small');
      const evening = await anEvening({
        players: CLUB,
        reminderIn: 12,
        startIn: 60,
        env: { DATABASE_URL: server.urlOf('little') },
      });
      const { bot } = evening;
      await evening.people.ana.promotes();
      const makeRoom = fill(disk);
      await evening.clockPasses(evening.reminderAt + 6_000);
      expect(Object.values(evening.people).flatMap(({ calls }) => calls)).toEqual([]);
      expect(await statusOf(bot, '/healthz')).toMatchObject({ status: 200 });
      expect(await statusOf(bot, '/readyz')).toMatchObject({
        status: 503,
        body: { checks: { database: 'failing' } },
      });
      const told = bot.lines.filter(({ event }) => event === 'database_trouble');
      expect(told.map((line) => line['fault'])).toEqual(['disk_full']);

      makeRoom();
      await expectCalled(evening, 1);
      await bot.waitForEvent('database_well');
    },
  );
});
