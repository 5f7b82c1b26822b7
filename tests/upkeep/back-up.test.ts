import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { makeBackup } from '../../src/persistence/file/backup.js';
import { backupsIn } from '../../src/persistence/file/backup-folder.js';
import { addDays, instantOf } from '../../src/domain/local-time.js';
import {
  BACKUP_TIME,
  type BackupContext,
  backUp,
  backUpNightly,
  catchUpBackup,
  lastBackupAt,
} from '../../src/upkeep/back-up.js';
import { onlyOnSqlite } from '../support/engine-of-run.js';
import { settled } from '../support/fake-clock.js';
import { players } from '../support/people.js';
import { DATE, testApp, type TestApp } from '../support/test-app.js';
import { SqliteFile } from '../../src/persistence/file/sqlite-file.js';

onlyOnSqlite('backups are files');

const ZONE = 'Europe/Ljubljana';
const EVENING = {
  timezone: ZONE,
  reminderTime: '20:45',
  startTime: '21:00:00',
  followUpDelaySeconds: 90,
  boardTime: '10:00',
};
const never = new AbortController().signal;

function backupsOf(app: TestApp, keep = 7): BackupContext {
  const events = new SimpleEventBus();
  events.on((event) => app.events.push(event));
  return {
    databasePath: app.path,
    folder: join(app.folder, 'backups'),
    keep,
    clock: app.clock,
    events,
  };
}

function names(context: BackupContext): string[] {
  return existsSync(context.folder) ? readdirSync(context.folder) : [];
}

