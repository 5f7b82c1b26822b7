import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Bulletin } from '../../demo/discord/bulletin.js';
import { DiscordStandIn } from '../../demo/discord/stand-in.js';
import type { Answers } from '../../src/cli/setup/answers.js';
import { answersFrom } from '../../src/cli/setup/from-environment.js';
import { invitationOf } from '../../src/discord/invitation.js';
import { Abandoned, Conversation } from '../../src/cli/conversation.js';
import { setUpInWords } from '../../src/cli/setup.js';
import { readEnvFile } from '../../src/config/env-file.js';
import { FakeClock } from '../support/fake-clock.js';
import { aMigratedPostgres, aPostgres, havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';
import { tempDir } from '../support/temp-dir.js';
import { run } from './program.js';

/** Somebody at a terminal: they read what it shows, and type. */
class Somebody {
  shown = '';
  readonly #keys = new PassThrough();
  readonly #heard = new Bulletin();
  readonly #talk: Conversation;
  readonly ended: Promise<number>;
  #read = 0;

  /** `columns`: how wide their terminal is. */
  constructor(path: string, columns = 250) {
    const screen = new Writable({
      write: (chunk: Buffer, _, done) => {
        this.shown += chunk.toString();
        this.#heard.announce();
        done();
      },
    });
    this.#talk = new Conversation(this.#keys, Object.assign(screen, { columns }));
    this.ended = setUpInWords(path, this.#talk, new FakeClock('2026-11-28T15:14:00Z'));
    this.ended.catch(() => undefined);
    onTestFinished(() => this.#talk.close());
  }

  /** Reads on until this is shown, types an answer and presses Enter. */
  async answers(question: string | RegExp, answer: string): Promise<void> {
    await this.reads(question);
    this.#keys.write(`${answer}\r`);
  }

  async reads(words: string | RegExp): Promise<void> {
    const look = (): true | undefined => {
      const rest = this.shown.slice(this.#read);
      const found = typeof words === 'string' ? rest.indexOf(words) : rest.search(words);
      if (found < 0) return undefined;
      this.#read += found + (typeof words === 'string' ? words.length : (words.exec(rest)?.[0].length ?? 0));
      return true;
    };
    await this.#heard.until(look, () => `${String(words)}; the terminal shows:\n${this.shown}`);
  }

  press(key: string): void {
    this.#keys.write(key);
  }
}

async function aDiscord(): Promise<DiscordStandIn> {
  const discord = await DiscordStandIn.start({ guildName: 'Friday Nights' });
  onTestFinished(() => discord.stop());
  process.env['DISCORD_API_URL'] = discord.url;
  onTestFinished(() => {
    delete process.env['DISCORD_API_URL'];
  });
  return discord;
}

const settingsIn = (path: string): Readonly<Record<string, string>> => readEnvFile(readFileSync(path)).values;

describe('`muster setup`', () => {
  it('asks six things, looks each up, and writes .env for its owner alone', async () => {
    const discord = await aDiscord();
    const ana = discord.addMember({ name: 'Ana' });
    const anton = discord.addMember({ name: 'Anton', nick: 'Toni' });
    const path = join(tempDir(), '.env');
    const somebody = new Somebody(path);

    await somebody.answers('Token (it does not show as you paste it): ', 'MTIz.wrong.one');
    await somebody.reads('Discord refuses this token. Copy it anew');
    await somebody.answers('Token (it does not show as you paste it): ', discord.token);
    await somebody.reads('That is the bot muster.');
    await somebody.reads(`1  Friday Nights (${discord.guildId})`);
    await somebody.answers('Which one [1]: ', '');
    await somebody.answers('Time zone [', 'Nowhere');
    await somebody.reads('That is no time zone. Name it as in Europe/Ljubljana');
    await somebody.answers('Time zone [', 'america/new_york');
    await somebody.answers('It is 10:14 there now. Right? [Y/n] ', '');
    await somebody.answers('Start (HH:MM) [21:00]: ', '25:00');
    await somebody.reads('The start must be a time of day');
    await somebody.answers('Start (HH:MM) [21:00]: ', '8:30');
    await somebody.answers('(Enter: nobody more): ', 'zora');
    await somebody.reads('Nobody on the server is called zora.');
    await somebody.answers('(Enter: nobody more): ', 'an');
    await somebody.reads('2  Toni (anton)');
    await somebody.answers('Which one (Enter: none of them): ', '2');
    await somebody.answers('(Enter: nobody more): ', '@ana');
    await somebody.answers('Ana (ana)? [Y/n] ', 'y');
    await somebody.answers('(Enter: nobody more): ', '');
    await somebody.answers('Address (it does not show as you type it) [./data/muster.sqlite]: ', '');

    expect(await somebody.ended).toBe(0);
    expect(somebody.shown).toContain(
      'The evening: reminder 08:15, start 08:30 in America/New_York; it is 10:14 there now.',
    );
    expect(somebody.shown).toContain(`client_id=${discord.applicationId}&scope=bot+applications.commands`);
    expect(somebody.shown).toMatch(/What comes next:[^]*npm run check[^]*npm start/);
    for (const token of [discord.token, 'wrong.one']) expect(somebody.shown).not.toContain(token);
    expect(settingsIn(path)).toEqual({
      DISCORD_TOKEN: discord.token,
      DISCORD_GUILD_ID: discord.guildId,
      AVAILABILITY_PROMOTION_TIMEZONE: 'America/New_York',
      AVAILABILITY_PROMOTION_START_TIME: '08:30',
      PROMOTER_DISCORD_IDS: `${anton.id},${ana.id}`,
    });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(path, '..'))).toEqual(['.env']);
  });

  it('waits for a bot that is in no server yet', async () => {
    const discord = await aDiscord();
    discord.throwBotOut();
    const path = join(tempDir(), '.env');
    const somebody = new Somebody(path, 80);
    await somebody.answers('Token', discord.token);
    await somebody.reads('The bot is in no server yet.');
    await somebody.reads(`client_id=${discord.applicationId}`);
    await somebody.answers('Enter when it is in: ', '');
    await somebody.reads('The bot is in no server yet.');
    await somebody.reads('Enter when it is in: ');
    discord.inviteBot();
    somebody.press('\r');
    await somebody.reads(`1  Friday Nights (${discord.guildId})`);
    somebody.press('\u0003');
    await expect(somebody.ended).rejects.toThrow(Abandoned);
    const tooLong = somebody.shown
      .split('\n')
      .filter((line) => line.length > 80 && !line.includes('https://'));
    expect(tooLong).toEqual([]);
    expect(existsSync(path)).toBe(false);
  });

  it('asks for ids where Discord can’t be asked, and says that nothing was looked up', async () => {
    const discord = await aDiscord();
    await discord.pauseHttp();
    const path = join(tempDir(), '.env');
    const somebody = new Somebody(path);
    await somebody.answers('Token', 'Bot with spaces');
    await somebody.reads('must be the bot token alone');
    await somebody.answers('Token', discord.token);
    await somebody.reads('Discord does not answer at http://127.0.0.1');
    await somebody.answers('The server’s id', 'Friday Nights');
    await somebody.reads('must be a Discord id');
    await somebody.answers('The server’s id', discord.guildId);
    await somebody.answers('Time zone [', 'Europe/Ljubljana');
    await somebody.answers('Right?', '');
    await somebody.answers('Start (HH:MM)', '');
    await somebody.answers('A Discord id', 'ana');
    await somebody.reads('That is no Discord id');
    await somebody.answers('A Discord id', '');
    await somebody.answers('Address', '');
    expect(await somebody.ended).toBe(0);
    expect(settingsIn(path)).toMatchObject({ DISCORD_GUILD_ID: discord.guildId });
    expect(settingsIn(path)).not.toHaveProperty('PROMOTER_DISCORD_IDS');
  });

  it('changes a .env only when told to, and then keeps what else is in it', async () => {
    const discord = await aDiscord();
    const folder = tempDir();
    const file = join(folder, 'elsewhere');
    const path = join(folder, '.env');
    const text =
      `# ours\nDISCORD_TOKEN=${discord.token}\nDISCORD_GUILD_ID=${discord.guildId}\nBRIDGE_PORT=8090\n` +
      'AVAILABILITY_PROMOTION_REMINDER_TIME=20:30\n';
    writeFileSync(file, text, { mode: 0o644 });
    symlinkSync(file, path);
    const cautious = new Somebody(path);
    await cautious.answers('Change them? [y/N] ', '');
    expect(await cautious.ended).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(text);

    const somebody = new Somebody(path);
    await somebody.answers('Change them? [y/N] ', 'y');
    await somebody.answers('[the one there is]: ', '');
    await somebody.answers('Which one', '');
    await somebody.answers('Time zone', 'Europe/Vienna');
    await somebody.answers('Right?', '');
    await somebody.answers('Start', '20:00');
    await somebody.answers('(Enter: nobody more): ', '');
    await somebody.answers('Address', '');
    expect(await somebody.ended).toBe(0);
    expect(somebody.shown).toContain('AVAILABILITY_PROMOTION_REMINDER_TIME was not before the start');
    expect(somebody.shown).toContain('reminder 19:45, start 20:00 in Europe/Vienna');
    expect(somebody.shown).not.toContain(discord.token);
    expect(readFileSync(file, 'utf8')).toBe(
      text.replace('AVAILABILITY_PROMOTION_REM', '#AVAILABILITY_PROMOTION_REM') +
        'AVAILABILITY_PROMOTION_TIMEZONE=Europe/Vienna\nAVAILABILITY_PROMOTION_START_TIME=20:00\n',
    );
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe.skipIf(!havePostgres)(`\`muster setup\`, asked for a database (${NEEDS_POSTGRES})`, () => {
  const CANARY = 'canary-of-a-password';
  /** The same database, with a password that its server does not ask for. */
  const withPassword = (url: string): string => Object.assign(new URL(url), { password: CANARY }).href;
  const nobodyThere = `postgres://muster:${CANARY}@127.0.0.1:1/muster`;

  /** Somebody who has answered everything before it. */
  async function askedForIt(text = ''): Promise<{ somebody: Somebody; path: string }> {
    const discord = await aDiscord();
    const path = join(tempDir(), '.env');
    const known = `DISCORD_TOKEN=${discord.token}\nDISCORD_GUILD_ID=${discord.guildId}\n`;
    writeFileSync(path, `${known}AVAILABILITY_PROMOTION_TIMEZONE=Europe/Vienna\n${text}`);
    const somebody = new Somebody(path);
    await somebody.answers('Change them? [y/N] ', 'y');
    for (const question of ['Token', 'Which one', 'Time zone', 'Right?', 'Start', '(Enter: nobody more): ']) {
      await somebody.answers(question, '');
    }
    return { somebody, path };
  }

  it('it looks whether a PostgreSQL will do, says so in the words of `check`, and never shows the password', async () => {
    const url = withPassword(await aPostgres());
    const { somebody, path } = await askedForIt();
    await somebody.answers('[./data/muster.sqlite]: ', `postgres://muster:${CANARY}@db.example`);
    await somebody.reads('The address must be sqlite:<path of a file>, or postgres://<user>:<password>@');
    await somebody.answers('Address', nobodyThere);
    await somebody.reads("database: The database 127.0.0.1:1/muster can't be reached (ECONNREFUSED)");
    await somebody.answers('Take it all the same? [y/N] ', '');
    await somebody.answers('Address', url.replace(/[^/]*$/, 'another'));
    await somebody.reads('There is no database another at 127.0.0.1');
    await somebody.answers('Take it all the same? [y/N] ', 'n');
    await somebody.answers('Address', url);
    await somebody.reads(/database: 127\.0\.0\.1:\d+\/\w+ is PostgreSQL .* the first start makes the tables/);
    await somebody.reads('session: lasts by DATABASE_URL');
    expect(await somebody.ended).toBe(0);
    expect(settingsIn(path)).toMatchObject({ DATABASE_URL: url });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(somebody.shown).not.toContain(CANARY);
  });

  it('one that is not there yet is taken where somebody says so', async () => {
    const { somebody, path } = await askedForIt();
    await somebody.answers('Address', nobodyThere);
    await somebody.answers('Take it all the same? [y/N] ', 'y');
    expect(await somebody.ended).toBe(0);
    expect(settingsIn(path)).toMatchObject({ DATABASE_URL: nobodyThere });
  });

  it('Enter keeps the one there is, which is shown without its user and password', async () => {
    const url = withPassword(await aMigratedPostgres());
    const { somebody, path } = await askedForIt(`DATABASE_URL=${url}\n`);
    const { host, pathname } = new URL(url);
    await somebody.answers(`Address (it does not show as you type it) [${host}${pathname}]: `, '');
    await somebody.reads('and muster may do there what it takes');
    expect(await somebody.ended).toBe(0);
    expect(settingsIn(path)).toMatchObject({ DATABASE_URL: url });
    expect(somebody.shown).not.toContain(CANARY);
  });

  it('a script names it in the environment, and hears why where it will not do', async () => {
    const discord = await aDiscord();
    const folder = tempDir();
    const env = {
      DISCORD_API_URL: discord.url,
      DISCORD_TOKEN: discord.token,
      DISCORD_GUILD_ID: discord.guildId,
    };
    const refused = await run('setup', ['--yes'], { ...env, DATABASE_URL: nobodyThere }, folder);
    expect(refused.code).toBe(78);
    expect(refused.said).toMatch(
      /database: The database 127\.0\.0\.1:1\/muster can't be reached.*\nNothing was written\.\n$/,
    );
    expect(readdirSync(folder)).toEqual([]);
    const url = withPassword(await aPostgres());
    const written = await run('setup', ['--yes'], { ...env, DATABASE_URL: url }, folder);
    expect([written.code, written.said]).toEqual([0, expect.stringContaining('is PostgreSQL')]);
    expect(settingsIn(join(folder, '.env'))).toMatchObject({ DATABASE_URL: url });
    expect(refused.said + written.said).not.toContain(CANARY);
  });
});

describe('`muster setup` in a script', () => {
  const GIVEN: Answers = {
    DISCORD_TOKEN: '',
    DISCORD_GUILD_ID: '',
    AVAILABILITY_PROMOTION_TIMEZONE: 'Europe/Vienna',
    AVAILABILITY_PROMOTION_START_TIME: '21:00',
    PROMOTER_DISCORD_IDS: '',
  };

  it('takes the server the bot is in, if there is one', async () => {
    const discord = await aDiscord();
    const given = { ...GIVEN, DISCORD_TOKEN: discord.token };
    const { answers } = await answersFrom(given, discord.url);
    expect(answers).toEqual({ ...given, DISCORD_GUILD_ID: discord.guildId });
    discord.throwBotOut();
    await expect(answersFrom(given, discord.url)).rejects.toThrow(
      `The bot is in no server yet: invite it with ${invitationOf(discord.applicationId)} and run this again.`,
    );
    const two = [
      { id: '42', name: 'One' },
      { id: '43', name: 'Two' },
    ];
    discord.faults.next({ route: 'GET /users/@me/guilds' }, { kind: 'status', status: 200, body: two });
    await expect(answersFrom(given, discord.url)).rejects.toThrow(
      'Set DISCORD_GUILD_ID to one of the servers the bot is in: One (42), Two (43).',
    );
  });

  it('refuses what is missing, malformed or refused by Discord, and does without a Discord that is down', async () => {
    const discord = await aDiscord();
    await expect(answersFrom(GIVEN, discord.url)).rejects.toThrow(/DISCORD_TOKEN is missing/);
    const refused = answersFrom({ ...GIVEN, DISCORD_TOKEN: 'MTIz.canary.one' }, discord.url);
    await expect(refused).rejects.toThrow('Discord refuses DISCORD_TOKEN: copy the bot token anew.');
    await discord.pauseHttp();
    const given = { ...GIVEN, DISCORD_TOKEN: discord.token, DISCORD_GUILD_ID: discord.guildId };
    expect(await answersFrom(given, discord.url)).toEqual({ answers: given, bot: null });
    const late = { ...given, AVAILABILITY_PROMOTION_START_TIME: '25:00' };
    await expect(answersFrom(late, discord.url)).rejects.toThrow(/START_TIME must be a time of day/);
  });

  it('wants a terminal, or --yes', async () => {
    const { code, said } = await run('setup', []);
    expect(said).toMatch(/^setup asks questions, and there is no terminal.*--yes\.\n\n {2}muster setup\n/);
    expect(code).toBe(64);
  });
});
