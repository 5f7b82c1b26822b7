import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Database } from '../../src/persistence/engine/database.js';
import { run } from './program.js';

/** The user Muster runs as here. */
const NOBODY = 65_534;

/** A folder of Muster's user with its database in it, as a release under way has them. */
async function folderOfNobody() {
  const folder = mkdtempSync(join(tmpdir(), 'muster-owner-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'muster.sqlite');
  await (await Database.open(path)).close();
  for (const file of [folder, path]) chownSync(file, NOBODY, NOBODY);
  const env = { DATABASE_URL: `sqlite:${path}`, BACKUP_DIR: join(folder, 'backups') };
  return { folder, path, env };
}

/** Every file below a folder, with whose it is and who may do what with it. */
function filesIn(folder: string): { name: string; uid: number; mode: string }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
    const { uid, mode } = lstatSync(join(entry.parentPath, entry.name));
    return { name: entry.name, uid, mode: (mode & 0o777).toString(8) };
  });
}

describe.skipIf(process.getuid?.() !== 0)('what root runs in a folder of somebody else (needs root)', () => {
  it('leaves nothing there that the one Muster runs as could not use, and nothing for other eyes', async () => {
    const { folder, path, env } = await folderOfNobody();
    chmodSync(path, 0o600);
    expect(await run('backup', [], env)).toMatchObject({ code: 0 });
    const backup = join(folder, 'backups', basename(readdirSync(join(folder, 'backups'))[0]!));
    expect(await run('restore', ['--yes', backup], env)).toMatchObject({ code: 0 });
    expect(await run('migrate', ['up'], env)).toMatchObject({ code: 0 });
    await run('check', [], env);
    const files = filesIn(folder);
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['muster.sqlite.lock', 'backups']));
    expect(files.filter(({ uid }) => uid !== NOBODY)).toEqual([]);
    expect(files.filter(({ mode }) => !/^[67]00$/.test(mode))).toEqual([]);
  }, 120_000);

  it('follows no link to what is root’s: neither written there nor given away', async () => {
    const { env } = await folderOfNobody();
    const precious = mkdtempSync(join(tmpdir(), 'muster-root-'));
    onTestFinished(() => rmSync(precious, { recursive: true, force: true }));
    symlinkSync(precious, env.BACKUP_DIR);
    const { code, said } = await run('backup', [], env);
    expect(said).toMatch(/can't write to .*backups/);
    expect(code).toBe(1);
    expect(filesIn(precious)).toEqual([]);
  }, 60_000);

  it('says what to do about a backup that only root can read', async () => {
    const { env } = await folderOfNobody();
    const hidden = mkdtempSync(join(tmpdir(), 'muster-root-'));
    onTestFinished(() => rmSync(hidden, { recursive: true, force: true }));
    mkdirSync(join(hidden, 'backups'));
    const backup = join(hidden, 'backups', 'muster.sqlite');
    writeFileSync(backup, '');
    const { code, said } = await run('restore', ['--yes', backup], env);
    expect(said).toMatch(/can't be read by the user.*Copy it beside the database/);
    expect(code).toBe(1);
  }, 60_000);
});
