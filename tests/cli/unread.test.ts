import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeBackup } from '../../src/persistence/backup.js';
import { players } from '../support/people.js';
import { CONTACT_KEY, testApp } from '../support/test-app.js';
import { CONFIGURED, start } from './program.js';

const NEW_KEY = 'X19fX19fX19fX19fX19fX19fX19fX19fX19fX19fX18=';

/** Runs a program whose reader is gone before it says a word. */
async function runUnread(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<number | null> {
  const child = start(name, args, { ...CONFIGURED, ...env });
  child.stdout.destroy();
  child.stderr.destroy();
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

describe('a program whose output nobody reads', () => {
  it('does its work, and ends as it should', async () => {
    const app = await testApp({ channels: ['discord', 'telegram'] });
    await players(app, 3, { channels: ['telegram'] });
    const env = {
      DATABASE_URL: `sqlite:${app.path}`,
      BACKUP_DIR: join(app.folder, 'backups'),
      CONTACT_DATA_ENCRYPTION_KEY: `${NEW_KEY},${CONTACT_KEY}`,
    };
    expect(await runUnread('key', [], env)).toBe(0);
    expect(await runUnread('keys', ['rotate'], env)).toBe(0);
    expect(await runUnread('backup', [], env)).toBe(0);
    expect(await runUnread('restore', [], env)).toBe(64);
    const { path } = await makeBackup(app.path, join(app.folder, 'backups'), 'manual', app.clock.now());
    await app.crash();
    expect(await runUnread('restore', [path], env)).toBe(0);
    expect(existsSync(`${app.path}.restoring`)).toBe(false);
    expect(await runUnread('migrate', ['up'], env)).toBe(0);
  }, 120_000);
});
