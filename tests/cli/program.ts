import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache');
let compiled = '';

// Compiled once a test file, the programs start in a third of the time.
beforeAll(async () => {
  mkdirSync(CACHE, { recursive: true });
  // Within the checkout, so that packages are found from there.
  compiled = mkdtempSync(join(CACHE, 'muster-cli-'));
  // Programs that go on as another user load more of themselves.
  chmodSync(compiled, 0o755);
  await build({
    entryPoints: ['src/**/*.ts', 'src/**/*.js', 'migrations/*.ts'],
    absWorkingDir: ROOT,
    outdir: compiled,
    outbase: ROOT,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
});
afterAll(() => rmSync(compiled, { recursive: true, force: true }));

type Env = Readonly<Record<string, string>>;

/** Starts a program of `src/cli`, such as `backup`, as a process of its own, with `env` for its environment. */
export function start(
  name: string,
  args: readonly string[],
  env: Env,
): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, [join(compiled, 'src/cli', `${name}.js`), ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** What every program of `src/cli` needs to be configured. */
export const CONFIGURED: Env = { DISCORD_TOKEN: 'token', DISCORD_GUILD_ID: '123456789012345678' };

/** Runs a program of `src/cli` to its end. */
export async function run(
  name: string,
  args: readonly string[],
  env: Env = {},
): Promise<{ code: number | null; said: string }> {
  const child = start(name, args, { ...CONFIGURED, ...env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}
