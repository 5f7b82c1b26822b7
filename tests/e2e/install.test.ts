import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { BotProcess } from '../../demo/bot-process.js';
import { bundlePrograms } from '../../scripts/bundle.js';
import { admitted, longestStopMs } from '../deploy/files.js';
import { invitationOf } from '../../src/discord/invitation.js';
import { ROOT, section } from '../docs/documents.js';
import { aDiscord, credentialsFor } from './support.js';

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Readonly<Record<string, string>>;
};

/** Who owns nothing, on every Unix. */
const NOBODY = { uid: 65_534, gid: 65_534 };

/** What the Dockerfile and docs/install.md leave on a machine: a program nobody writes to, and a place for the data. */
const home = mkdtempSync(join(tmpdir(), 'muster-install-'));
const app = join(home, 'app');
let readByTheBuild: string[];
let user: { uid?: number; gid?: number } = {};

beforeAll(async () => {
  chmodSync(home, 0o755);
  mkdirSync(app);
  readByTheBuild = await bundlePrograms(join(app, 'dist'));
  copyFileSync(join(ROOT, 'package.json'), join(app, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(app, 'node_modules'));
  for (const path of tree(app)) chmodSync(path, statSync(path).isDirectory() ? 0o555 : 0o444);
  chmodSync(app, 0o555);
  if (process.getuid?.() === 0 && canRead(NOBODY)) user = NOBODY;
});

afterAll(() => {
  for (const path of [app, ...tree(app)]) if (statSync(path).isDirectory()) chmodSync(path, 0o755);
  rmSync(home, { recursive: true, force: true });
});

/** Everything in a folder, but for what is only linked into it. */
function tree(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.startsWith('node_modules'))
    .map((path) => join(folder, path))
    .sort();
}

/** Whether somebody else may run this Node and read the packages here. */
function canRead(who: { uid: number; gid: number }): boolean {
  const program = `require('node:fs').accessSync(${JSON.stringify(join(ROOT, 'node_modules/zod/package.json'))})`;
  return spawnSync(process.execPath, ['-e', program], { ...who, env: {} }).status === 0;
}

/** A folder for the data that belongs to who runs the bot. */
function aDataFolder(): string {
  const folder = mkdtempSync(join(home, 'data-'));
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid ?? user.uid);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function installed(env: Readonly<Record<string, string>>): BotProcess {
  const bot = BotProcess.startInstalled(app, { NODE_ENV: 'production', ...env }, user);
  onTestFinished(async () => {
    await bot.stop('SIGKILL');
  });
  return bot;
}

/** What a file of the code loads, but for what it loads later. */
const LOADED_WITH_IT = /\b(?:import|export)(?:[^;'"()]*from)?"\.\/([\w-]+\.js)"/g;

it('is built from what the image takes in, and from nothing else', () => {
  const outside = readByTheBuild.filter(
    (file) => !admitted.some((each) => `${file}/`.startsWith(`${each}/`)),
  );
  expect(outside).toEqual([]);
  expect(readByTheBuild).toContain('src/main.ts');
});

it('is without what Muster never calls, and reads BullMQ at its first call', () => {
  const code = join(app, 'dist/src/code');
  const text = readdirSync(code)
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join(code, name), 'utf8'))
    .join('\n');
  // Compared as answers: the text itself is some megabytes.
  const has = (words: string): boolean => text.includes(words);
  expect(has('__name(this,"BetterSqlite3Driver")')).toBe(true);
  expect(has('__name(this,"SqlServerDriver")')).toBe(false);
  expect(has('require("bullmq")')).toBe(true);
  expect(has('from"bullmq"')).toBe(false);
});