describe('a backup', () => {
  it('is the database as it stands, in one file only its owner may read', async () => {
    const app = await testApp();
    await players(app, 3);
    const context = backupsOf(app);
    const backup = (await backUp(context, 'nightly'))!;
    expect(names(context)).toEqual(['muster-nightly-20260310T193007123Z.sqlite']);
    expect(statSync(backup.path).mode & 0o777).toBe(0o600);
    expect(statSync(context.folder).mode & 0o777).toBe(0o700);
    const file = new SqliteFile(backup.path, { readonly: true });
    expect(file.pragma('journal_mode', { simple: true })).toBe('delete');
    expect(file.prepare('SELECT COUNT(*) AS n FROM subscription_preferences').get()).toEqual({ n: 3 });
    expect(file.prepare(`SELECT value FROM system_state WHERE key = 'backup_taken_at'`).get()).toEqual({
      value: '2026-03-10T19:30:07.123Z',
    });
    file.close();
    // The database itself says nothing of the kind.
    expect(await app.rows('SELECT key FROM system_state')).toEqual([]);
    expect(app.eventsOf('backup_made')).toMatchObject([{ kind: 'nightly', path: backup.path, deleted: 0 }]);
  });

  it('made while others write is of one moment, and keeps none of them waiting', async () => {
    const app = await testApp();
    const writer = new SqliteFile(app.path);
    writer.exec('CREATE TABLE pairs (a INTEGER, b TEXT)');
    const pair = writer.prepare('INSERT INTO pairs VALUES (?, ?)');
    const write = writer.transaction((n: number) => {
      for (const sign of [1, -1]) pair.run(sign * n, 'x'.repeat(2_000));
    });
    for (let n = 1; n <= 6_000; n += 1) write(n);
    let written = 6_000;
    const making = { done: false };
    const made = makeBackup(app.path, app.folder, 'manual', app.clock.now()).finally(() => {
      making.done = true;
    });
    while (!making.done) {
      write((written += 1));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const file = new SqliteFile((await made).path, { readonly: true });
    const [sum] = file.prepare('SELECT SUM(a) AS sum, COUNT(*) / 2 AS n FROM pairs').all() as [
      { sum: number; n: number },
    ];
    file.close();
    writer.close();
    expect(written).toBeGreaterThan(6_001);
    expect(sum.sum).toBe(0);
    expect(sum.n).toBeGreaterThanOrEqual(6_000);
    expect(sum.n).toBeLessThan(written);
  });

  it('that can not be made is told as failed, leaves nothing, and costs no earlier one', async () => {
    const app = await testApp();
    const context = backupsOf(app, 1);
    await backUp(context, 'nightly');
    await app.advance(60_000);
    const before = names(context);
    // What is copied is no database.
    const broken = { ...context, databasePath: join(app.folder, 'muster.sqlite.broken') };
    writeFileSync(broken.databasePath, 'Dear diary, '.repeat(2_000));
    expect(await backUp(broken, 'nightly')).toBeNull();
    expect(names(context)).toEqual(before);
    expect(app.eventsOf('backup_failed')).toMatchObject([{ kind: 'nightly', fault: 'damaged' }]);
    expect(app.eventsOf('backup_made')).toHaveLength(1);
  });

  it('of a database that is damaged inside is no backup', async () => {
    const app = await testApp();
    const context = backupsOf(app);
    await app.change(
      `INSERT INTO availability_promotion_campaigns VALUES
       ('c', '${DATE}', NULL, '', '', '', '', 0, 0, 0, '', '', 0, '', NULL, NULL, '', '', NULL, NULL, NULL, 'promotion', 0, NULL)`,
    );
    await app.change(
      `INSERT INTO availability_promotion_recipients VALUES ('r', 'c', 'u', '', 'LOOKING', 'discord', '', 0, 'recipient')`,
    );
    await app.database['writer'].sql`PRAGMA foreign_keys = OFF`;
    await app.change('DELETE FROM availability_promotion_campaigns');
    expect(await backUp(context, 'manual')).toBeNull();
    expect(names(context)).toEqual([]);
    expect(app.eventsOf('backup_failed')[0]).toMatchObject({ fault: 'damaged' });
  });

  it('where a file stands in the folder’s place says so', async () => {
    const app = await testApp();
    const context = { ...backupsOf(app), folder: join(app.folder, 'taken') };
    writeFileSync(context.folder, '');
    expect(await backUp(context, 'nightly')).toBeNull();
    expect(app.eventsOf('backup_failed')).toMatchObject([{ fault: 'not_writable' }]);
  });

  it('is made although an old one can not be deleted, which is told', async () => {
    const app = await testApp();
    const context = backupsOf(app, 1);
    mkdirSync(join(context.folder, 'muster-nightly-20260101T040200000Z.sqlite'), { recursive: true });
    expect(await backUp(context, 'nightly')).not.toBeNull();
    expect(app.eventsOf('background_error')).toMatchObject([{ where: 'backup' }]);
    expect(app.eventsOf('backup_made')).toHaveLength(1);
  });
});

describe('the nightly backups', () => {
  it('are as many as are kept, and none where they are switched off', async () => {
    const app = await testApp({ sweepEveryMs: 0 });
    const context = backupsOf(app, 3);
    for (let night = 0; night < 5; night += 1) {
      await backUpNightly(context);
      await app.advance(24 * 60 * 60_000);
    }
    const kept = backupsIn(context.folder, app.path);
    expect(kept.map(({ takenAt }) => new Date(takenAt).getUTCDate())).toEqual([12, 13, 14]);
    expect(lastBackupAt(context)).toBe(kept[2]?.takenAt);
    await backUpNightly({ ...context, keep: 0 });
    expect(backupsIn(context.folder, app.path)).toEqual(kept);
  });

  const lastNight = instantOf(DATE, BACKUP_TIME, ZONE);

  it.each([
    ['the last night’s is there', lastNight + 5, 0],
    ['the machine was off last night', lastNight - 60_000, 1],
    ['it was off for a week', instantOf(addDays(DATE, -7), BACKUP_TIME, ZONE), 1],
    ['there never was one', null, 1],
  ])('when %s: a start makes up for it, once', async (_, newest, made) => {
    const app = await testApp({ at: '2026-03-01T12:00:00Z', sweepEveryMs: 0 });
    await players(app, 1);
    await app.advanceTo('2026-03-10T12:30:07.123Z');
    const context = backupsOf(app);
    if (newest !== null) await makeBackup(app.path, context.folder, 'nightly', newest);
    await catchUpBackup(context, app.database, EVENING, never);
    await catchUpBackup(context, app.database, EVENING, never);
    expect(app.eventsOf('backup_made')).toHaveLength(made);
  });

  /** A start of a Muster whose last night's backup is missing. */
  async function startAt(
    instant: string,
  ): Promise<{ app: TestApp; stop: AbortController; over: Promise<void> }> {
    const app = await testApp({ at: '2026-03-08T12:00:00Z', sweepEveryMs: 0 });
    await players(app, 1);
    await app.advanceTo(instant);
    const stop = new AbortController();
    const over = catchUpBackup(backupsOf(app), app.database, EVENING, stop.signal);
    await settled();
    return { app, stop, over };
  }

  it.each([
    ['an hour before the reminder', '2026-03-10T18:45:00.000Z'],
    ['between the messages', '2026-03-10T19:50:00.000Z'],
    ['just before the end of the follow-up', '2026-03-10T20:44:59.000Z'],
  ])(
    'that is missing at a start %s is made up for when the evening is over, and not before',
    async (_, instant) => {
      const { app, over } = await startAt(instant);
      await app.advanceTo('2026-03-10T20:44:59.999Z');
      expect(app.clock.sleeping).toBe(1);
      expect(names(backupsOf(app))).toEqual([]);
      await app.advance(1);
      await over;
      expect(app.eventsOf('backup_made')).toHaveLength(1);
    },
  );

  it.each([
    ['before the evening', '2026-03-10T18:44:59.000Z'],
    ['after it', '2026-03-10T20:45:00.000Z'],
  ])('that is missing at a start %s is made up for at once', async (_, instant) => {
    const { app, over } = await startAt(instant);
    await over;
    expect(app.eventsOf('backup_made')).toHaveLength(1);
  });

  it('that waits for the end of the evening waits no more when Muster stops', async () => {
    const { app, stop, over } = await startAt('2026-03-10T20:00:00.000Z');
    stop.abort();
    await over;
    expect(app.eventsOf('backup_made')).toHaveLength(0);
  });

  it('of a database nobody was in last night are not made up for, nor where they are switched off', async () => {
    const app = await testApp({ at: '2026-03-10T12:30:07.123Z', sweepEveryMs: 0 });
    await players(app, 1);
    await catchUpBackup(backupsOf(app), app.database, EVENING, never);
    await app.advance(24 * 60 * 60_000);
    await catchUpBackup(backupsOf(app, 0), app.database, EVENING, never);
    expect(app.events).toEqual([]);
    await catchUpBackup(backupsOf(app), app.database, EVENING, never);
    expect(app.eventsOf('backup_made')).toHaveLength(1);
  });
});

it('tidies nothing away outside its own names', async () => {
  const app = await testApp();
  const context = backupsOf(app, 1);
  mkdirSync(context.folder);
  const precious = join(context.folder, 'photos.zip');
  writeFileSync(precious, '');
  chmodSync(precious, 0o400);
  await backUp(context, 'nightly');
  await app.advance(1_000);
  await backUp(context, 'nightly');
  expect(names(context).sort()).toEqual(['muster-nightly-20260310T193008123Z.sqlite', 'photos.zip']);
  rmSync(precious);
});
