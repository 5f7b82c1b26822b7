import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Bulletin } from './discord/bulletin.js';
import { programArguments } from './program.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * How long a machine may take to load the program, in milliseconds. Nothing of the bot's own happens before its first
 * word, and a busy machine was seen to need 20 s for it; this bounds only how long a wait lasts that is in vain.
 */
const LOADED_WITHIN_MS = 120_000;

/** As long as a timer can be. */
const LONGEST_MS = 2 ** 31 - 1;

/** One line of the bot's log. */
export interface LogLine {
  readonly level: string;
  readonly time: string;
  readonly msg: string;
  readonly event?: string;
  readonly [field: string]: unknown;
}

/** How the bot ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The real bot, as its own process: `src/main.ts` with nothing replaced but the environment it reads. */
export class BotProcess {
  readonly lines: LogLine[] = [];
  /** What was printed that is no log line, such as a list of faults. */
  readonly output: string[] = [];
  readonly exited: Promise<Exit>;
  readonly #changed = new Bulletin();
  #ended: Exit | null = null;

  private constructor(readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.#read(line));
    }
    this.exited = once(child, 'close').then(([code, signal]) => {
      this.#ended = { code: code as number | null, signal: signal as NodeJS.Signals | null };
      this.#changed.announce();
      return this.#ended;
    });
  }

  /**
   * Starts the bot with exactly these variables (and what a process needs to run at all). `nodeOptions`: what node is given
   * before the program.
   */
  static start(
    environment: Readonly<Record<string, string>>,
    options: { cwd?: string; nodeOptions?: readonly string[] } = {},
  ): BotProcess {
    const { PATH, HOME } = process.env;
    const child = spawn(
      process.execPath,
      [...(options.nodeOptions ?? []), ...programArguments('src/main.ts')],
      {
        cwd: options.cwd ?? ROOT,
        // Any free port: bots that run beside each other must not want the same one.
        env: { PATH, HOME, BRIDGE_PORT: '0', ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    return new BotProcess(child);
  }

  /**
   * Starts the bot as it is installed: the compiled program in a folder, with exactly these variables and not one
   * more. `uid` and `gid`: who it runs as, where whoever starts it may choose.
   */
  static startInstalled(
    folder: string,
    environment: Readonly<Record<string, string>>,
    user: { uid?: number; gid?: number } = {},
  ): BotProcess {
    const options = { cwd: folder, env: { ...environment }, ...user };
    const child = spawn(process.execPath, ['dist/src/main.js'], {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new BotProcess(child);
  }

  /**
   * Resolves with the first log line, past or to come, that fits. Rejects when the bot ends or the time is over, which
   * begins with the first word of the bot: what it promises can't be measured before it is loaded.
   */
  async waitForLine(fits: (line: LogLine) => boolean, what: string, timeoutMs = 20_000): Promise<LogLine> {
    const tail = (): string => {
      const said = [...this.output, ...this.lines.map(({ msg }) => msg)].slice(-15).join('\n');
      return `the bot to log ${what}; it said:\n${said}`;
    };
    const look = (): LogLine | undefined => {
      const line = this.lines.find(fits);
      if (!line && this.#ended) throw new Error(`The bot has ended; waited in vain for ${tail()}`);
      return line;
    };
    await this.#changed.until(() => this.#hasSpoken || this.#ended !== null, tail, LOADED_WITHIN_MS);
    return this.#changed.until(look, tail, timeoutMs);
  }

  async waitForEvent(
    event: string,
    fits: (line: LogLine) => boolean = () => true,
    timeoutMs?: number,
  ): Promise<LogLine> {
    return this.waitForLine((line) => line.event === event && fits(line), `the event ${event}`, timeoutMs);
  }

  /** The line of this index of the log, once it is there; `null` when the bot has ended without it. */
  async lineAt(index: number): Promise<LogLine | null> {
    const look = (): LogLine | null | undefined => this.lines[index] ?? (this.#ended ? null : undefined);
    return this.#changed.until(look, `line ${index} of the log`, LONGEST_MS);
  }

  /** Resolves when commands are registered and the scheduler runs. */
  async ready(timeoutMs?: number): Promise<void> {
    await this.waitForEvent('ready', undefined, timeoutMs);
  }

  /** Asks it to end and waits until it has. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit> {
    if (!this.#ended) this.child.kill(signal);
    return this.exited;
  }

  get #hasSpoken(): boolean {
    return this.lines.length + this.output.length > 0;
  }

  #read(text: string): void {
    try {
      this.lines.push(JSON.parse(text) as LogLine);
    } catch {
      this.output.push(text);
    }
    this.#changed.announce();
  }
}