it('reads neither what hears Discord nor the bridge before what is due is sent', () => {
  const code = join(app, 'dist/src/code');
  const read = new Map<string, string>();
  const readFrom = (file: string): void => {
    if (read.has(file)) return;
    const text = readFileSync(join(code, file), 'utf8');
    read.set(file, text);
    for (const [, other] of text.matchAll(LOADED_WITH_IT)) if (other) readFrom(other);
  };
  readFrom('main.js');
  const named = (text: string, names: readonly string[]): string[] =>
    names.filter((name) => text.includes(`__name(this,"${name}")`));
  const first = [...read.values()].join('\n');
  const rest = readdirSync(code)
    .filter((file) => file.endsWith('.js') && !read.has(file))
    .map((file) => readFileSync(join(code, file), 'utf8'))
    .join('\n');
  const late = ['BaseClient', 'SapphireClient', 'Metrics'];
  expect(named(first, [...late, 'Dispatcher', 'DiscordChannel'])).toEqual(['Dispatcher', 'DiscordChannel']);
  expect(named(rest, late)).toEqual(late);
  expect([first, rest].map((text) => text.includes('fastify'))).toEqual([false, true]);
});

it('has one line for each piece where Sapphire looks for it', () => {
  for (const file of ['commands/promote', 'tasks/promotion-sweep']) {
    const [line, ...more] = readFileSync(join(app, `dist/${file}.js`), 'utf8')
      .trimEnd()
      .split('\n');
    expect(more).toEqual([]);
    expect(line).toMatch(/^export \{ \w+ as \w+ \} from '(\.\.\/)+src\/code\/pieces\.js';$/);
  }
});

