import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache');

/** A program of these tests as one file: it starts in a third of the time, and is started hundreds of times. */
export interface ChildBundle {
  readonly file: string;
  remove(): void;
}

/** Compiles `tests/faults/<name>.ts` and what it imports. */
export async function bundleOf(name: string): Promise<ChildBundle> {
  // Within the checkout, so that what stays outside of the bundle is found from there.
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'muster-child-'));
  const file = join(folder, `${name}.mjs`);
  await build({
    entryPoints: [join(ROOT, 'tests/faults', `${name}.ts`)],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    // Loaded only where they are asked for: TypeORM's other databases, and native modules.
    external: ['zlib-sync', 'react-native-sqlite-storage', 'mysql', 'pg', 'pg-native'],
    banner: {
      js: `import { createRequire as requireOf } from 'node:module';
const require = requireOf(${JSON.stringify(join(ROOT, 'package.json'))});`,
    },
  });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
