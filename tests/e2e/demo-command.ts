import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, vi } from 'vitest';
import { Bulletin } from '../../demo/discord/bulletin.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { scripts: { demo: string } };
/** What `npm run demo` gives node. */
const [, ...DEMO] = scripts.demo.split(' ');

/** `npm run demo`, as a terminal runs it: a group of processes, to which Ctrl-C goes as a whole. */
export class Demo {
  readonly said: string[] = [];
  readonly #changed = new Bulletin();
  readonly exited: Promise<number | null>;
  readonly #child: ChildProcess;

  constructor(...args: string[]) {
    this.#child = spawn(process.execPath, [...DEMO, ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    if (this.#child.stdout) {
      createInterface({ input: this.#child.stdout }).on('line', (line) => {
        this.said.push(line);
        this.#changed.announce();
      });
    }
    this.exited = once(this.#child, 'close').then(([code]) => code as number | null);
    onTestFinished(() => {
      if (this.isRunning) this.signal('SIGKILL');
    });
  }

  /** Whether a process of its group is still there. */
  get isRunning(): boolean {
    try {
      process.kill(-this.#pid, 0);
      return true;
    } catch {
      return false;
    }
  }

  /** Resolves when nothing of it is left: what its processes started may end a moment after them. */
  async isGone(): Promise<void> {
    await vi.waitFor(() => expect(this.isRunning).toBe(false), { timeout: 10_000 });
  }

  signal(signal: NodeJS.Signals): void {
    process.kill(-this.#pid, signal);
  }

  hears(words: RegExp, timeoutMs: number): Promise<string> {
    const tail = (): string => `${String(words)}; it said:\n${this.said.slice(-15).join('\n')}`;
    return this.#changed.until(() => this.said.find((line) => words.test(line)), tail, timeoutMs);
  }

  get #pid(): number {
    return this.#child.pid ?? 0;
  }
}

/** How wide a terminal shows a line: emoji take two columns. */
export function columns(line: string): number {
  return [...line].reduce((sum, sign) => sum + (/\p{Emoji_Presentation}/u.test(sign) ? 2 : 1), 0);
}
