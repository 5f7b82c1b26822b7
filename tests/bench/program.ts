import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { DiscordStandIn } from '../../demo/discord/stand-in.js';
import { ZONE } from './world.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** The arguments node runs Muster with: built, as `npm start` runs it. `npm run bench` builds it first. */
export function muster(): string[] {
  const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
    scripts: { start: string };
  };
  return scripts.start.split(' ').slice(1);
}

/** The same for the bare bot: JavaScript where Muster is. */
export function bareBot(): string[] {
  const source = `${ROOT}tests/bench/bare-bot.ts`;
  // Somewhere from where the packages can be found, and that nothing else looks at.
  const folder = `${ROOT}node_modules/.cache/muster-bench`;
  const { module, target } = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
  const { outputText } = ts.transpileModule(readFileSync(source, 'utf8'), {
    compilerOptions: { module, target },
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/bare-bot.mjs`, outputText);
  return [`${folder}/bare-bot.mjs`];
}

/** What Muster needs to know to work with a stand-in. */
export function environmentFor(discord: DiscordStandIn, databasePath: string): Record<string, string> {
  return {
    DISCORD_TOKEN: discord.token,
    DISCORD_GUILD_ID: discord.guildId,
    DISCORD_API_URL: discord.url,
    DATABASE_URL: `sqlite:${databasePath}`,
    AVAILABILITY_PROMOTION_TIMEZONE: ZONE,
    AVAILABILITY_PROMOTION_REMINDER_TIME: '23:59:58',
    AVAILABILITY_PROMOTION_START_TIME: '23:59:59',
    // Any free port: others may run beside this one.
    BRIDGE_PORT: '0',
  };
}

/** A program that runs as a process of its own. */
export class Program {
  /** When it was started, in milliseconds since the epoch. */
  readonly startedAt = Date.now();
  /** Resolves when it has ended. */
  readonly ended: Promise<unknown>;
  readonly #child: ChildProcess;

  private constructor(args: readonly string[], environment: Readonly<Record<string, string>>) {
    const { PATH, HOME } = process.env;
    this.#child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { PATH, HOME, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.ended = once(this.#child, 'close');
  }

  static start(args: readonly string[], environment: Readonly<Record<string, string>>): Program {
    return new Program(args, environment);
  }

  /** Resolves with the milliseconds from the start to the first line that holds `text`. Call at once. */
  async said(text: string): Promise<number> {
    if (!this.#child.stdout) throw new Error('nothing to read from');
    return new Promise((resolve, reject) => {
      const lines = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream });
      lines.on('line', (line) => {
        if (line.includes(text)) resolve(Date.now() - this.startedAt);
      });
      lines.on('close', () => {
        reject(new Error(`it ended and never said ${text}`));
      });
    });
  }

  /** The resident memory, in MiB. */
  memory(): number {
    const kibibytes = execFileSync('ps', ['-o', 'rss=', '-p', String(this.#child.pid)], { encoding: 'utf8' });
    return Number(kibibytes) / 1024;
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }
}