describe('an installed Muster, on files it can’t write to, by a user without a home', () => {
  it('serves, writes nowhere but where its data is, and stops in time', async () => {
    const discord = await aDiscord();
    const before = tree(app);
    const data = aDataFolder();
    const bot = installed({
      ...credentialsFor(discord),
      DATABASE_URL: `sqlite:${join(data, 'muster.sqlite')}`,
    });
    const ready = await bot.waitForEvent('ready');
    expect(ready['pieces']).toBeGreaterThan(10);
    const ana = discord.addMember({ name: 'Ana' });
    const answer = await discord.slash(ana.id, 'link player', { guid: 'guid-ana', name: 'Ana' });
    expect((await answer.settled()).text()).toContain('Ana');

    const asked = performance.now();
    expect(await bot.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(performance.now() - asked).toBeLessThan(longestStopMs());
    expect(tree(app)).toEqual(before);
    // Nobody else can read what was written.
    const written = readdirSync(data);
    expect(written).toContain('muster.sqlite');
    for (const file of written) expect(statSync(join(data, file)).mode & 0o077, file).toBe(0);
  });

  it('goes the README’s way, word by word, by somebody who forgot to invite the bot', async () => {
    const discord = await aDiscord({ guildName: 'Friday Nights' });
    const ana = discord.addMember({ name: 'Ana' });
    discord.throwBotOut();
    const steps = ['### 2. Set the five essentials', '### 3. Check, start'].flatMap((heading) =>
      [...section('README.md', heading).matchAll(/^```sh\n([^]*?)^```$/gm)]
        .flatMap(([, block = '']) => block.trim().split('\n'))
        .map((line) => line.replace(/ *#.*/, '')),
    );
    expect(steps.filter((step) => step.startsWith('npm'))).toEqual([
      ...['npm ci', 'npm run build', 'npm run setup', 'npm run check', 'npm start'],
    ]);
    const clone = aDataFolder();
    for (const name of ['dist', 'package.json']) symlinkSync(join(app, name), join(clone, name));
    copyFileSync(join(ROOT, '.env.example'), join(clone, '.env.example'));
    const env = { PATH: process.env['PATH'] ?? '', DISCORD_API_URL: discord.url, BRIDGE_PORT: '0' };
    const takes = async (step: string, more: Readonly<Record<string, string>> = {}) => {
      const program = step.replace(/^npm run (\S+)/, (_, name: string) => scripts[name] ?? '');
      const child = spawn('sh', ['-c', program], { cwd: clone, env: { ...env, ...more }, ...user });
      let said = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk) => (said += String(chunk)));
      const [code] = (await once(child, 'close')) as [number | null];
      return { code, said };
    };
    const invitation = invitationOf(discord.applicationId);

    // By hand: the example is a good one, and says what is missing.
    for (const step of steps.filter((each) => /^(cp|chmod) /.test(each))) {
      expect(await takes(step)).toEqual({ code: 0, said: '' });
    }
    const blank = await takes('npm run check');
    expect(blank.said).toMatch(
      /^2 settings are missing[^]*DISCORD_TOKEN is missing[^]*DISCORD_GUILD_ID is missing/,
    );
    expect(blank.code).toBe(78);
    const unasked = await takes('npm run setup --yes', { DISCORD_TOKEN: discord.token });
    expect(unasked).toMatchObject({ code: 1, said: expect.stringContaining('is there already') as string });
    rmSync(join(clone, '.env'));

    // By answers.
    const answers = {
      DISCORD_TOKEN: discord.token,
      AVAILABILITY_PROMOTION_TIMEZONE: 'America/New_York',
      PROMOTER_DISCORD_IDS: ana.id,
    };
    const done = await takes('npm run setup --yes', { ...answers, DISCORD_GUILD_ID: discord.guildId });
    expect(done.said).toMatch(
      /The evening: reminder 20:45, start 21:00 in America\/New_York; it is \d\d:\d\d there now/,
    );
    expect(done.said).toContain(`invite it: ${invitation}\n`);
    expect(done.said).not.toContain(discord.token);
    expect(statSync(join(clone, '.env')).mode & 0o777).toBe(0o600);

    const forgotten = await takes('npm run check');
    expect(forgotten.said).toMatch(/^ok +evening +reminder 20:45, start 21:00 in America\/New_York/m);
    expect(forgotten.said).toContain(`invite it with ${invitation} or correct the id\n`);
    expect(forgotten.code).toBe(1);
    const bot = BotProcess.startInstalled(clone, env, user);
    onTestFinished(async () => {
      await bot.stop('SIGKILL');
    });
    expect((await bot.waitForEvent('not_invited')).msg).toContain(invitation);
    expect(bot.lines[0]?.msg).toMatch(
      new RegExp(
        `reminder 20:45, start 21:00 in America/New_York; .*server is ${discord.guildId}, .* and 1 more`,
      ),
    );
    discord.inviteBot();
    await bot.ready();
    const well = await takes('npm run check');
    expect(well.said).toMatch(/^ok +Discord guild +is Friday Nights, and the bot is a member$/m);
    expect(well.said).toMatch(/^ok +promoters +all 1 are members$/m);
    expect(well.code).toBe(0);
  });

  it('says nothing but its log, whatever its packages still call', async () => {
    const discord = await aDiscord();
    const bot = installed({
      ...credentialsFor(discord),
      DATABASE_URL: `sqlite:${join(aDataFolder(), 'muster.sqlite')}`,
      BRIDGE_PORT: '0',
      // Those who seal contacts and ask Telegram are the oldest of them.
      CONTACT_DATA_ENCRYPTION_KEY: `${randomBytes(32).toString('base64url')}=`,
      TELEGRAM_BOT_TOKEN: `123456:${'A'.repeat(35)}`,
      TELEGRAM_API_URL: 'http://127.0.0.1:9',
    });
    await bot.waitForEvent('inbound_lost');
    await bot.ready();
    await bot.stop('SIGTERM');
    expect(bot.output).toEqual([]);
  });

  it('ends with 78, which no supervisor starts over, where it can’t keep its data', async () => {
    const discord = await aDiscord();
    const bot = installed({
      ...credentialsFor(discord),
      DATABASE_URL: 'sqlite:./dist/src/main.js/muster.sqlite',
    });
    expect(await bot.exited).toEqual({ code: 78, signal: null });
    expect(bot.lines.at(-1)).toMatchObject({
      level: 'fatal',
      msg: expect.stringContaining("can't write") as string,
    });
  });
});
