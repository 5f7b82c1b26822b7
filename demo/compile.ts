import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundlePrograms } from '../scripts/bundle.js';
import { COMPILED } from './program.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache');

/**
 * Builds the programs as `npm run build` does, for whoever starts them many times: from now on each starts as built, where
 * otherwise each start would compile. Returns a function that removes them; `undefined`: somebody has built them already.
 */
export async function compilePrograms(): Promise<(() => void) | undefined> {
  if (process.env[COMPILED]) return undefined;
  // Inside the checkout, so that imports find its packages.
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'muster-compiled-'));
  // Some programs switch to another user, and load the rest of their files then.
  chmodSync(folder, 0o755);
  await bundlePrograms(folder);
  // The programs look for the pages where the build puts them.
  symlinkSync(join(ROOT, 'dist/web'), join(folder, 'web'));
  process.env[COMPILED] = folder;
  return () => {
    Reflect.deleteProperty(process.env, COMPILED);
    rmSync(folder, { recursive: true, force: true });
  };
}
