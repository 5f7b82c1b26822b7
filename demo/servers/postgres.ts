import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The oldest PostgreSQL that will do. */
const OLDEST = 15;
/** Debian keeps its programs here and not on the PATH, a folder for each version. */
const DEBIANS = '/usr/lib/postgresql';
/** Who PostgreSQL's package runs servers as: no server runs as root. */
const UNPRIVILEGED = 'postgres';

/** The folder of PostgreSQL's programs on this machine; `null`: there is none, or only an older one. */
export function postgresPrograms(): string | null {
  const debians = existsSync(DEBIANS)
    ? readdirSync(DEBIANS).map((version) => join(DEBIANS, version, 'bin'))
    : [];
  const folders = [...(process.env['PATH'] ?? '').split(':'), ...debians];
  const good = folders.filter((folder) => existsSync(join(folder, 'initdb')) && versionIn(folder) >= OLDEST);
  return good.toSorted((a, b) => versionIn(b) - versionIn(a))[0] ?? null;
}

function versionIn(folder: string): number {
  const { stdout } = spawnSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' });
  return Number(/\(PostgreSQL\) (\d+)/.exec(stdout)?.[1] ?? 0);
}

/** Linux's file system in memory; in a container it may be small. */
const MEMORY = '/dev/shm';
const ROOM_BYTES = 2 ** 30;

/** A real PostgreSQL of one's own, on a free port of loopback, with nothing in it. It keeps nothing over a power cut. */
export class PostgresServer {
  private constructor(
    private readonly programs: string,
    private readonly port: number,
    private readonly folder: string,
    private child: ChildProcess,
  ) {}

  /** Where a database of it is. */
  urlOf(database: string): string {
    return `postgres://muster@127.0.0.1:${this.port}/${database}`;
  }

  /** Starts one; it takes connections when this resolves. */
  static async start(programs: string): Promise<PostgresServer> {
    const folder = mkdtempSync(join(whereItIsQuick(), 'muster-postgres-'));
    const as = whoRunsIt();
    if (as.uid !== undefined) chownSync(folder, as.uid, as.gid!);
    const data = join(folder, 'data');
    // Its own text order is one of people, so that whoever forgets to ask for Muster's is found out.
    const order = ['--locale-provider=icu', '--icu-locale=en', '--locale=C'];
    const options = ['-D', data, '-U', 'muster', '--auth=trust', '--encoding=UTF8', '--no-sync', ...order];
    const made = spawnSync(join(programs, 'initdb'), options, { ...as, cwd: folder, encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
    const port = await freePort();
    return new PostgresServer(programs, port, folder, await running(programs, folder, port));
  }

  /** Ends it without a word; {@link resume} brings it back. */
  async kill(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGQUIT');
    await ended;
  }

  /** Starts it again at the same address: it recovers what was committed, but for what is not in its log. */
  async resume(): Promise<void> {
    this.child = await running(this.programs, this.folder, this.port);
  }

  /** Ends it, with all it holds. */
  async stop(): Promise<void> {
    if (this.child.exitCode === null) await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A server that takes connections. */
async function running(programs: string, folder: string, port: number): Promise<ChildProcess> {
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'fsync=off',
    'full_page_writes=off',
    'autovacuum=off',
    'logging_collector=off',
  ].flatMap((setting) => ['-c', setting]);
  const child = spawn(join(programs, 'postgres'), ['-D', join(folder, 'data'), ...settings], {
    ...whoRunsIt(),
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await saysReady(child);
  return child;
}

/** In memory where there is room, for a database of some hundred files is copied for each test. */
function whereItIsQuick(): string {
  if (!existsSync(MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize >= ROOM_BYTES ? MEMORY : tmpdir();
}

function whoRunsIt(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (what: string): number =>
    Number(spawnSync('id', [what, UNPRIVILEGED], { encoding: 'utf8' }).stdout.trim() || NaN);
  return { uid: idOf('-u'), gid: idOf('-g') };
}

function saysReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`postgres ended with code ${code}: ${said.join('\n')}`)));
    createInterface({ input: child.stderr! }).on('line', (line) => {
      said.push(line);
      if (line.includes('ready to accept connections')) resolve();
      if (said.length > 20) said.shift();
    });
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
