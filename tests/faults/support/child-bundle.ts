import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { NOT_INSTALLED } from '../../../scripts/bundle.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache');

/** A program of these tests as one file: it starts in a fifth of the time, and is started hundreds of times. */
export interface ChildBundle {
  readonly file: string;
  /** Whether a process has come to its end and kept what V8 compiled, which halves the start of the next ones. */
  isWarm(): boolean;
  remove(): void;
}

/** Compiles `tests/faults/<name>.ts` and what it imports. The program may not await at its top level. */
export async function bundleOf(name: string): Promise<ChildBundle> {
  // Within the checkout, so that what stays outside of the bundle is found from there.
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'muster-child-'));
  const bundle = join(folder, 'bundle.cjs');
  await build({
    entryPoints: [join(ROOT, 'tests/faults', `${name}.ts`)],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
    minify: true,
    keepNames: true,
    define: { 'import.meta.url': '__importMetaUrl' },
    external: [...NOT_INSTALLED, 'pg', 'ioredis'],
    // What V8 has kept of a script knows no import() any more.
    supported: { 'dynamic-import': false },
    banner: { js: `const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;` },
  });
  const file = join(folder, `${name}.cjs`);
  writeFileSync(file, launcherOf(bundle));
  return {
    file,
    isWarm: () => existsSync(keptBy(bundle)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Where V8's work on a bundle is kept. */
function keptBy(bundle: string): string {
  return `${bundle}.v8`;
}

/** Runs a bundle, with what V8 has compiled of it before; the first process that comes to its end keeps that. */
function launcherOf(bundle: string): string {
  const path = JSON.stringify(bundle);
  return `const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { Script, constants } = require('node:vm');
const kept = ${JSON.stringify(keptBy(bundle))};
let cachedData;
try { cachedData = readFileSync(kept); } catch {}
const source = '(function (exports, require, module, __filename) {' + readFileSync(${path}, 'utf8') + '\\n})';
const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
const script = new Script(source, { filename: ${path}, cachedData, importModuleDynamically });
if (!cachedData) process.on('exit', () => {
  writeFileSync(kept + process.pid, script.createCachedData());
  renameSync(kept + process.pid, kept);
});
const module_ = { exports: {} };
script.runInThisContext()(module_.exports, createRequire(${JSON.stringify(join(ROOT, 'package.json'))}), module_, ${path});
`;
}
