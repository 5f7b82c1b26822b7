import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { backupCheck } from '../../../src/cli/check/backups.js';
import { contactKeyCheck } from '../../../src/cli/check/contact-keys.js';
import { databaseCheck, diskCheck } from '../../../src/cli/check/database.js';
import { loadConfig } from '../../../src/config/config.js';
import { backupName } from '../../../src/persistence/file/backup-folder.js';
import { Database } from '../../../src/persistence/engine/database.js';
import { ProcessLock } from '../../../src/persistence/file/process-lock.js';
import { FakeClock } from '../../support/fake-clock.js';
import { players } from '../../support/people.js';
import { tempDir } from '../../support/temp-dir.js';
import { CONTACT_KEY, testApp } from '../../support/test-app.js';
import { found } from './support.js';
import { SqliteFile } from '../../../src/persistence/file/sqlite-file.js';

const OTHER_KEY = 'X19fX19fX19fX19fX19fX19fX19fX19fX19fX19fX18=';

async function aDatabase(): Promise<string> {
  const path = join(tempDir(), 'muster.sqlite');
  await (await Database.open(path)).close();
  chmodSync(path, 0o600);
  return path;
}

function change(path: string, sql: string): void {
  const file = new SqliteFile(path);
  file.exec(sql);
  file.close();
}

