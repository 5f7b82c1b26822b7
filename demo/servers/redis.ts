import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from './free-port.js';

/** Whether a real Redis can be started here. */
export const haveRedis = spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;

/** A real Redis server of one's own, on a free port, with nothing in it. */
export class RedisServer {
  #child: ChildProcess | null = null;

  private constructor(
    private readonly port: number,
    private readonly folder: string,
  ) {}

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Says something to it, as an administrator does. */
  tell(...words: readonly string[]): void {
    const said = spawnSync('redis-cli', ['-p', String(this.port), ...words], { encoding: 'utf8' });
    if (said.status !== 0 || !said.stdout.startsWith('OK'))
      throw new Error(`redis-cli: ${said.stdout}${said.stderr}`);
  }

  /** Starts one; it takes connections when this resolves. */
  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), mkdtempSync(join(tmpdir(), 'muster-redis-')));
    await server.resume();
    return server;
  }

  /** Ends it, with all it holds. */
  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Ends it without a word; {@link resume} brings it back. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  /** Starts it again at the same address, with nothing in it. */
  async resume(): Promise<void> {
    const { port, folder } = this;
    const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
    this.#child = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'ignore'] });
    await saysReady(this.#child);
  }
}

function saysReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`redis-server ended with code ${code}`)));
    createInterface({ input: child.stdout! }).on('line', (line) => {
      if (line.includes('Ready to accept connections')) resolve();
    });
  });
}
