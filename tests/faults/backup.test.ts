import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { makeBackup } from '../../src/persistence/file/backup.js';
import { MIGRATIONS } from '../../src/persistence/engine/data-source.js';
import { Database } from '../../src/persistence/engine/database.js';
import { backUp } from '../../src/upkeep/back-up.js';
import { players } from '../support/people.js';
import { restoreTo } from '../support/restoring.js';
import { tempDir } from '../support/temp-dir.js';
import { testApp } from '../support/test-app.js';
import { canMount, fill, smallDisk } from './support/small-disk.js';
import { SqliteFile } from '../../src/persistence/file/sqlite-file.js';

const NOW = Date.parse('2026-03-10T04:02:00.000Z');

describe.skipIf(!canMount)('a full disk (needs root, to mount a small one)', () => {
  it('keeps a backup from being made, in words, and leaves nothing of it', async () => {
    const app = await testApp();
    await players(app, 2);
    const folder = smallDisk('size=1m');
    const events = new SimpleEventBus();
    events.on((event) => app.events.push(event));
    const context = { databasePath: app.path, folder, keep: 7, clock: app.clock, events };
    expect(await backUp(context, 'nightly')).not.toBeNull();
    const makeSpace = fill(folder);
    await app.advance(1_000);
    expect(await backUp(context, 'nightly')).toBeNull();
    makeSpace();
    expect(readdirSync(folder)).toHaveLength(1);
    const [failed] = app.eventsOf('backup_failed');
    expect(failed).toMatchObject({ fault: 'disk_full' });
    expect(String(failed?.error)).toMatch(/is full: free some space, or keep fewer backups/);
    expect(await backUp(context, 'nightly')).not.toBeNull();
  });

  it('keeps an upgrade from beginning, and the database stays as it was', async () => {
    const path = join(tempDir(), 'muster.sqlite');
    const file = new SqliteFile(path);
    file.exec(readFileSync(new URL('../fixtures/first-release.sql', import.meta.url), 'utf8'));
    file.close();
    const folder = smallDisk('size=1m');
    fill(folder);
    class Later1990000000000 {
      up = (): Promise<void> => Promise.reject(new Error('never run here'));
      down = this.up;
    }
    const backUpFirst = async (): Promise<string> => (await makeBackup(path, folder, 'upgrade', NOW)).path;
    const migrations = [...MIGRATIONS, Later1990000000000];
    await expect(Database.open(path, { backUp: backUpFirst, migrations })).rejects.toThrow(
      /backup before that failed\. The disk with .* is full.*Nothing was changed/,
    );
    const after = new SqliteFile(path, { readonly: true });
    expect(after.prepare('SELECT COUNT(*) FROM migrations').pluck().get()).toBe(1);
    after.close();
  });

  it('keeps a restore from being done, and the database stays as it was', async () => {
    const folder = smallDisk('size=1m');
    const app = await testApp();
    await players(app, 2);
    const backup = await makeBackup(app.path, join(app.folder, 'backups'), 'manual', NOW);
    await app.crash();
    const path = join(folder, 'muster.sqlite');
    const there = await Database.open(path);
    await there.close();
    const makeSpace = fill(folder);
    const before = readFileSync(path);
    const onSmallDisk = Object.assign(Object.create(app) as typeof app, { path });
    await expect(restoreTo(onSmallDisk, backup.path)).rejects.toThrow(/disk with .* is full/);
    expect(readFileSync(path)).toEqual(before);
    makeSpace();
    expect(existsSync(`${path}.restoring`)).toBe(false);
    await restoreTo(onSmallDisk, backup.path);
    expect(statSync(path).size).toBeGreaterThan(0);
  });
});
