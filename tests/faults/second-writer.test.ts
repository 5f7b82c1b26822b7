import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DiscordStandIn } from '../../demo/discord/stand-in.js';
import { ProcessLock } from '../../src/persistence/file/process-lock.js';
import { run } from '../cli/program.js';
import { tempDir } from '../support/temp-dir.js';
import { makeTemplate } from './support/campaign-under-fire.js';
import { Headless } from './support/headless.js';
import { CONTACT_KEY } from './support/orders.js';
import { SQLITE_PACKAGE, SqliteFile } from '../../src/persistence/file/sqlite-file.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NEW_KEY = 'X19fX19fX19fX19fX19fX19fX19fX19fX19fX19fX18=';
const PEOPLE = 192;

describe('a second process that writes to the database all the time', () => {
  it('costs nobody their call: everybody is sent, nobody is unclear, and every other program does its work', async () => {
    const folder = tempDir();
    const databasePath = join(folder, 'muster.sqlite');
    const discord = await DiscordStandIn.start({ globalPerSecond: 10_000, latencyMs: 5 });
    onTestFinished(() => discord.stop());
    const ids = Array.from({ length: PEOPLE }, (_, index) => discord.addMember({ name: `P${index}` }).id);
    await makeTemplate(databasePath, ids, null);
    // As Muster makes it.
    chmodSync(databasePath, 0o600);
    const lock = ProcessLock.acquire(databasePath);
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
    await muster.create();

    const writer = await writeWithoutEnd(databasePath);
    const others = workBeside(folder, databasePath, discord);
    await muster.untilOver();
    const ended = await others.stop();
    const committed = await writer.stop();
    await muster.close();
    lock.release();

    expect(errors).toEqual([]);
    const file = new SqliteFile(databasePath, { readonly: true });
    onTestFinished(() => void file.close());
    const fates = file
      .prepare(
        'SELECT outcome, COUNT(*) AS n FROM availability_promotion_send_logs WHERE is_final = 1 GROUP BY outcome',
      )
      .all();
    expect(fates).toEqual([{ outcome: 'sent', n: 2 * PEOPLE }]);
    for (const id of ids) expect(discord.dmsTo(id)).toHaveLength(2);
    expect(committed, 'the other process wrote, too').toBeGreaterThan(100);
    for (const { name, code, said } of ended) {
      expect(code, `${name}: ${said}`).toBe(name === 'migrate' ? 1 : 0);
      if (name === 'check') expect(said).toMatch(/ok +database +\S+ is sound, and Muster is running on it/);
      if (name === 'migrate') expect(said).toMatch(/^Another Muster is already running on/);
    }
    const names = new Set(ended.map(({ name }) => name));
    expect(names).toEqual(new Set(['rotate', 'backup', 'check', 'migrate']));
  });
});

/** Another process, one transaction after the other, without a pause. Tells how many it has committed when it is stopped. */
async function writeWithoutEnd(path: string): Promise<{ stop(): Promise<number> }> {
  const program = `
    const file = new (require('${SQLITE_PACKAGE}'))(${JSON.stringify(path)}, { timeout: 60000 });
    file.pragma('synchronous = FULL');
    const write = file.prepare("INSERT INTO system_state VALUES ('progress:other', ?, '', '') ON CONFLICT (key) DO UPDATE SET value = excluded.value");
    let committed = 0, stopped = false;
    process.stdin.on('data', () => (stopped = true));
    console.log('ready');
    const turn = () => {
      if (stopped) { console.log(committed); file.close(); process.exit(); }
      file.transaction(() => write.run(String(committed))).immediate();
      committed += 1;
      setImmediate(turn);
    };
    turn();`;
  const child: ChildProcess = spawn(process.execPath, ['-e', program], {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stdout!.on('data', (chunk) => (said += String(chunk)));
  await once(child.stdout!, 'data');
  return {
    stop: async () => {
      child.stdin!.write('stop');
      await once(child, 'close');
      return Number(said.trim().split('\n').at(-1));
    },
  };
}

/** The programs that may run beside Muster, and one that may not, over and over. */
function workBeside(folder: string, databasePath: string, discord: DiscordStandIn) {
  const stopped = { yet: false };
  const env = {
    DATABASE_URL: `sqlite:${databasePath}`,
    BACKUP_DIR: join(folder, 'backups'),
    DISCORD_API_URL: discord.url,
    DISCORD_TOKEN: discord.token,
    DISCORD_GUILD_ID: discord.guildId,
  };
  const keys = [`${NEW_KEY},${CONTACT_KEY}`, `${CONTACT_KEY},${NEW_KEY}`];
  const work = async (): Promise<{ name: string; code: number | null; said: string }[]> => {
    const ended = [];
    for (let round = 0; round === 0 || !stopped.yet; round += 1) {
      const CONTACT_DATA_ENCRYPTION_KEY = keys[round % 2]!;
      const rotated = await run('keys', ['rotate'], { ...env, CONTACT_DATA_ENCRYPTION_KEY });
      const backedUp = await run('backup', [], env);
      const migrated = await run('migrate', ['up'], env);
      const checked = await run('check', [], { ...env, CONTACT_DATA_ENCRYPTION_KEY });
      ended.push(
        { name: 'rotate', ...rotated },
        { name: 'backup', ...backedUp },
        { name: 'migrate', ...migrated },
        { name: 'check', ...checked },
      );
    }
    return ended;
  };
  const done = work();
  return {
    stop: () => {
      stopped.yet = true;
      return done;
    },
  };
}
