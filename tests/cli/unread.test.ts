import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeBackup } from '../../src/persistence/file/backup.js';
import { programArguments } from '../../demo/program.js';
import { players } from '../support/people.js';
import { CONTACT_KEY, testApp } from '../support/test-app.js';

const NEW_KEY = 'X19fX19fX19fX19fX19fX19fX19fX19fX19fX19fX18=';

/** Runs a program whose reader is gone before it says a word. */
async function runUnread(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<number | null> {
  const child = spawn(process.execPath, [...programArguments('src/cli/muster.ts'), command, ...args], {
    env: {
      PATH: process.env['PATH'],
      DISCORD_TOKEN: 'token',
      DISCORD_GUILD_ID: '123456789012345678',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
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
    expect(await runUnread('keys', ['new'], env)).toBe(0);
    expect(await runUnread('keys', ['rotate'], env)).toBe(0);
    expect(await runUnread('backup', [], env)).toBe(0);
    expect(await runUnread('restore', [], env)).toBe(64);
    const { path } = await makeBackup(app.path, join(app.folder, 'backups'), 'manual', app.clock.now());
    await app.crash();
    expect(await runUnread('restore', ['--yes', path], env)).toBe(0);
    expect(existsSync(`${app.path}.restoring`)).toBe(false);
    expect(await runUnread('migrate', ['up'], env)).toBe(0);
  }, 120_000);
});
