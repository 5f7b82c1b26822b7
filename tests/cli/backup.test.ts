import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { backupsIn } from '../../src/persistence/file/backup-folder.js';
import { removeDatabase } from '../../src/persistence/file/durable-files.js';
import { ProcessLock } from '../../src/persistence/file/process-lock.js';
import { saveAvailability } from '../../src/persistence/stores/availability-store.js';
import { players } from '../support/people.js';
import { testApp } from '../support/test-app.js';
import { tempDir } from '../support/temp-dir.js';
import { run } from './program.js';
import { SqliteFile } from '../../src/persistence/file/sqlite-file.js';

it('`backup` beside a running Muster, and `restore` once it is stopped, bring everything back', async () => {
  const app = await testApp();
  await players(app, 2);
  const env = { DATABASE_URL: `sqlite:${app.path}` };
  const folder = join(app.folder, 'backups');
  const lock = ProcessLock.acquire(app.path);
  const made = await run('backup', [], env);
  const [backup] = backupsIn(folder, app.path);
  expect(made).toEqual({ code: 0, said: expect.stringContaining(`${backup?.path} is a backup`) as string });
  expect(made.said).toContain('CONTACT_DATA_ENCRYPTION_KEY is not in it');
  await app.database.withTransaction((tx) =>
    saveAvailability(
      tx,
      { id: 'e', userId: 'p1', userName: 'p1', date: '2099-01-01', status: 'LOOKING' },
      app.clock.now(),
    ),
  );
  const refused = await run('restore', ['--yes', backup!.path], env);
  expect(refused).toEqual({
    code: 1,
    said: 'Muster is running on this database. Stop it, then restore; nothing was changed.\n',
  });
  lock.release();
  await app.crash();

  const listed = await run('restore', [], env);
  expect(listed).toEqual({
    code: 64,
    said: expect.stringContaining(`${backup?.path}  (manual, 20`) as string,
  });
  const unasked = await run('restore', [backup!.path], env);
  expect(unasked).toEqual({
    code: 64,
    said: expect.stringMatching(/^restore asks first, and there is no terminal.*--yes\./) as string,
  });
  const restored = await run('restore', ['--yes', backup!.path], env);
  expect(restored.code).toBe(0);
  for (const words of [
    `${app.path} is now the backup ${backup?.path}`,
    'may have sent something since, and are ended: 0.',
    'opted out 0, erased 0',
    'Everybody is signed out',
    'unused link tokens no longer work',
    `What was there before is ${app.path}.before-restore-`,
    'Start Muster again.',
  ]) {
    expect(restored.said).toContain(words);
  }
  await app.restart();
  expect(await app.rows(`SELECT 1 FROM availability_entries WHERE entry_date = '2099-01-01'`)).toEqual([]);
  expect(await app.rows('SELECT 1 FROM subscription_preferences')).toHaveLength(2);
}, 60_000);

it('`restore` says what could not be taken over', async () => {
  const app = await testApp();
  await players(app, 1);
  const env = { DATABASE_URL: `sqlite:${app.path}` };
  await run('backup', [], env);
  const [backup] = backupsIn(join(app.folder, 'backups'), app.path);
  await app.crash();
  removeDatabase(app.path);
  const onNothing = await run('restore', ['--yes', backup!.path], env);
  expect(onNothing.said).toContain('There was no database before');
  removeDatabase(app.path);
  const other = new SqliteFile(app.path);
  other.exec('CREATE TABLE t (id)');
  other.close();
  const onOther = await run('restore', ['--yes', backup!.path], env);
  expect(onOther).toMatchObject({ code: 0, said: expect.stringContaining('can’t be read') as string });
  expect(onOther.said).toContain('/privacy erase again');
}, 60_000);

it('`backup` and `restore` say what is missing', async () => {
  const folder = tempDir();
  const env = { DATABASE_URL: `sqlite:${join(folder, 'none.sqlite')}` };
  expect(await run('backup', [], env)).toMatchObject({
    code: 1,
    said: expect.stringMatching(/no database/) as string,
  });
  const nothing = await run('restore', [], env);
  expect(nothing).toMatchObject({ code: 64, said: expect.stringContaining('There is none in') as string });
  const none = await run('restore', ['--yes', join(folder, 'nope')], env);
  expect(none).toMatchObject({ code: 1, said: expect.stringMatching(/^There is no .*nope/) as string });
  const misconfigured = await run('restore', [], { ...env, BACKUP_KEEP: 'many' });
  expect(misconfigured).toMatchObject({
    code: 78,
    said: expect.stringContaining('BACKUP_KEEP must be') as string,
  });
}, 60_000);

it('`migrate` brings the first release’s database up to date and says where it lies as it was', async () => {
  const path = join(tempDir(), 'muster.sqlite');
  const file = new SqliteFile(path);
  file.exec(readFileSync(new URL('../fixtures/first-release.sql', import.meta.url), 'utf8'));
  file.exec(`UPDATE migrations SET name = 'Later1990000000000', timestamp = 1990000000000`);
  const env = { DATABASE_URL: `sqlite:${path}` };
  const newer = await run('migrate', ['up'], env);
  expect(newer).toMatchObject({
    code: 1,
    said: expect.stringMatching(/by a newer Muster than this one/) as string,
  });
  file.exec(`UPDATE migrations SET name = 'InitialSchema1790000000000', timestamp = 1790000000000`);
  file.close();
  const upToDate = await run('migrate', ['up'], env);
  expect(upToDate.code).toBe(0);
  const [backup] = backupsIn(join(path, '../backups'), path);
  // Whether anything is missing depends on the release this is.
  expect(upToDate.said).toContain(backup ? `As it was before, it is in ${backup.path}` : 'Nothing to run');
}, 60_000);
