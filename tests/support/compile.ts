import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { COMPILED } from '../../demo/program.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache');
const FOLDERS = ['src', 'commands', 'listeners', 'tasks', 'migrations'];

/**
 * Compiles the programs once for all test files, which start them hundreds of times; otherwise each start
 * would compile. One file each, as `npm run build` does, so that Sapphire finds its pieces. Returns a
 * function that removes them.
 */
export async function setup(): Promise<(() => void) | undefined> {
  // Every project of vitest calls this.
  if (process.env[COMPILED]) return undefined;
  // Inside the checkout, so that imports find its packages.
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'muster-compiled-'));
  // Some programs switch to another user, and load the rest of their files then.
  chmodSync(folder, 0o755);
  await build({
    entryPoints: FOLDERS.flatMap(sourcesIn),
    absWorkingDir: ROOT,
    outdir: folder,
    outbase: '.',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  // The programs look for the pages where the build puts them.
  symlinkSync(join(ROOT, 'dist/web'), join(folder, 'web'));
  process.env[COMPILED] = folder;
  return () => {
    Reflect.deleteProperty(process.env, COMPILED);
    rmSync(folder, { recursive: true, force: true });
  };
}

function sourcesIn(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.[jt]s$/.test(name)).map((name) => join(folder, name));
}