describe('a database', () => {
  it('that is well stays as it is', async () => {
    const path = await aDatabase();
    const before = readFileSync(path);
    expect(await found(databaseCheck(path))).toMatch(/^ok database: .* is sound$/);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('that Muster is running on', async () => {
    const path = await aDatabase();
    const lock = ProcessLock.acquire(path);
    onTestFinished(() => lock.release());
    expect(await found(databaseCheck(path))).toMatch(/^ok .*is sound, and Muster is running on it$/);
  });

  it('that is still to be made, and none is made', async () => {
    const path = join(tempDir(), 'data', 'muster.sqlite');
    expect(await found(databaseCheck(path))).toMatch(/^ok .*will be made at the first start/);
    expect(existsSync(path)).toBe(false);
  });

  it('that can’t be made, for a file is in the way', async () => {
    const file = join(tempDir(), 'a-file');
    writeFileSync(file, '');
    expect(await found(databaseCheck(join(file, 'muster.sqlite')))).toMatch(/^fault .*right to write/);
  });

  it('that is none', async () => {
    const path = join(tempDir(), 'muster.sqlite');
    writeFileSync(path, 'this is a letter, and not a database, whatever its name says '.repeat(200));
    expect(await found(databaseCheck(path))).toMatch(/^fault .*damaged, or no SQLite database/);
  });

  it('that is damaged in the middle', async () => {
    const path = await aDatabase();
    const file = openSync(path, 'r+');
    const size = readFileSync(path).length;
    for (let page = 4096; page < size; page += 4096) writeSync(file, Buffer.alloc(512, 0xff), 0, 512, page);
    closeSync(file);
    expect(await found(databaseCheck(path))).toMatch(/^fault .*is damaged/);
  });

  it('that the machine’s other users can read', async () => {
    const path = await aDatabase();
    chmodSync(path, 0o644);
    expect(await found(databaseCheck(path))).toMatch(
      /^warning .*every user of this machine can read it: chmod o= /,
    );
  });

  it('that a newer release made', async () => {
    const path = await aDatabase();
    change(path, "INSERT INTO migrations (timestamp, name) VALUES (9, 'FromTheFuture9')");
    expect(await found(databaseCheck(path))).toMatch(/^fault .*newer release \(FromTheFuture9\)/);
  });

  it('that an older release made', async () => {
    const path = await aDatabase();
    change(path, 'DELETE FROM migrations');
    expect(await found(databaseCheck(path))).toMatch(/^ok .*the next start migrates it/);
  });
});

it('little room on the disk is a warning, none a fault', async () => {
  const path = join(tempDir(), 'not', 'there', 'muster.sqlite');
  const left = (mib: number) => found(diskCheck(path, () => Promise.resolve(mib * 2 ** 20)));
  expect(await left(4_000)).toMatch(/^ok disk space: 4000 MiB are free/);
  expect(await left(500)).toMatch(/^warning .*free some space soon/);
  expect(await left(10)).toMatch(/^fault .*free some space$/);
  expect(await found(diskCheck(path))).toMatch(/^\w+ disk space: \d+ MiB are free/);
});

describe('the backups', () => {
  const HOUR = 3_600_000;
  /** What is found where there are backups so many hours old. */
  async function look(hoursOld: readonly number[], keep = 7): Promise<string> {
    const databasePath = join(tempDir(), 'muster.sqlite');
    const folder = join(tempDir(), 'backups');
    const clock = new FakeClock(Date.parse('2026-03-10T19:45:00.000Z'));
    mkdirSync(folder);
    for (const hours of hoursOld) {
      writeFileSync(join(folder, backupName(databasePath, 'nightly', clock.now() - hours * HOUR)), '');
    }
    return found(backupCheck({ path: databasePath, backups: { folder, keep } }, clock));
  }

  it('that are made every night', async () => {
    expect(await look([15, 39])).toMatch(/^ok backups: the last one is 15 h old/);
    expect(await look([])).toMatch(/^ok backups: there is none yet/);
  });

  it('that were not made last night', async () => {
    expect(await look([39, 63])).toMatch(/^warning .*39 h old.*did Muster run last night/);
  });

  it('that are not made by themselves', async () => {
    expect(await look([15], 0)).toMatch(/^warning .*BACKUP_KEEP=0\); the last one is 15 h old/);
  });

  it('that can’t be written, for a file is in the way', async () => {
    const folder = join(tempDir(), 'a-file');
    writeFileSync(folder, '');
    const backups = { folder: join(folder, 'backups'), keep: 7 };
    const check = backupCheck({ path: 'muster.sqlite', backups }, new FakeClock(0));
    expect(await found(check)).toMatch(/^fault .*can’t be written to .*set BACKUP_DIR/);
  });
});

describe('the contact keys', () => {
  const look = (path: string, env: Record<string, string>): Promise<string> => {
    const loaded = loadConfig({
      DISCORD_TOKEN: 'token',
      DISCORD_GUILD_ID: '123456789012345678',
      DATABASE_URL: `sqlite:${path}`,
      ...env,
    });
    if (!loaded.ok) throw new Error('the configuration of this test is at fault');
    return found(contactKeyCheck(loaded.config));
  };

  it('open every contact that is kept, or it is told how many they don’t', async () => {
    const app = await testApp({ channels: ['discord', 'telegram', 'signal'] });
    await players(app, 2, { channels: ['telegram', 'signal'] });
    const keys = (value: string) => ({ CONTACT_DATA_ENCRYPTION_KEY: value });
    expect(await look(app.path, keys(`${OTHER_KEY},${CONTACT_KEY}`))).toMatch(/^ok .*opens every contact/);
    const wrong = await look(app.path, keys(OTHER_KEY));
    expect(wrong).toMatch(/^fault .*4 kept contacts are opened by no key/);
    expect(wrong).not.toContain(OTHER_KEY);
    expect(await look(app.path, {})).toMatch(/^fault .*4 kept contacts/);
  });

  it('are missed only where something needs them', async () => {
    const path = join(tempDir(), 'muster.sqlite');
    expect(await look(path, {})).toMatch(/^ok .*none is needed/);
    const telegram = { TELEGRAM_BOT_TOKEN: '700000001:canary_canary_canary_canary_canary' };
    expect(await look(path, telegram)).toMatch(/^warning .*npm run key/);
    const file = new SqliteFile(path);
    file.close();
    expect(await look(path, { CONTACT_DATA_ENCRYPTION_KEY: CONTACT_KEY })).toMatch(/^ok/);
  });
});
