import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeBackup } from '../../../src/persistence/file/backup.js';
import { BackupError } from '../../../src/persistence/file/backup-error.js';
import { backupsIn } from '../../../src/persistence/file/backup-folder.js';
import { MIGRATIONS, type Migrations } from '../../../src/persistence/engine/data-source.js';
import { Database } from '../../../src/persistence/engine/database.js';
import { removeDatabase } from '../../../src/persistence/file/durable-files.js';
import type { StorageError } from '../../../src/persistence/file/storage-error.js';
import { faultsOf } from '../../support/crash.js';
import { tempDir } from '../../support/temp-dir.js';
import { testApp } from '../../support/test-app.js';
import { SqliteFile } from '../../../src/persistence/file/sqlite-file.js';

const FIRST_RELEASE = readFileSync(new URL('../../fixtures/first-release.sql', import.meta.url), 'utf8');
const NOW = Date.parse('2026-03-11T17:00:05.000Z');
const FIRST = 'InitialSchema1790000000000';

/** A release to come: everybody gets a colour. */
class Colours1990000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE player_links ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey'`);
  }

  async down(): Promise<void> {
    throw new Error('never taken back here');
  }
}

/** Another, which goes wrong in the middle. */
class Mistake1990000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM notifications_ledger`);
    await runner.query('INSERT INTO colours_of_the_rainbow VALUES (1)');
  }

  async down(): Promise<void> {
    throw new Error('never taken back here');
  }
}

const NEXT: Migrations = [...MIGRATIONS, Colours1990000000000];

/** The first release's database, made anew. */
function firstRelease(path: string): void {
  removeDatabase(path);
  const file = new SqliteFile(path);
  file.exec(FIRST_RELEASE);
  file.close();
}

/** Everything in a database, by its tables. */
function contents(path: string): Record<string, unknown[]> {
  const file = new SqliteFile(path, { readonly: true });
  const tables = file
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
    .pluck()
    .all() as string[];
  const all = tables.map((table) => [table, file.prepare(`SELECT * FROM "${table}" ORDER BY 1, 2`).all()]);
  file.close();
  return Object.fromEntries(all) as Record<string, unknown[]>;
}

/** Opens a database as a release with these migrations would, backups beside it. */
async function openAs(path: string, migrations: Migrations): Promise<Database> {
  const backUp = async (): Promise<string> =>
    (await makeBackup(path, join(path, '../backups'), 'upgrade', NOW)).path;
  const database = await Database.open(path, { backUp, migrations });
  onTestFinished(() => database.close());
  return database;
}

async function refusalOf(opening: Promise<Database>): Promise<StorageError> {
  return opening.then(
    () => {
      throw new Error('it was opened');
    },
    (error: unknown) => error as StorageError,
  );
}

/** As the row of an earlier release is now: the zone nobody chose is no longer theirs. */
function asNow(row: unknown): unknown {
  const { timezone, quiet_hours_start: quiet } = row as Record<string, unknown>;
  return quiet === null && timezone === 'Europe/Ljubljana' ? { ...(row as object), timezone: null } : row;
}

function aPath(): string {
  return join(tempDir(), 'muster.sqlite');
}

describe('an upgrade', () => {
  it('of the first release’s database loses nothing, and how it was lies in a backup', async () => {
    const path = aPath();
    firstRelease(path);
    const before = contents(path);
    const database = await openAs(path, NEXT);
    const pending = NEXT.slice(1).map(({ name }) => name);
    const [backup] = backupsIn(join(path, '../backups'), path);
    expect(database.upgraded).toEqual({ migrations: pending, backupPath: backup?.path });
    expect(backup?.kind).toBe('upgrade');

    const { system_state: state, ...others } = contents(backup!.path);
    expect(others).toEqual({ ...before, system_state: undefined });
    expect(state).toHaveLength(before['system_state']!.length + 1);

    const after = contents(path);
    for (const [table, rows] of Object.entries(before)) {
      if (table !== 'migrations') expect([table, after[table]]).toMatchObject([table, rows.map(asNow)]);
    }
    expect(after['player_links']).toEqual(
      before['player_links']!.map((row) => ({ ...(row as object), colour: 'grey' })),
    );
  });

  it('leaves an evening that was planned before it to take place after it', async () => {
    const app = await testApp({
      at: '2026-03-11T17:00:05Z',
      channels: ['discord', 'telegram', 'signal'],
    });
    await app.crash();
    firstRelease(app.path);
    for (const id of ['p1', 'p2', 'p4', 'promoter']) app.directory.join(id);
    while (app.newId() < 'id-000999');
    await app.restart();
    await app.advanceTo('2026-03-11T20:05:00Z');
    expect(await faultsOf(app)).toEqual([]);
    const [, tonight] = await app.campaigns();
    expect(tonight).toMatchObject({ campaign_date: '2026-03-11', status: 'sent' });
    expect(await app.fates('start', tonight!.id)).toEqual({ p1: 'sent', p2: 'sent', p4: 'sent' });
    expect(app.telegram.deliveredTo('p1')).toHaveLength(2);
  });

  it('is none for a new database, nor for one that is up to date: no backup is made', async () => {
    const path = aPath();
    const made = await openAs(path, NEXT);
    expect(made.upgraded).toMatchObject({ backupPath: null });
    expect((await openAs(path, NEXT)).upgraded).toBeNull();
    expect(existsSync(join(path, '../backups'))).toBe(false);
  });

  it('that fails leaves the database as it was, also what went well before, and says where the backup is', async () => {
    const path = aPath();
    firstRelease(path);
    const before = contents(path);
    const refusal = await refusalOf(openAs(path, [...NEXT, Mistake1990000000001]));
    expect(contents(path)).toEqual(before);
    const [backup] = backupsIn(join(path, '../backups'), path);
    expect(refusal).toMatchObject({ name: 'StorageError', lasting: true });
    expect(refusal.message).toContain('the database is as it was');
    expect(refusal.message).toContain('colours_of_the_rainbow');
    expect(refusal.message).toContain(`A backup of just before it is ${backup!.path}`);
    // The release before goes on with it.
    rmSync(join(path, '../backups'), { recursive: true });
    expect((await openAs(path, NEXT)).upgraded?.migrations.at(-1)).toBe('Colours1990000000000');
  });

  it('does not begin when the backup before it can not be made', async () => {
    const path = aPath();
    firstRelease(path);
    const before = contents(path);
    const cases = [
      ['disk_full', false],
      ['not_writable', true],
    ] as const;
    for (const [fault, lasting] of cases) {
      const backUp = (): Promise<string> => Promise.reject(new BackupError('No, because.', fault));
      const refusal = await refusalOf(Database.open(path, { backUp, migrations: NEXT }));
      expect(refusal).toMatchObject({ name: 'StorageError', lasting });
      expect(refusal.message).toMatch(/backup before that failed\. No, because\. Nothing was changed/);
      expect(contents(path)).toEqual(before);
    }
  });
});

describe('a database of a newer release', () => {
  it('is refused in words, and not touched', async () => {
    const path = aPath();
    const newer = await Database.open(path, { migrations: NEXT });
    await newer.close();
    const before = contents(path);
    const refusal = await refusalOf(openAs(path, MIGRATIONS));
    expect(refusal).toMatchObject({ name: 'StorageError', lasting: true });
    expect(refusal.message).toMatch(
      /by a newer Muster than this one \(Colours1990000000000\)\. Start that release, or restore the backup/,
    );
    expect(contents(path)).toEqual(before);
    expect(existsSync(join(path, '../backups'))).toBe(false);
  });

  it('is refused, too, where migrations of ours are missing in it', async () => {
    const path = aPath();
    firstRelease(path);
    const file = new SqliteFile(path);
    file.exec(`UPDATE migrations SET name = 'Other1789999999999', timestamp = 1789999999999`);
    file.close();
    expect((await refusalOf(openAs(path, NEXT))).message).toContain('Other1789999999999');
  });
});

it('the first release’s database is what its one migration makes', async () => {
  const first = aPath();
  const now = aPath();
  firstRelease(first);
  const database = await Database.open(now, { migrations: MIGRATIONS.slice(0, 1) });
  await database.close();
  const schema = (path: string): unknown => {
    const file = new SqliteFile(path, { readonly: true });
    const made = file
      .prepare(`SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name`)
      .all();
    file.close();
    return made;
  };
  expect(schema(first)).toEqual(schema(now));
  expect(contents(first)['migrations']).toMatchObject([{ name: FIRST }]);
});
