import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from './free-port.js';

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
  const [newest] = good.toSorted((a, b) => versionIn(b) - versionIn(a));
  // Where somebody has put links on the PATH not all programs may have one.
  return newest === undefined ? null : dirname(realpathSync(join(newest, 'initdb')));
}

function versionIn(folder: string): number {
  const { stdout } = spawnSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' });
  return Number(/\(PostgreSQL\) (\d+)/.exec(stdout)?.[1] ?? 0);
}

/** Linux's file system in memory; in a container it may be small. */
const MEMORY = '/dev/shm';
const ROOM_BYTES = 2 ** 30;

/** What is special about a server. */
export interface ServerOptions {
  /** More of its settings, as `name=value`. */
  readonly settings?: readonly string[];
  /** Who is let in how: the lines of pg_hba.conf. Default: everybody of this machine. */
  readonly hba?: readonly string[];
  /** More files beside its data, for nobody else's eyes. */
  readonly files?: Readonly<Record<string, Buffer>>;
  /** Where it keeps its data. Default: where it is quick. */
  readonly folder?: string;
}

/** A real PostgreSQL of one's own, on a free port of loopback, with nothing in it. It keeps nothing over a power cut. */
export class PostgresServer {
  #child: ChildProcess | null = null;

  private constructor(
    private readonly programs: string,
    private readonly port: number,
    private readonly folder: string,
    private readonly settings: readonly string[],
  ) {}

  /** Where a database of it is. */
  urlOf(database: string): string {
    return `postgres://muster@127.0.0.1:${this.port}/${database}`;
  }

  /** Where it keeps its data. */
  get data(): string {
    return join(this.folder, 'data');
  }

  /** Who runs it, where that is somebody else. */
  get owner(): { uid?: number; gid?: number } {
    return whoRunsIt();
  }

  /** Starts one; it takes connections when this resolves. */
  static async start(
    programs: string,
    { settings = [], hba, files = {}, folder }: ServerOptions = {},
  ): Promise<PostgresServer> {
    const server = new PostgresServer(
      programs,
      await freePort(),
      folderIn(folder ?? whereItIsQuick()),
      settings,
    );
    // Its own text order is one of people, so that whoever forgets to ask for Muster's is found out.
    const order = ['--locale-provider=icu', '--icu-locale=en', '--locale=C'];
    server.#run('initdb', [
      '-D',
      server.data,
      '-U',
      'muster',
      '--auth=trust',
      '--encoding=UTF8',
      '--no-sync',
      ...order,
    ]);
    if (hba) writeFileSync(join(server.data, 'pg_hba.conf'), hba.join('\n'));
    for (const [name, content] of Object.entries(files)) {
      const path = join(server.data, name);
      writeFileSync(path, content, { mode: 0o600 });
      giveAway(path);
    }
    await server.resume();
    return server;
  }

  /** Starts a copy of it, which takes what it writes until it is promoted. */
  async copy(): Promise<PostgresServer> {
    const { programs, settings } = this;
    const copy = new PostgresServer(programs, await freePort(), folderIn(whereItIsQuick()), settings);
    const from = ['-h', '127.0.0.1', '-p', String(this.port), '-U', 'muster'];
    copy.#run('pg_basebackup', ['-D', copy.data, '-R', '--no-sync', '-c', 'fast', '-X', 'stream', ...from]);
    await copy.resume();
    return copy;
  }

  /** Ends it as a power cut does, but for what it has written; {@link resume} brings it back. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child) return;
    const ended = once(child, 'exit');
    child.kill('SIGQUIT');
    await ended;
  }

  /** Starts it again at the same address, with what it had. */
  async resume(): Promise<void> {
    const settings = [
      `port=${this.port}`,
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'fsync=off',
      'full_page_writes=off',
      'autovacuum=off',
      'logging_collector=off',
      ...this.settings,
    ].flatMap((setting) => ['-c', setting]);
    const child = spawn(join(this.programs, 'postgres'), ['-D', this.data, ...settings], {
      ...whoRunsIt(),
      cwd: this.folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await saysReady(child);
    this.#child = child;
  }

  /** Ends it, with all it holds. */
  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #run(program: string, options: readonly string[]): void {
    const as = { ...whoRunsIt(), cwd: this.folder, encoding: 'utf8' } as const;
    const done = spawnSync(join(this.programs, program), options, as);
    if (done.status !== 0) throw new Error(`${program} failed: ${done.error?.message ?? done.stderr}`);
  }
}

/** A folder that belongs to who runs servers. */
function folderIn(place: string): string {
  const folder = mkdtempSync(join(place, 'muster-postgres-'));
  giveAway(folder);
  return folder;
}

function giveAway(path: string): void {
  const { uid, gid } = whoRunsIt();
  if (uid !== undefined) chownSync(path, uid, gid!);
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
      if (/ready to accept (read-only )?connections/.test(line)) resolve();
      if (said.length > 20) said.shift();
    });
  });
}
